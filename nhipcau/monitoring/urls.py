"""Addresses of the monitoring room, below /staff/monitoring/."""

from django.urls import path, re_path

from nhipcau.monitoring.views import desk, digests, keeping, recordings, rules, sources

app_name = "monitoring"
urlpatterns = [
    path("", desk.Desk.as_view(), name="desk"),
    path("rows/", desk.Rows.as_view(), name="rows"),
    path("story/<int:pk>/", desk.StoryPage.as_view(), name="story"),
    path("story/<int:pk>/step/", desk.StoryStep.as_view(), name="step"),
    path("article/<int:pk>/", desk.article_page, name="article"),
    path("sources/", sources.SourceList.as_view(), name="sources"),
    path("sources/results/", sources.SourceList.as_view(results_only=True), name="sources_results"),
    path("sources/add/", sources.SourcePage.as_view(), name="add_source"),
    path("sources/export.opml", sources.OpmlOut.as_view(), name="opml"),
    path("sources/<int:pk>/", sources.SourcePage.as_view(), name="source"),
    path("bring/", sources.Bring.as_view(), name="bring"),
    path("recordings/", recordings.RecordingList.as_view(), name="recordings"),
    path("recordings/progress/", recordings.progress, name="recordings_progress"),
    path("recordings/<int:pk>/", recordings.RecordingPage.as_view(), name="recording"),
    path("recordings/<int:pk>/progress/", recordings.progress_of, name="recording_progress"),
    path("recordings/<int:pk>/file/", recordings.recording_file, name="recording_file"),
    path("rules/", rules.RuleList.as_view(), name="rules"),
    path("rules/add/", rules.RulePage.as_view(), name="add_rule"),
    path("rules/<int:pk>/", rules.RulePage.as_view(), name="rule"),
    path("digests/", digests.DigestList.as_view(), name="digests"),
    path("digests/results/", digests.DigestList.as_view(results_only=True), name="digests_results"),
    path("digests/begin/", digests.BeginDigest.as_view(), name="begin_digest"),
    path("digests/<int:pk>/", digests.DigestPage.as_view(), name="digest"),
    re_path(
        r"^digests/(?P<pk>\d+)/digest\.(?P<kind>docx|html|pdf)$", digests.DigestFile.as_view(), name="digest_file"
    ),
    path("statistics/", keeping.Statistics.as_view(), name="statistics"),
    path("keeping/", keeping.Keeping.as_view(), name="keeping"),
    path("keeping/export/", keeping.SiteExport.as_view(), name="export_site"),
    path("settings/", keeping.SettingsPage.as_view(), name="settings"),
]
