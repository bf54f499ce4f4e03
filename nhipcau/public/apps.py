"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.public"
    verbose_name = _("Public site")

    def ready(self) -> None:
        """Listen to what changes below: kept pages that showed it are dropped."""
        from nhipcau.public.page_cache import receivers

        receivers.connect()
