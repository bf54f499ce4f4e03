"""Addresses of reports, below /staff/issued-reports/."""

from django.urls import path, re_path

from nhipcau.reports.views import overview
from nhipcau.reports.views import reports as views

app_name = "reports"
urlpatterns = [
    path("", views.ReportList.as_view(), name="list"),
    path("overview/", overview.OverviewPage.as_view(), name="overview"),
    path("overview/duties/", overview.OverviewRows.as_view(), name="overview_rows"),
    path("overview/copies/<str:key>/", overview.OverviewCopyPage.as_view(), name="overview_copy"),
    path("<int:pk>/", views.ReportPage.as_view(), name="report"),
    re_path(r"^(?P<pk>\d+)/file\.(?P<kind>docx|xlsx)$", views.download, name="download"),
]
