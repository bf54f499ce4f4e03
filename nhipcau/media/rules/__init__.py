"""Thinking of the media room: what a file is, what is in it, whose it is, and how it is shown."""
