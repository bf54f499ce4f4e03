"""Addresses of public files, below MEDIA_URL (/media/). No sign-in: only what lies in the public folder is read."""

from django.urls import path

from nhipcau.media.views.serving import PublicFile

urlpatterns = [path("p/<str:name>", PublicFile.as_view(), name="media_public")]
