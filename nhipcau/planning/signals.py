"""What the planning room tells the rooms above and its own jobs, on commit."""

from django.dispatch import Signal

plan_approved = Signal()
"""kwarg: ``round``."""

plan_amended = Signal()
"""kwarg: ``amendment``."""
