"""The ground floor's screens."""
