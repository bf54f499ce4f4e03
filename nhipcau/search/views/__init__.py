"""The screens of the room, and what its scripts fetch."""
