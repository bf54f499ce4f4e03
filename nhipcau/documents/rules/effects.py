"""From which day a document has effect, as it says itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from nhipcau.documents.rules.dates import DATE, as_date

_KINDS = "Quyết định|Nghị định|Nghị quyết|Thông tư|Chỉ thị|Luật|Quy chế|Quy định|Kế hoạch|Thông báo"
_SAYS = re.compile(
    rf"(?:\bnày|(?:^|(?<=[.;:]\s))\s*(?:{_KINDS}))\s+có\s+hiệu\s+lực(?:\s+thi\s+hành)?\s+"
    rf"(?:(?:kể\s+)?từ\s+ngày\s+(?:(?P<day>{DATE})|(?P<signed>ký|ban\s+hành))"
    r"|sau\s+(?P<days>\d{1,3})\s*(?:\([^)]{1,30}\)\s*)?ngày,?\s+kể\s+từ\s+ngày\s+(?:ký|ban\s+hành))",
    re.MULTILINE,
)
"""The document itself must be the subject: "Luật … có hiệu lực từ ngày …" inside a sentence is another one's."""
_SITE = re.compile(rf"^\W*Ngày\s+có\s+hiệu\s+lực\W{{1,10}}({DATE})", re.MULTILINE)
"""The row of a legal site's property table."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first day of effect. ``said`` is False where the text is silent and the day of issue stands in."""

    day: date
    said: bool


def beginning_of_effect(text: str, issued_on: date | None) -> Beginning | None:
    """When the document takes effect: the day it names, so many days after it was signed, or its date of issue.

    None where neither is known. A named day before the date of issue is a slip and is not believed.
    """
    found = _SAYS.search(text)
    site = None if found else _SITE.search(text)
    printed = found["day"] if found else site.group(1) if site else None
    named = as_date(printed) if printed else None
    if named and (issued_on is None or named >= issued_on):
        return Beginning(named, said=True)
    if issued_on is None:
        return None
    if found and found["days"]:
        return Beginning(issued_on + timedelta(days=int(found["days"])), said=True)
    return Beginning(issued_on, said=bool(found and found["signed"]))
