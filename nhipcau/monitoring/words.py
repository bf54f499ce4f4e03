"""What went wrong, in words for people."""

from __future__ import annotations

from django.utils.translation import gettext as _


def said_of_feed(code: str) -> str:
    """For the code of a ``BadFeed``."""
    return {
        "empty": _("The address answers with nothing. Check that it is still the feed's address."),
        "too_large": _("The feed is larger than 10 MB and was not read. Ask the publisher for a shorter one."),
        "page": _("This is a web page and no feed. Look on it for a link named RSS, or add it as a list page."),
        "not_a_feed": _("This is no feed that can be read (RSS, Atom, RDF or JSON Feed)."),
        "broken_json": _("The JSON feed is broken and cannot be read. The publisher has to mend it."),
    }[code]
