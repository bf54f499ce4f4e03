"""The corrections desk's screens."""
