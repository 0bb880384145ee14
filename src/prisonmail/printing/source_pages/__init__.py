"""Pages of other people's PDFs, each as a form that looks as its own viewer shows it."""
