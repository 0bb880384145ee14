"""Makes the pages in docs/reference/ from the code: `just reference`."""
