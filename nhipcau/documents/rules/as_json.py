"""A reading as plain JSON values, in the shape of the contract (``docs/reading.md``) plus places and confidence."""

from __future__ import annotations

from typing import Any

from nhipcau.documents.rules.types import Reading, Span, Value


def _place(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def reading_as_json(reading: Reading) -> dict[str, Any]:
    """Metadata fields at the top, then ``clauses``, ``references`` and ``duties``."""
    fields: dict[str, Value] = {
        name: getattr(reading.metadata, name) for name in ("number", "kind", "issuer", "issued_on", "title")
    }
    return {
        **{name: value.text for name, value in fields.items()},
        "spans": {name: _place(value.span) for name, value in fields.items()},
        "confidence": {name: value.confidence for name, value in fields.items()},
        "clauses": [
            {"path": c.path, "label": c.label, "heading": c.heading, "text": c.text, "span": _place(c.span),
             "heading_span": _place(c.heading_span), "later": [_place(span) for span in c.later],
             "confidence": c.confidence}
            for c in reading.clauses
        ],
        "references": [
            {"number": r.number, "kind": r.kind, "title": r.title,
             "issued_on": r.issued_on.isoformat() if r.issued_on else None, "issuer": r.issuer,
             "paths": list(r.paths), "relation": r.relation.value,
             "spans": [_place(m.span) for m in r.mentions], "confidence": r.confidence}
            for r in reading.references
        ],
        "duties": [
            {"path": d.path, "agencies": list(d.agencies), "role": d.role.value,
             "cadence": d.cadence.value if d.cadence else None,
             "deadline": d.deadline.isoformat() if d.deadline else None, "with": list(d.partners),
             "recipients": list(d.recipients), "text": d.text, "span": _place(d.span),
             "sentence": _place(d.sentence), "confidence": d.confidence, "unsure": d.unsure}
            for d in reading.duties
        ],
        "warnings": list(reading.warnings),
    }  # fmt: skip
