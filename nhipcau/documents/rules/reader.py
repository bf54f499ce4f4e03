"""``read``: a text in, everything that was read in it out. No network, no clock, no state."""

from __future__ import annotations

from nhipcau.documents.rules.clauses import Draft
from nhipcau.documents.rules.duties import find_duties
from nhipcau.documents.rules.layout import Layout, lay_out
from nhipcau.documents.rules.lines import collapse
from nhipcau.documents.rules.metadata import read_metadata
from nhipcau.documents.rules.references import find_references
from nhipcau.documents.rules.types import Metadata, ReadClause, Reading


def read(original: str) -> Reading:
    """Read an administrative, legal or Party document. Never raises; what is unsure says so by its confidence.

    Spans count code points of ``original`` exactly as given, whatever its Unicode form or line breaks.
    """
    layout = lay_out(original)
    metadata = read_metadata(layout.source, list(layout.paragraphs), layout.zones)
    follows = [draft.start for draft, _part in layout.clauses[1:]]
    clauses = tuple(
        _clause(draft, layout, follow)
        for (draft, _part), follow in zip(layout.clauses, [*follows, len(original)], strict=False)
    )
    references = find_references(layout, metadata)
    duties = find_duties(layout)
    return Reading(metadata, clauses, references, duties, tuple(_warnings(metadata, clauses)))


def _clause(draft: Draft, layout: Layout, follow: int) -> ReadClause:
    """``follow`` is where the next clause begins; own text beyond it stands apart."""
    source = layout.source
    heading = collapse(source.flat[slice(*draft.heading)]) if draft.heading else None
    text = " ".join(collapse(source.flat[start:end]) for start, end in draft.segments)
    own = [end for start, end in draft.segments if start < follow]
    ends = [draft.heading[1] if draft.heading else draft.first_end, *own]
    return ReadClause(
        path=draft.path,
        label=draft.label,
        heading=heading.rstrip(": ") if heading else None,
        text=text,
        span=source.span(draft.start, max(ends)),
        heading_span=source.span(*draft.heading) if draft.heading else None,
        confidence=draft.confidence,
        later=tuple(source.span(start, end) for start, end in draft.segments if start >= follow),
    )


def _warnings(metadata: Metadata, clauses: tuple[ReadClause, ...]) -> list[str]:
    """Keys of what a reviewer should know at once; the screen puts them into words."""
    found = []
    if metadata.number.text is None:
        found.append("number_lost")
    if metadata.issued_on.text is None:
        found.append("date_lost")
    if metadata.kind.text is None:
        found.append("kind_unknown")
    if not clauses:
        found.append("no_clauses")
    if len({clause.path for clause in clauses}) < len(clauses):
        found.append("paths_repeat")
    return found
