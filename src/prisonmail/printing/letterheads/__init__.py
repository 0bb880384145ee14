"""The firm’s own letterhead: read from its file, and what it leaves free."""
