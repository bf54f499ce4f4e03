"""Addresses of the media room, below /staff/media/."""

from django.urls import path

from nhipcau.media.views import serving

app_name = "media"
urlpatterns = [
    path("file/<str:name>", serving.StaffFile.as_view(), name="file"),
    path("<int:pk>/original/", serving.OriginalFile.as_view(), name="original"),
    path("<int:pk>/proof/", serving.ProofFile.as_view(), name="proof"),
]
