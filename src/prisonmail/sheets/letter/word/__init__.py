"""A private letter that was written in a word processor: its document becomes blocks."""
