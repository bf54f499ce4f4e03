"""The letter to an editorial office, proposed: a person reads it, changes it, and sends it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from nhipcau.corrections.models import Case


def letter_of(case: Case, until: date | None) -> str:
    """What a person may begin with. It asks for the publisher's side and asks for nothing to be taken down."""
    item = _("“%(title)s”, published on %(day)s") % {
        "title": case.item_title or case.item_url, "day": f"{case.item_on:%d/%m/%Y}" if case.item_on else "…",
    }  # fmt: skip
    said = [
        _("To the editorial office,"),
        _("We were told that this sentence in %(item)s may be inaccurate:") % {"item": item},
        f"“{case.statement}”",
        case.item_url,
        _(
            "Before we publish what the records say, we ask for your side: your source, or a correction of your own. "
            "Your reply is printed in full with our entry. We do not ask you to remove anything."
        ),
        _("We wait until %(day)s.") % {"day": f"{until:%d/%m/%Y}"} if until else "",
    ]  # fmt: skip
    return "\n\n".join(line for line in said if line)
