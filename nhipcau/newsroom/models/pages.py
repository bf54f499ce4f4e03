"""Page types of the public site. What may go out of them is decided by ``gate``, how they look by the room above."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from nhipcau.duties.models import Duty
from nhipcau.media.choosers import AssetChooser
from nhipcau.media.models import Asset
from nhipcau.newsroom.faults import HasHistory
from nhipcau.newsroom.models.blocks import BodyBlock, SourceBlock
from nhipcau.newsroom.models.steps import Step
from nhipcau.newsroom.models.subjects import Campaign, Place, Theme
from nhipcau.newsroom.rules.content import fingerprint
from nhipcau.people.models import Office
from nhipcau.ports import faces


class EditorialPage(Page):
    """What every page that readers see has. Each language's page is a page of its own with its own second person."""

    is_creatable = False

    lead = models.TextField(
        _("lead"), max_length=600, blank=True, help_text=_("One or two sentences under the headline.")
    )
    picture = models.ForeignKey(
        Asset, verbose_name=_("main picture"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    sources = StreamField([("source", SourceBlock())], verbose_name=_("sources"), blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("office that answers for it"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="pages",
    )  # fmt: skip
    is_urgent = models.BooleanField(_("out urgently, waits for the second person"), default=False, editable=False)

    content_fields: ClassVar[tuple[str, ...]] = (
        "title", "slug", "seo_title", "search_description", "lead", "picture", "body", "sources",
    )  # fmt: skip
    """What an approval is about. The office, the duty and the like are the house's own and can change without one."""

    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel("title", heading=_("Headline")),
        FieldPanel("lead"),
        FieldPanel("picture", widget=AssetChooser(kind=("photo", "drawing"))),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("For search engines"),
        )
    ]
    settings_panels: ClassVar[list[Any]] = []
    house_panels: ClassVar[list[Any]] = [FieldPanel("office")]
    translatable: ClassVar[tuple[str, ...]] = (
        "title", "slug", "seo_title", "search_description", "lead", "body", "sources",
    )  # fmt: skip
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("picture", overridable=True), SynchronizedField("office", overridable=False),
        *(TranslatableField(name) for name in ("lead", "body", "sources")),
    ]  # fmt: skip

    class Meta:
        verbose_name = pgettext_lazy("site", "page")
        verbose_name_plural = pgettext_lazy("site", "pages")

    # ---- what it says
    def said(self) -> dict[str, Any]:
        """What an approval is about: field → serialised value."""
        data = self.serializable_data()
        return {name: data.get(name) for name in self.content_fields}

    def content(self) -> str:
        """The fingerprint of what the page says as it stands in memory."""
        return fingerprint(self.said())

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A draft says what it says; whether the page is out urgently is no part of it."""
        draft = super().with_content_json(content)
        draft.is_urgent = self.is_urgent
        return draft

    # ---- how it is shown
    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The public page, drawn by the room above; ``view`` is set by ``route``."""
        answer: HttpResponse = faces.show(request, self, **kwargs)
        return answer

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft as readers would see it."""
        answer: HttpResponse = faces.show(request, self, view="preview")
        return answer

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A withdrawn page answers with its tombstone, never with a silent hole."""
        if not path_components and not self.live and self.was_withdrawn():
            return RouteResult(self, kwargs={"view": "tombstone"})
        return super().route(request, path_components)

    def was_withdrawn(self) -> bool:
        """Whether the page was public once and was taken back."""
        return self.steps.filter(kind="withdrawn").exists()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises HasHistory where the page, or one below it, was handed over or public."""
        if Step.objects.filter(page__path__startswith=self.path).exists():
            raise HasHistory
        return super().delete(*args, **kwargs)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Never asked: ``serve_preview`` draws."""
        raise Http404


def _tabs(content: list[Any], house: list[Any]) -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(content, heading=_("Content")),
            ObjectList(house, heading=_("In the house")),
            ObjectList(EditorialPage.promote_panels, heading=_("For search engines")),
        ]
    )


class HomePage(EditorialPage):
    """The first page of a language."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["newsroom.TopicPage", "newsroom.SectionPage"]
    edit_handler = _tabs(EditorialPage.content_panels, EditorialPage.house_panels)

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A story is found at once, without reading the topic above it: of all addresses these are asked for the most."""
        if len(path_components) == 2:
            address = f"{self.url_path}{'/'.join(path_components)}/"
            found = StoryPage.objects.filter(slug=path_components[-1], depth=self.depth + 2, url_path=address)
            if story := found.select_related("locale", "office").first():
                return story.route(request, [])
        return super().route(request, path_components)


class TopicPage(EditorialPage):
    """Stories of one theme."""

    theme = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.PROTECT, related_name="pages")

    parent_page_types: ClassVar[list[str]] = ["newsroom.HomePage"]
    subpage_types: ClassVar[list[str]] = ["newsroom.StoryPage"]
    content_panels: ClassVar[list[Any]] = [*EditorialPage.content_panels, FieldPanel("theme")]
    content_fields: ClassVar[tuple[str, ...]] = (*EditorialPage.content_fields, "theme")
    override_translatable_fields: ClassVar[list[Any]] = [
        *EditorialPage.override_translatable_fields, SynchronizedField("theme", overridable=False),
    ]  # fmt: skip
    edit_handler = _tabs(content_panels, EditorialPage.house_panels)

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")


