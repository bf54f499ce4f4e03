"""The planning room's screens."""
