"""Nhịp Cầu: the rooms of an open platform for a province's external information.

Each subpackage is a room; ``docs/rooms.md`` says what each is for and who may import whom.
"""

__version__ = "0.1.0"
