"""Addresses of the media room, below /staff/media/."""

from django.urls import path

from nhipcau.media.views import adding, asset, library, serving

app_name = "media"
urlpatterns = [
    path("", library.Library.as_view(), name="library"),
    path("results/", library.Library.as_view(results_only=True), name="library_results"),
    path("rights/", library.EndingRights.as_view(), name="rights"),
    path("rights/results/", library.EndingRights.as_view(results_only=True), name="rights_results"),
    path("add/", adding.AddPage.as_view(), name="add"),
    path("<int:pk>/", asset.AssetPage.as_view(), name="asset"),
    path("<int:pk>/original/", serving.OriginalFile.as_view(), name="original"),
    path("<int:pk>/proof/", serving.ProofFile.as_view(), name="proof"),
    path("file/<str:name>", serving.StaffFile.as_view(), name="file"),
]
