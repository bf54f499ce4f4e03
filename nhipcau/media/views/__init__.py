"""Screens of the media room."""
