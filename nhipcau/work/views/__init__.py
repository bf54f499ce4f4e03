"""The work room's screens."""
