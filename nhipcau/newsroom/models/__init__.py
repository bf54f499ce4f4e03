"""Tables of the newsroom."""

from nhipcau.newsroom.models.calendar import Column, PlanFeed, Quota, Slot
from nhipcau.newsroom.models.commissions import Commission, Delivery, Offer, Payment
from nhipcau.newsroom.models.facts import Fact, FactRequest, FactVersion
from nhipcau.newsroom.models.pages import EditorialPage, HomePage, SectionPage, StoryPage, TopicPage
from nhipcau.newsroom.models.partners import PartnerKey
from nhipcau.newsroom.models.publications import BookFile, Editing, Part, Publication
from nhipcau.newsroom.models.reviewers import LanguageReviewer
from nhipcau.newsroom.models.shown import ShownFact
from nhipcau.newsroom.models.signatures import Signature
from nhipcau.newsroom.models.steps import STANDING_NAMES, STEP_NAMES, Edit, Step
from nhipcau.newsroom.models.subjects import Campaign, Place, Theme
from nhipcau.newsroom.models.terms import Term, TermTranslation
from nhipcau.newsroom.models.translations import Hand, LanguageWork, SourceVersion

__all__ = [
    "STANDING_NAMES",
    "STEP_NAMES",
    "BookFile",
    "Campaign",
    "Column",
    "Commission",
    "Delivery",
    "Edit",
    "Editing",
    "EditorialPage",
    "Fact",
    "FactRequest",
    "FactVersion",
    "Hand",
    "HomePage",
    "LanguageReviewer",
    "LanguageWork",
    "Offer",
    "Part",
    "PartnerKey",
    "Payment",
    "Place",
    "PlanFeed",
    "Publication",
    "Quota",
    "SectionPage",
    "ShownFact",
    "Signature",
    "Slot",
    "SourceVersion",
    "Step",
    "StoryPage",
    "Term",
    "TermTranslation",
    "Theme",
    "TopicPage",
]
