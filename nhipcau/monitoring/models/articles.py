"""Published items, and groups of those that tell one story in the same words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.monitoring.models.sources import Source, Stream
from nhipcau.people.models import Staff, Topic


class Story(models.Model):
    """One story: an article and its copies. What people decide at the desk, they decide of the story."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        KEPT = "kept", _("kept")
        DROPPED = "dropped", _("dropped")

    stream = models.CharField(_("stream"), max_length=10, choices=Stream.choices, default=Stream.PRESS)
    first = models.ForeignKey(
        "monitoring.Article",
        verbose_name=_("earliest article"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=500)
    first_at = models.DateTimeField(_("first published"))
    copies = models.PositiveIntegerField(_("articles"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    points = models.IntegerField(_("points"), default=0)
    reasons = models.JSONField(_("why"), default=list, blank=True)
    """[[name of the rule, points, [words found]], …]"""
    in_province = models.BooleanField(_("names the province"), default=False)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="stories", blank=True)
    country = models.CharField(_("country"), max_length=80, blank=True)
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-first_at", "-pk"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            models.Index(name="story_desk", fields=["stream", "state", "-first_at", "-id"]),
            models.Index(name="story_time", fields=["-first_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title


class StoryPlace(models.Model):
    """A place of the province that a story names."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(_("place"), max_length=120, db_index=True)

    class Meta:
        verbose_name = _("place in a story")
        verbose_name_plural = _("places in stories")
        constraints = [models.UniqueConstraint(name="story_place_once", fields=["story", "name"])]

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """One published item. A row is also its place in line: ``waiting`` means that its page has yet to be read."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READ = "read", _("read")
        LEAD = "lead", _("title, link and lead only")
        FAILED = "failed", _("could not be read")

    class Way(models.TextChoices):
        SOURCE = "source", _("from a source")
        LINK = "link", _("single link")
        CLIPPING = "clipping", _("uploaded clipping")

    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="articles")
    stream = models.CharField(_("stream"), max_length=10, choices=Stream.choices, default=Stream.PRESS)
    way = models.CharField(_("came by"), max_length=10, choices=Way.choices, default=Way.SOURCE)
    key = models.CharField(max_length=64, unique=True)
    """SHA-256 of the normal form of the address, or of a clipping's file: the same item twice is one row."""
    url = models.CharField(_("link"), max_length=2000, blank=True)
    host = models.CharField(max_length=255, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    title = models.CharField(_("title"), max_length=500, blank=True)
    outlet = models.CharField(_("outlet"), max_length=255, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    seen_at = models.DateTimeField(_("seen"))
    language = models.CharField(_("language"), max_length=8, blank=True)
    lead = models.TextField(_("lead"), blank=True)
    text = models.TextField(_("text"), blank=True)
    folded = models.TextField(blank=True)
    """Title and text as people type them in a search; as long as the text is kept."""
    picture = models.CharField(_("picture"), max_length=2000, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    kept_runs = models.BinaryField(blank=True, default=b"")
    """One run of words in eight, as ``array("Q")``: by these copies are found even when the text is gone."""
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.SET_NULL, related_name="articles")
    forgotten_on = models.DateField(_("text deleted on"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    fault_code = models.CharField(max_length=40, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(name="article_waiting", fields=["next_try_at", "id"], condition=Q(state="waiting")),
            models.Index(name="article_of_source", fields=["source", "-seen_at"]),
            models.Index(name="article_seen", fields=["-seen_at"]),
        ]

    def __str__(self) -> str:
        return self.title or self.url


class Door(models.Model):
    """One run of words in thirty-two, under which an article is found (rules.stories)."""

    run = models.BigIntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="doors")

    class Meta:
        verbose_name = _("run of words")
        verbose_name_plural = _("runs of words")
        indexes = [models.Index(name="door_run", fields=["run", "article"])]

    def __str__(self) -> str:
        return str(self.run)


class CommonRun(models.Model):
    """A run so common (a slogan, a footer) that it says nothing any more."""

    run = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name = _("common run of words")
        verbose_name_plural = _("common runs of words")

    def __str__(self) -> str:
        return str(self.run)
