"""Tables of the ground floor."""

from nhipcau.people.models.focal_points import FocalPoint
from nhipcau.people.models.notices import Notice
from nhipcau.people.models.offices import (
    Function,
    FunctionHolding,
    Office,
    OfficeGroup,
    Succession,
)
from nhipcau.people.models.reference_rows import Abbreviation, Holiday, LegalClock, Topic
from nhipcau.people.models.staff import ROLE_NAMES, Membership, Staff
from nhipcau.people.models.trail import TrailEntry
from nhipcau.people.models.training import (
    Attendance,
    Certificate,
    CertificateBook,
    Course,
    CourseMaterial,
    Enrolment,
    EvaluationTally,
    Lesson,
    TrainingNeed,
    TrainingSubject,
)

__all__ = [
    "ROLE_NAMES",
    "Abbreviation",
    "Attendance",
    "Certificate",
    "CertificateBook",
    "Course",
    "CourseMaterial",
    "Enrolment",
    "EvaluationTally",
    "FocalPoint",
    "Function",
    "FunctionHolding",
    "Holiday",
    "LegalClock",
    "Lesson",
    "Membership",
    "Notice",
    "Office",
    "OfficeGroup",
    "Staff",
    "Succession",
    "Topic",
    "TrailEntry",
    "TrainingNeed",
    "TrainingSubject",
]
