"""Public addresses of the room: include them at the root of the site."""

from __future__ import annotations

from django.urls import path

from nhipcau.search.views.saved import EndAlerts
from nhipcau.search.views.suggesting import OpenSearchSuggestions, PublicSuggestions
from nhipcau.search.views.voice import Voice, VoiceState, VoiceWake, VoiceWords

urlpatterns = [
    path("tim-kiem/giong-noi/", Voice.as_view(), name="voice"),
    path("tim-kiem/giong-noi/san-sang/", VoiceWake.as_view(), name="voice_wake"),
    path("tim-kiem/giong-noi/trang-thai/", VoiceState.as_view(), name="voice_state"),
    path("tim-kiem/giong-noi/loi/<str:language>/", VoiceWords.as_view(), name="voice_words"),
    path("tim-kiem/thoi-nhan/<str:token>/", EndAlerts.as_view(), name="alerts_end"),
    path("tim-kiem/goi-y/", PublicSuggestions.as_view(), name="suggestions"),
    path("tim-kiem/goi-y.json", OpenSearchSuggestions.as_view(), name="opensearch_suggestions"),
]
