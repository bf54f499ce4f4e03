"""``value|richtext|clean``: what editors wrote, by the allow list. ``{% nonced %}``: scripts of our own templates may run."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from nhipcau.public.rules.clean import clean as cleaned
from nhipcau.public.security import nonce

register = template.Library()
_INLINE = re.compile(r"<(script|style)(?![^>]*\s(?:src|nonce)=)")


@register.filter
def clean(value: Any) -> SafeString:
    """The HTML that readers get."""
    return mark_safe(cleaned(str(value)))  # noqa: S308 – cleaned


class Nonced(template.Node):
    """Gives the scripts and styles of what it holds the answer's nonce. For templates only, never around what people wrote."""

    def __init__(self, inside: template.NodeList) -> None:
        self.inside = inside

    def render(self, context: template.Context) -> SafeString:
        """What it holds, with the nonce."""
        text = self.inside.render(context)
        return mark_safe(_INLINE.sub(rf'<\1 nonce="{nonce()}"', text)) if nonce() else text  # noqa: S308 – a template's own


@register.tag
def nonced(parser: template.base.Parser, token: template.base.Token) -> Nonced:
    """``{% nonced %}<script>…</script>{% endnonced %}``."""
    inside = parser.parse(("endnonced",))
    parser.delete_first_token()
    return Nonced(inside)
