"""What the corrections desk tells the rooms above, on commit."""

from django.dispatch import Signal

entry_logged = Signal()
"""``entry``: a LogEntry was added to the public log."""
desk_moved = Signal()
"""``case``: a Case came in or was closed; the yearly figures are others now."""
