"""Addresses of the public site below a language's prefix, before the pages themselves."""

from django.urls import path

from nhipcau.public.views import reading

app_name = "public"
urlpatterns = [
    path("tim-kiem/", reading.search, name="search"),
    path("trang/<int:pk>/", reading.in_other_languages, name="other_languages"),
]
