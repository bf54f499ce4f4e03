"""What the planning room does by itself. Thin: the actions decide; each may be run again without harm."""

from __future__ import annotations

from datetime import date
from typing import Any

from django_tasks import task

from nhipcau.people.permissions import today
from nhipcau.planning.actions import give_work
from nhipcau.planning.actions.noticing import make_notices
from nhipcau.planning.models import PlanRound


@task()
def give_work_of_round(pk: int) -> None:
    """The lines of an approved plan become work."""
    round_ = PlanRound.objects.defer("frozen").filter(pk=pk).first()
    if round_ is not None:
        give_work(on=today(), round_=round_)


def on_plan_approved(sender: object, *, round: PlanRound, **kwargs: Any) -> None:  # noqa: A002
    """The plan was approved: put its work in line for the worker."""
    give_work_of_round.enqueue(round.pk)


def tend(*, on: date) -> None:
    """Work that a killed worker left ungiven is given; people are told."""
    give_work(on=on)
    make_notices(on=on)
