"""A folder for Windows that runs where it lies: Python, prisonmail and all that it needs."""
