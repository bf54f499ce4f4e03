"""The monitoring room's screens."""
