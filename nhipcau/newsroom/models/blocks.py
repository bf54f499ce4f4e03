"""The typed blocks a body is made of. Each names its public template by path."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from nhipcau.media.choosers import AssetChooserBlock
from nhipcau.newsroom.models.choosers import FactChooserBlock, PlaceChooserBlock

RICH = ["bold", "italic", "link", "superscript"]
RICH_LISTS = [*RICH, "ol", "ul"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside the body."""

    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("2", _("part")), ("3", _("section"))], default="2")

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "public/blocks/heading.html"


class ImageBlock(blocks.StructBlock):
    """A picture or drawing of the library; its own caption stands unless another is given."""

    asset = AssetChooserBlock(kind=("photo", "drawing"), label=_("Picture"))
    width = blocks.ChoiceBlock(
        label=pgettext_lazy("block", "Width"),
        choices=[("body", _("as wide as the text")), ("wide", _("wider"))],
        default="body",
    )
    caption = blocks.CharBlock(label=_("Another caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "public/blocks/image.html"


class GalleryBlock(blocks.StructBlock):
    """Pictures to look through."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=200)
    pictures = blocks.ListBlock(ImageBlock(), label=_("Pictures"), min_num=2, max_num=60)

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "public/blocks/gallery.html"


class VideoBlock(blocks.StructBlock):
    """A film of the library; one that lies elsewhere loads only after a click."""

    asset = AssetChooserBlock(kind="film", label=_("Film"))
    caption = blocks.CharBlock(label=_("Another caption"), required=False, max_length=300)

    class Meta:
        icon = "media"
        label = _("Film")
        template = "public/blocks/video.html"


class AudioBlock(blocks.StructBlock):
    """A sound of the library."""

    asset = AssetChooserBlock(kind="audio", label=_("Sound"))
    caption = blocks.CharBlock(label=_("Another caption"), required=False, max_length=300)

    class Meta:
        icon = "media"
        label = _("Sound")
        template = "public/blocks/audio.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with where they were said: a quotation without its source is not taken."""

    text = blocks.TextBlock(label=pgettext_lazy("quotation", "Words"), rows=3)
    said_by = blocks.CharBlock(label=_("Who said it"), max_length=200)
    source = blocks.CharBlock(label=_("Source"), max_length=300)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "public/blocks/quote.html"


class FactBlock(blocks.StructBlock):
    """A figure or statement of the fact bank: shows what the bank says on the day it is read."""

    fact = FactChooserBlock(label=pgettext_lazy("bank", "Fact"))
    form = blocks.ChoiceBlock(
        label=_("Shown as"), choices=[("figure", _("large figure")), ("sentence", _("sentence"))], default="figure"
    )

    class Meta:
        icon = "table"
        label = _("Figure of the fact bank")
        template = "public/blocks/fact.html"


class MapBlock(blocks.StructBlock):
    """The drawn map with places marked."""

    places = blocks.ListBlock(PlaceChooserBlock(), label=_("Places"), min_num=1, max_num=40)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "site"
        label = _("Map")
        template = "public/blocks/map.html"


class MomentBlock(blocks.StructBlock):
    """One moment of a timeline."""

    when = blocks.CharBlock(label=_("When"), max_length=80)
    text = blocks.TextBlock(label=_("What happened"), rows=2)


class TimelineBlock(blocks.StructBlock):
    """Moments in order."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=200)
    moments = blocks.ListBlock(MomentBlock(), label=_("Moments"), min_num=2)

    class Meta:
        icon = "history"
        label = _("Timeline")
        template = "public/blocks/timeline.html"


class RowBlock(blocks.StructBlock):
    """One row of a table."""

    cells = blocks.ListBlock(blocks.CharBlock(label=_("Cell"), required=False, max_length=500), label=_("Cells"))


class TableBlock(blocks.StructBlock):
    """A small table. Every row has as many cells as the first."""

    caption = blocks.CharBlock(label=_("Caption"), max_length=200)
    has_header = blocks.BooleanBlock(label=_("The first row is a heading"), required=False, default=True)
    rows = blocks.ListBlock(RowBlock(), label=_("Rows"), min_num=1, max_num=200)

    def clean(self, value: Any) -> Any:
        """Raises a message at the rows where their lengths differ."""
        cleaned = super().clean(value)
        if len({len(row["cells"]) for row in cleaned["rows"]}) > 1:
            raise blocks.StructBlockValidationError(
                {
                    "rows": blocks.ListBlockValidationError(
                        non_block_errors=[_("Every row needs as many cells as the first.")]
                    )
                }
            )
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")
        template = "public/blocks/table.html"


class DocumentBlock(blocks.StructBlock):
    """A paper to open: a document of the library or a file of the media library."""

    title = blocks.CharBlock(label=_("Title"), max_length=300)
    asset = AssetChooserBlock(kind="document", label=_("File"), required=False)
    url = blocks.URLBlock(label=_("or its address"), required=False)

    def clean(self, value: Any) -> Any:
        """A file or an address is needed."""
        cleaned = super().clean(value)
        if not cleaned["asset"] and not cleaned["url"]:
            raise blocks.StructBlockValidationError(non_block_errors=[_("Choose a file or give an address.")])
        return cleaned

    class Meta:
        icon = "doc-full"
        label = pgettext_lazy("block", "Document")
        template = "public/blocks/document.html"


class ActionBlock(blocks.StructBlock):
    """What the reader can do next."""

    text = blocks.CharBlock(label=_("Words on the button"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("or its address"), required=False)

    def clean(self, value: Any) -> Any:
        """A page or an address is needed."""
        cleaned = super().clean(value)
        if not cleaned["page"] and not cleaned["url"]:
            raise blocks.StructBlockValidationError(non_block_errors=[_("Choose a page or give an address.")])
        return cleaned

    class Meta:
        icon = "link"
        label = _("Call to action")
        template = "public/blocks/action.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    text = blocks.RichTextBlock(
        label=pgettext_lazy("block", "Text"), features=RICH_LISTS, icon="pilcrow", template="public/blocks/text.html"
    )
    heading = HeadingBlock()
    image = ImageBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    audio = AudioBlock()
    quote = QuoteBlock()
    fact = FactBlock()
    map = MapBlock()
    timeline = TimelineBlock()
    table = TableBlock()
    document = DocumentBlock()
    action = ActionBlock()
    remark = blocks.RichTextBlock(
        label=_("Remark"), features=RICH, icon="info-circle", template="public/blocks/remark.html"
    )


class SourceBlock(blocks.StructBlock):
    """Where what is said can be read: listed at the foot of the page by its number."""

    title = blocks.CharBlock(label=_("Title"), max_length=400)
    publisher = blocks.CharBlock(label=_("Published by"), max_length=255, required=False)
    number = blocks.CharBlock(label=_("Number of the document"), max_length=80, required=False)
    url = blocks.URLBlock(label=_("Address"), required=False)
    seen = blocks.DateBlock(label=_("Day it was read"), required=False)

    class Meta:
        icon = "link"
        label = _("Source")
