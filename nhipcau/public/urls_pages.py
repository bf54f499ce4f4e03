"""Addresses of the public site below a language's prefix, before the pages themselves."""

from django.urls import path

from nhipcau.public.views import reading, verifying

app_name = "public"
urlpatterns = [
    path("verify/", verifying.verify, name="verify"),
    path("tim-kiem/", reading.search, name="search"),
    path("trang/<int:pk>/", reading.in_other_languages, name="other_languages"),
]
