"""Which office or group a printed name means on the day of the document."""

from __future__ import annotations

from datetime import date

from nhipcau.duties.rules import Named, match_printed
from nhipcau.people.models import Office, OfficeGroup


class Directory:
    """The offices of a day and the groups, asked for once and then searched by printed name."""

    def __init__(self, day: date) -> None:
        self._offices = {o.key: o for o in Office.objects.on(day)}
        self._groups = {g.key: g for g in OfficeGroup.objects.all()}
        self._named_offices = [Named(o.key, (o.name, o.short_name, *o.aliases)) for o in self._offices.values()]
        self._named_groups = [Named(g.key, (g.name, *g.aliases)) for g in self._groups.values()]

    def find(self, printed: str) -> Office | OfficeGroup | None:
        """The one that ``printed`` means; None where a person has to say."""
        key = match_printed(printed, self._named_groups)
        if key is not None:
            return self._groups[key]
        key = match_printed(printed, self._named_offices)
        return None if key is None else self._offices[key]
