"""What the media room tells the rooms above, on commit."""

from django.dispatch import Signal

asset_changed = Signal()
"""``asset``: its words, files, focal point or rights changed; what shows it should be made again."""

asset_closed = Signal()
"""``asset``: its files were taken out of the public folder."""
