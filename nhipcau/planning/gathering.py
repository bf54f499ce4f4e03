"""From rows to the frozen lines of a year: a fixed number of queries, however many lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from nhipcau.people.models import Office
from nhipcau.planning.models import Item, PlanLine, PlanRound
from nhipcau.planning.queries import HEAVY_DUTY, Holders
from nhipcau.planning.rules.consolidation import ItemFacts, LineFacts, both_names

# The words of an administrative paper are Vietnamese by law, whatever language the screens are in.
FUNDS = {
    PlanLine.Fund.CENTRAL: "Ngân sách trung ương",
    PlanLine.Fund.PROVINCE: "Ngân sách tỉnh",
    PlanLine.Fund.DISTRICT: "Ngân sách huyện (đến 30/6/2025)",
    PlanLine.Fund.COMMUNE: "Ngân sách xã",
    PlanLine.Fund.OWN: "Nguồn thu của đơn vị",
    PlanLine.Fund.AID: "Viện trợ, tài trợ",
    PlanLine.Fund.SOCIAL: "Xã hội hóa",
    PlanLine.Fund.OTHER: "Nguồn hợp pháp khác",
    PlanLine.Fund.NONE: "Không sử dụng kinh phí",
}


def gather(round_: PlanRound, *, on: date, with_dropped: bool = False) -> list[LineFacts]:
    """The lines of ``round_`` that were not dropped, by the office that carries them on, in order."""
    rows = PlanLine.objects.filter(plan__round=round_)
    if not with_dropped:
        rows = rows.exclude(state=PlanLine.State.DROPPED)
    return gather_lines(rows, on=on)


def gather_lines(rows: QuerySet[PlanLine], *, on: date) -> list[LineFacts]:
    """``rows`` as frozen lines, sorted by office and position."""
    holders = Holders(on)
    rows = (
        rows.select_related(
            "plan__office",
            "plan__held_by",
            "lead",
            "topic",
            "duty__document",
            "duty__clause",
            "clause__document",
        )
        .defer(
            *HEAVY_DUTY, "clause__document__text", "clause__document__metadata_spans", "clause__document__warnings"
        )
        .prefetch_related("partners", Prefetch("items", Item.objects.select_related("norm")))
    )
    facts = [(holders.words(line.plan), line) for line in rows]
    facts.sort(key=lambda pair: (pair[0][0], pair[0][1], pair[1].position, pair[1].pk))
    return [_line(line, names, holders) for names, line in facts]


def _names(office: Office, holders: Holders) -> str:
    """As whoever does its work is called today, with its own name where that is another."""
    now, was = holders.words_of(office.pk)
    return both_names(now, was)


def amount_now(line: PlanLine) -> Decimal:
    """What counts today: approved with amendments, else appraised, else proposed."""
    if line.approved is not None:
        return line.current
    return line.proposed if line.appraised is None else line.appraised


def basis_of(line: PlanLine) -> str:
    """The clause or duty the line serves, as a paper cites it."""
    clause = line.clause or (line.duty.clause if line.duty else None)
    path = line.duty.path if line.duty else (clause.path if clause else "")
    where = path.replace("/", ", ") if not clause else f"{clause.label} {clause.heading}".strip()
    source = line.duty.document if line.duty else clause.document if clause else None
    document = str(source) if source else ""
    return "; ".join(part for part in (document, where, line.basis) if part)


def _line(line: PlanLine, names: tuple[str, str], holders: Holders) -> LineFacts:
    return LineFacts(
        line=line.pk, office=names[0], office_was=names[1], duty=line.duty_id, basis=basis_of(line),
        activity=line.activity, output=line.output, measure=line.measure, starts_on=line.starts_on.isoformat(),
        ends_on=line.ends_on.isoformat(), lead=_names(line.lead, holders),
        partners=tuple(_names(o, holders) for o in line.partners.all()),
        fund=FUNDS[PlanLine.Fund(line.fund)], topic=line.topic.name if line.topic else "", state=line.state,
        proposed=line.proposed, appraised=line.appraised, approved=line.approved, now=amount_now(line),
        reason=line.appraisal_reason, items=tuple(_item(item) for item in line.items.all()),
    )  # fmt: skip


def _item(item: Item) -> ItemFacts:
    norm = f"{item.norm.name}: {item.norm.instrument}" if item.norm else ""
    return ItemFacts(item.text, item.unit, item.quantity, item.times, item.unit_price, item.amount, norm,
                     item.is_over_norm)  # fmt: skip
