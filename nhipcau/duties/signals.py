"""What the register tells the rooms above, on commit."""

from django.dispatch import Signal

duties_taken_in = Signal()
"""kwargs: ``document``, ``added`` (how many). New duties stand in the register."""

duty_closed = Signal()
"""kwarg: ``duty``. It ended or was withdrawn: nothing new comes of it."""
