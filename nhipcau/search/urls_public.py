"""Public addresses of the room: include them at the root of the site."""

from __future__ import annotations

from django.urls import path

from nhipcau.search.voice_views import Voice, VoiceState

urlpatterns = [
    path("tim-kiem/giong-noi/", Voice.as_view(), name="voice"),
    path("tim-kiem/giong-noi/trang-thai/", VoiceState.as_view(), name="voice_state"),
]
