"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.documents"
    verbose_name = _("Library of documents")
