"""What the monitoring room tells the rooms above, on commit."""

from django.dispatch import Signal

story_marked = Signal()
"""kwargs: ``story``, ``mark`` (kind: leadership, answer, inaccurate, idea), ``words``, ``by``.

``inaccurate`` is for the corrections desk. ``idea`` is for the newsroom, which stands below and is reached by the room that joins both.
"""

digest_sent = Signal()
"""kwarg: ``digest``."""
