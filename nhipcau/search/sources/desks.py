"""What offices do and plan: pieces of work, lines of plans, commissions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhipcau.newsroom.models import Commission
from nhipcau.people.models import TrailEntry
from nhipcau.planning.models import OfficePlan, PlanLine
from nhipcau.search.sources.types import Card, Source, own, subject_of
from nhipcau.work.models import Assignment


def _assignments(pks: Sequence[int]) -> Iterator[Card]:
    rows = Assignment.objects.filter(pk__in=pks).select_related("duty__document__source").prefetch_related("partners")
    for row in rows.defer("duty__document__text", "duty__document__metadata_spans", "duty__document__warnings"):
        duty = row.duty
        texts = [row.expected_output, row.note, duty.text if duty and duty.text != row.title else row.clause_text]
        yield Card(
            pk=row.pk, title=row.title, text="\n".join(filter(None, texts)), state=row.state, day=row.due_on,
            offices=tuple(dict.fromkeys([row.lead_id, *(office.pk for office in row.partners.all())])),
            scope="work.see", staff_url=reverse("work:assignment", args=[row.pk]),
            crumbs=((str(duty.document), reverse("documents:detail", args=[duty.document_id])),) if duty else (),
        )  # fmt: skip


def _assignments_told(entry: TrailEntry) -> Iterable[int]:
    return subject_of(entry, "work.assignment")


assignments = Source(
    kind="assignment", scope="work.see",
    keys=lambda: Assignment.objects.order_by("pk").values_list("pk", flat=True),
    cards=_assignments,
    follows={Assignment: own},
    joins=(Assignment.partners.through,),
    trail=_assignments_told,
    states=dict(Assignment.State.choices),
    lists=(_("Work"), "work:list"),
)  # fmt: skip


def _lines(pks: Sequence[int]) -> Iterator[Card]:
    rows = (
        PlanLine.objects.filter(pk__in=pks).select_related("plan__round", "duty").prefetch_related("partners")
        .defer("duty__quote", "duty__recipients")
    )  # fmt: skip
    for row in rows:
        plan, duty = row.plan, row.duty
        holders = [plan.office_id, plan.held_by_id, row.lead_id, *(office.pk for office in row.partners.all())]
        texts = [row.output, row.measure, row.basis, duty.text if duty else "", str(plan.round.year)]
        yield Card(
            pk=row.pk, title=row.activity, text="\n".join(filter(None, texts)), state=row.state, day=row.starts_on,
            offices=tuple(dict.fromkeys(pk for pk in holders if pk)), scope="planning.see",
            staff_url=reverse("planning:line", args=[row.pk]),
        )  # fmt: skip


def _lines_told(entry: TrailEntry) -> Iterable[int]:
    lines = PlanLine.objects.values_list("pk", flat=True)
    if plan := subject_of(entry, "planning.officeplan"):
        return lines.filter(plan__in=plan)
    if round_ := subject_of(entry, "planning.planround"):
        return lines.filter(plan__round__in=round_)
    if entry.action == "planning.amend":
        return [int(pk) for pk in entry.facts.get("lines", []) if str(pk).isdecimal()]
    return subject_of(entry, "planning.planline")


plan_lines = Source(
    kind="plan_line", scope="planning.see",
    keys=lambda: PlanLine.objects.order_by("pk").values_list("pk", flat=True),
    cards=_lines,
    follows={
        PlanLine: own,
        OfficePlan: lambda plan: PlanLine.objects.filter(plan=plan.pk).values_list("pk", flat=True),
    },
    joins=(PlanLine.partners.through,),
    trail=_lines_told,
    states=dict(PlanLine.State.choices),
    lists=(_("Lines of plans"), "planning:lines"),
)  # fmt: skip


def _commissions(pks: Sequence[int]) -> Iterator[Card]:
    for row in Commission.objects.filter(pk__in=pks):
        yield Card(
            pk=row.pk, title=row.title, text="\n".join(filter(None, [row.brief, row.supplier])),
            state="cancelled" if row.cancelled_at else "", day=row.due_on, offices=(row.office_id,),
            scope="newsroom.see", staff_url=reverse("newsroom:commission", args=[row.pk]),
        )  # fmt: skip


commissions = Source(
    kind="commission", scope="newsroom.see",
    keys=lambda: Commission.objects.order_by("pk").values_list("pk", flat=True),
    cards=_commissions,
    follows={Commission: own},
    trail=lambda entry: subject_of(entry, "newsroom.commission"),
    states={"cancelled": _("cancelled")},
    lists=(_("Commissions"), "newsroom:commissions"),
)  # fmt: skip
