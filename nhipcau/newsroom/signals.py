"""What the newsroom tells the rooms above it, on commit."""

from django.dispatch import Signal

page_out = Signal()
"""``page``: an EditorialPage went out or changed in public."""
page_withdrawn = Signal()
"""``page``: taken back from the public."""
fact_changed = Signal()
"""``fact``: a new version counts now; every page that shows it is to be drawn anew."""
story_edited = Signal()
"""``page``: a draft was saved."""
terms_changed = Signal()
"""Fixed terms say something else: pages name offices by them."""
