"""What the work room tells the rooms above, on commit."""

from django.dispatch import Signal

assigned = Signal()
"""kwarg: ``assignment``."""

work_accepted = Signal()
"""kwarg: ``assignment``."""

evidence_filed = Signal()
"""kwarg: ``evidence``."""
