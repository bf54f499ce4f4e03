"""What the monitoring room tells the rooms above, on commit."""

from django.dispatch import Signal

story_marked = Signal()
"""kwargs: ``story``, ``mark`` (kind: leadership, answer, inaccurate, idea), ``words``, ``by``.

``inaccurate`` is for the corrections desk. The newsroom stands below: who plans there hears of an ``idea`` by notice (actions.desk),
as does of ``answer`` whoever answers in the office that holds external information.
"""

digest_sent = Signal()
"""kwarg: ``digest``."""
