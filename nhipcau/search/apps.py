"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """The index follows what the rooms below change, the clock looks after it and after saved searches, lists below may ask it."""
        from nhipcau.ports import index
        from nhipcau.ports.minutes import each_minute
        from nhipcau.ports.speech import hear_by
        from nhipcau.search import building, hearing, jobs, ranking, receivers, site_words, spoken

        receivers.connect()
        each_minute("search_index", building.tend)
        each_minute("search", jobs.tend)
        index.rank_by(ranking.rank)
        site_words.also_said(spoken.titles)
        hearing.judge_by(spoken.judge)
        hear_by(hearing.recogniser, site_words.prompt_for)
