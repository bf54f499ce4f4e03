"""What people do at the reading desk: rules, searches they keep, notes, marks; and the desk's settings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.duties.models import Duty
from nhipcau.monitoring.models.articles import Story
from nhipcau.people.models import Staff, Topic


class Rule(models.Model):
    """Words that make an article matter, and by how much. Rules know words and places, never who wrote."""

    class Kind(models.TextChoices):
        PLACE = "place", _("places of the province")
        TOPIC = "topic", _("topic")
        PROGRAMME = "programme", _("programme or plan")
        WORDS = "words", _("key words")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.WORDS)
    name = models.CharField(_("name"), max_length=255)
    words = models.TextField(_("words, one a line"), blank=True)
    points = models.SmallIntegerField(_("points"), default=5)
    topic = models.ForeignKey(
        Topic, verbose_name=_("label with topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(_("applies"), default=True)

    class Meta:
        ordering = ["-points", "name", "pk"]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [
            models.CheckConstraint(name="rule_has_words", condition=Q(kind="place") | ~Q(words="")),
            models.CheckConstraint(name="rule_points", condition=Q(points__gte=-50, points__lte=50)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def word_list(self) -> tuple[str, ...]:
        """The words, each once."""
        return tuple(dict.fromkeys(filter(None, (line.strip() for line in self.words.splitlines()))))


class SavedSearch(models.Model):
    """A view of the desk that a person keeps, or keeps for all."""

    name = models.CharField(_("name"), max_length=120)
    query = models.CharField(max_length=1000)
    """The query string of the desk's address."""
    owner = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(_("for everyone"), default=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint(name="saved_search_once", fields=["owner", "name"])]

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """A note on a story, among colleagues: on what it says, not on who said it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="notes")
    words = models.TextField(_("note"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.words[:80]


class Mark(models.Model):
    """What a story needs from somebody. Other rooms listen to the signal that goes with it."""

    class Kind(models.TextChoices):
        LEADERSHIP = "leadership", _("for leadership")
        ANSWER = "answer", _("asks for an answer")
        INACCURATE = "inaccurate", _("maybe inaccurate: corrections desk")
        IDEA = "idea", _("good story: newsroom idea")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    words = models.TextField(_("words with it"), blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [models.UniqueConstraint(name="mark_once", fields=["story", "kind"])]
        indexes = [models.Index(name="mark_kind", fields=["kind", "-at"])]

    def __str__(self) -> str:
        return self.get_kind_display()


class DeskSettings(models.Model):
    """One row: from how many points a story stands in the first view, and which duties a sent digest is evidence for."""

    threshold = models.SmallIntegerField(_("points from which a story is shown first"), default=5)
    digest_hour = models.PositiveSmallIntegerField(_("hour at which digests go out"), default=7)
    issuer = models.CharField(_("issuing office on the digest"), max_length=255, blank=True)
    superior = models.CharField(_("office above it"), max_length=255, blank=True)
    place = models.CharField(_("place name before the date"), max_length=80, blank=True)
    duties = models.ManyToManyField(Duty, verbose_name=_("duties that digests are evidence for"), blank=True)

    class Meta:
        verbose_name = _("settings of the desk")
        verbose_name_plural = _("settings of the desk")
        constraints = [
            models.CheckConstraint(name="desk_settings_one_row", condition=Q(pk=1)),
            models.CheckConstraint(name="digest_hour_of_a_day", condition=Q(digest_hour__lte=23)),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
