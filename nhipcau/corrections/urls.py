"""Addresses of the corrections desk, below /staff/corrections/."""

from django.urls import path

from nhipcau.corrections.views import case, desk, settings

app_name = "corrections"
urlpatterns = [
    path("", desk.CaseList.as_view(), name="desk"),
    path("results/", desk.CaseList.as_view(results_only=True), name="desk_results"),
    path("receive/", desk.Receive.as_view(), name="receive"),
    path("<int:pk>/", case.CasePage.as_view(), name="case"),
    path("papers/<int:pk>/", case.paper_file, name="paper"),
    path("settings/", settings.SettingsPage.as_view(), name="settings"),
]
