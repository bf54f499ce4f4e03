"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.public"
    verbose_name = _("Public site")

    def ready(self) -> None:
        """From now on the newsroom's pages have a face, and what is kept of them goes when they change."""
        from nhipcau.ports.faces import set_face
        from nhipcau.ports.minutes import each_minute
        from nhipcau.public import jobs
        from nhipcau.public.face import show
        from nhipcau.public.page_cache import receivers
        from nhipcau.public.security import let_choosers_run

        set_face(show)
        receivers.connect()
        let_choosers_run()
        each_minute("public", jobs.tend)
