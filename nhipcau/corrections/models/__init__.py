"""The corrections room's tables."""

from nhipcau.corrections.models.cases import Case, Contact, Message
from nhipcau.corrections.models.desk import ContactRetention, DeskSettings
from nhipcau.corrections.models.log import LogEntry, Step
from nhipcau.corrections.models.papers import Offer, Paper, Wording

__all__ = [
    "Case", "Contact", "ContactRetention", "DeskSettings", "LogEntry", "Message", "Offer", "Paper", "Step", "Wording",
]  # fmt: skip
