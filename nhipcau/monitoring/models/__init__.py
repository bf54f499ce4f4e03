"""Tables of what is listened to. None has a field for who wrote something."""

from nhipcau.monitoring.models.articles import Article, CommonRun, Door, Story, StoryPlace
from nhipcau.monitoring.models.desk import DeskSettings, Mark, Note, Rule, SavedSearch
from nhipcau.monitoring.models.digests import Delivery, Digest, DigestItem, Subscription
from nhipcau.monitoring.models.keeping import ClosedSite, RetentionRule
from nhipcau.monitoring.models.recordings import Recording, RecordingPiece
from nhipcau.monitoring.models.sources import Source, Stream, StuckMail

__all__ = [
    "Article", "ClosedSite", "CommonRun", "Delivery", "DeskSettings", "Digest", "DigestItem", "Door", "Mark", "Note", "Recording", "RecordingPiece",
    "RetentionRule", "Rule", "SavedSearch", "Source", "Story", "StoryPlace", "Stream", "StuckMail", "Subscription",
]  # fmt: skip
