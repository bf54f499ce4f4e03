"""Addresses. Staff work under /staff/; the public site takes / in Vietnamese and /en/, /km/ … in the other languages."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

handler400 = "nhipcau.public.views.lost.not_understood"
handler403 = "nhipcau.public.views.lost.not_allowed"
handler404 = "nhipcau.public.views.lost.not_found"
handler500 = "nhipcau.public.views.lost.failed"

urlpatterns = [
    path("staff/sign-in/", include("allauth.urls")),
    path("staff/", include(wagtailadmin_urls)),
    path("media/", include("nhipcau.media.urls_public")),
    path("plan/", include("nhipcau.newsroom.urls_public")),
    path("diem-bao/", include("nhipcau.monitoring.open_urls")),
    path("", include("nhipcau.public.urls")),
    path("", include("nhipcau.search.urls_public")),
    *i18n_patterns(
        path("", include("nhipcau.public.urls_pages")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
