"""stub while structure is tried"""
from nhipcau.documents.rules.layout import Layout
from nhipcau.documents.rules.types import ReadDuty


def find_duties(layout: Layout) -> tuple[ReadDuty, ...]:
    return ()
