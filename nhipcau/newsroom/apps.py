"""The room as Django sees it."""

from django.apps import AppConfig
from django.db.models.signals import post_save, pre_save
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Set the gate, and listen to what goes through it."""
        from wagtail.models import Revision
        from wagtail.signals import page_published, page_unpublished
        from wagtail_localize.strings import INLINE_TAGS

        from nhipcau.newsroom import gate, page_form, page_policy, receivers
        from nhipcau.newsroom.sections import register_sections

        pre_save.connect(gate.before_save, dispatch_uid="newsroom.gate")
        post_save.connect(receivers.after_revision, sender=Revision, dispatch_uid="newsroom.edit")
        page_published.connect(receivers.after_publication, dispatch_uid="newsroom.out")
        page_unpublished.connect(receivers.after_withdrawal, dispatch_uid="newsroom.back")
        page_policy.install()
        page_form.install()
        if "sup" not in INLINE_TAGS:
            INLINE_TAGS.append("sup")  # the number of a source stands inside its sentence and is translated with it
        register_sections()
