"""What the library tells the rooms above, on commit."""

from django.dispatch import Signal

reading_approved = Signal()
"""kwarg: ``document``. A second person approved its reading."""

document_taken_in = Signal()
"""kwarg: ``document``. It was read and waits for review."""
