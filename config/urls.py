"""Addresses. Staff work under /staff/; the public site takes / when its room is built."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("staff/sign-in/", include("allauth.urls")),
    path("staff/", include(wagtailadmin_urls)),
    path("media/", include("nhipcau.media.urls_public")),
    path("plan/", include("nhipcau.newsroom.urls_public")),
    path("", RedirectView.as_view(url="/staff/", permanent=False), name="front"),
]
