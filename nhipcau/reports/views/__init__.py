"""The reports room's screens."""
