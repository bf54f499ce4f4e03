"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Ground floor."""

    name = "nhipcau.people"
    verbose_name = _("People and offices")
