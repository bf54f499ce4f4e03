"""The first page as one panel of Wagtail's home."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from nhipcau.people.models import Notice, Staff
from nhipcau.people.permissions import may, today
from nhipcau.workspace.desk import late_by_office, progress_by_document, sees_all_work, waiting_for, work_for


class Desk(Component):
    """What waits for me; what is late by office; progress by document; what the program told me."""

    template_name = "workspace/desk.html"
    order = 10

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """For the person who looks, today."""
        me, on = parent_context["request"].user, today()
        if not isinstance(me, Staff):
            return {}
        work = work_for(me, on=on)
        return {
            "waiting": waiting_for(me, on=on),
            "late": late_by_office(work),
            "documents": progress_by_document(work),
            "notices": Notice.objects.filter(staff=me, read_at__isnull=True)[:6],
            "on": on,
            "sees_all": sees_all_work(me),
            "sees_overview": may(me, "reports.see_overview"),
        }