class SectionPage(EditorialPage):
    """A fixed part of the site that lists what the rooms hold."""

    class Kind(models.TextChoices):
        STORIES = "stories", _("all stories")
        PHOTOS = "photos", _("photo stories")
        FILMS = "films", _("films")
        PEOPLE = "people", _("people from the province abroad")
        PLACES = "places", _("places and map")
        FACTS = "facts", _("official facts")
        DOCUMENTS = "documents", pgettext_lazy("section", "documents")
        PUBLICATIONS = "publications", _("publications")
        CONTACT = "contact", _("contact")
        ABOUT = "about", _("about this site")

    kind = models.CharField(pgettext_lazy("section", "kind"), max_length=20, choices=Kind.choices)

    parent_page_types: ClassVar[list[str]] = ["newsroom.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [*EditorialPage.content_panels, FieldPanel("kind")]
    content_fields: ClassVar[tuple[str, ...]] = (*EditorialPage.content_fields, "kind")
    override_translatable_fields: ClassVar[list[Any]] = [
        *EditorialPage.override_translatable_fields, SynchronizedField("kind", overridable=False),
    ]  # fmt: skip
    edit_handler = _tabs(content_panels, EditorialPage.house_panels)

    class Meta:
        verbose_name = _("section page")
        verbose_name_plural = _("section pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A place or a publication has its address below its section: ``/dia-diem/cau-ke/``."""
        below = {
            self.Kind.PLACES: "place", self.Kind.PUBLICATIONS: "publication", self.Kind.DOCUMENTS: "document",
        }  # fmt: skip
        if len(path_components) == 1 and self.live and self.kind in below:
            return RouteResult(self, kwargs={"view": below[self.Kind(self.kind)], "key": path_components[0]})
        return super().route(request, path_components)


class StoryPage(EditorialPage):
    """A story."""

    class Form(models.TextChoices):
        ARTICLE = "article", pgettext_lazy("form", "article")
        PHOTO = "photo", _("photo story")
        FILM = "film", pgettext_lazy("form", "film")
        PERSON = "person", _("person")
        EVENT = "event", _("event or festival")
        GUIDE = "guide", _("guide")

    form = models.CharField(pgettext_lazy("story", "form"), max_length=20, choices=Form.choices, default=Form.ARTICLE)
    themes = ParentalManyToManyField(Theme, verbose_name=_("further themes"), blank=True, related_name="stories")
    places = ParentalManyToManyField(Place, verbose_name=_("places"), blank=True, related_name="stories")
    event_when = models.CharField(
        _("when it takes place, in words"), max_length=200, blank=True,
        help_text=_("Such as: full moon of the tenth lunar month."),
    )  # fmt: skip
    event_starts = models.DateField(_("begins on"), null=True, blank=True)
    event_ends = models.DateField(_("ends on"), null=True, blank=True)
    duty = models.ForeignKey(
        Duty, verbose_name=_("duty it serves"), null=True, blank=True, on_delete=models.PROTECT, related_name="stories",
        help_text=_("When the story is published it files itself as evidence for this duty."),
    )  # fmt: skip
    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), null=True, blank=True, on_delete=models.PROTECT, related_name="stories"
    )

    parent_page_types: ClassVar[list[str]] = ["newsroom.TopicPage"]
    subpage_types: ClassVar[list[str]] = []
    content_fields: ClassVar[tuple[str, ...]] = (
        *EditorialPage.content_fields, "form", "themes", "places", "event_when", "event_starts", "event_ends",
    )  # fmt: skip
    house_panels: ClassVar[list[Any]] = [FieldPanel("office"), FieldPanel("duty"), FieldPanel("campaign")]
    content_panels: ClassVar[list[Any]] = [
        *EditorialPage.content_panels,
        FieldPanel("form"),
        FieldPanel("themes"),
        FieldPanel("places"),
        MultiFieldPanel(
            [FieldPanel("event_when"), FieldPanel("event_starts"), FieldPanel("event_ends")], heading=_("Event")
        ),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        *EditorialPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in (
            "form", "themes", "places", "event_starts", "event_ends", "duty", "campaign")),
        TranslatableField("event_when"),
    ]  # fmt: skip
    edit_handler = _tabs(content_panels, house_panels)

    class Meta:
        verbose_name = pgettext_lazy("site", "story")
        verbose_name_plural = pgettext_lazy("site", "stories")
        constraints = [
            models.CheckConstraint(
                name="event_runs_forward",
                condition=models.Q(event_ends__isnull=True)
                | models.Q(event_starts__isnull=True)
                | models.Q(event_ends__gte=models.F("event_starts")),
            )
        ]
