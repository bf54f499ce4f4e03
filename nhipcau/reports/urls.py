"""Addresses of reports, below /staff/issued-reports/."""

from django.urls import path, re_path

from nhipcau.reports.views import (
    answering,
    consolidated,
    designing,
    overview,
    reports,
    requests,
    schedules,
    submissions,
)

app_name = "reports"
urlpatterns = [
    path("", reports.ReportList.as_view(), name="list"),
    path("overview/", overview.OverviewPage.as_view(), name="overview"),
    path("overview/duties/", overview.OverviewRows.as_view(), name="overview_rows"),
    path("overview/copies/<str:key>/", overview.OverviewCopyPage.as_view(), name="overview_copy"),
    path("<int:pk>/", reports.ReportPage.as_view(), name="report"),
    re_path(r"^(?P<pk>\d+)/file\.(?P<kind>docx|xlsx)$", reports.download, name="download"),
    path("requests/", requests.RequestList.as_view(), name="requests"),
    path("requests/results/", requests.RequestList.as_view(results_only=True), name="requests_results"),
    path("requests/open/", requests.OpenRequestPage.as_view(), name="open_request"),
    path("requests/<int:pk>/", requests.RequestPage.as_view(), name="request"),
    path("submissions/<int:pk>/", submissions.SubmissionPage.as_view(), name="submission"),
    path("submissions/<int:pk>/form/", answering.OfflinePage.as_view(), name="offline"),
    path("submissions/<int:pk>/mail/", answering.MailPage.as_view(), name="mail"),
    path("submissions/<int:pk>/parts/<slug:part>/", answering.PartPage.as_view(), name="part"),
    path("submissions/<int:pk>/handed/<int:number>/", submissions.HandingPage.as_view(), name="handing"),
    path("consolidated/<int:pk>/", consolidated.ConsolidatedPage.as_view(), name="consolidated"),
    path("consolidated/<int:pk>/tables/<slug:part>/", consolidated.TablePage.as_view(), name="consolidated_table"),
    path(
        "consolidated/<int:pk>/tables/<slug:part>/cells/<str:row>/<slug:column>/",
        consolidated.CellPage.as_view(),
        name="cell",
    ),
    re_path(
        r"^consolidated/(?P<pk>\d+)/report\.(?P<kind>docx|xlsx|pdf|html)$",
        consolidated.download,
        name="consolidated_file",
    ),
    path("forms/", designing.FormList.as_view(), name="forms"),
    path("forms/<int:pk>/", designing.FormPage.as_view(), name="form"),
    path("forms/<int:pk>/parts/<slug:part>/", designing.PartDesignPage.as_view(), name="part_design"),
    path("schedules/", schedules.SchedulePage.as_view(), name="schedules"),
]
