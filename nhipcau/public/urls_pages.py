"""Addresses of the public site below a language's prefix, before the pages themselves."""

from django.urls import path

from nhipcau.public.views import reading, searching, verifying

app_name = "public"
urlpatterns = [
    path("verify/", verifying.verify, name="verify"),
    path("tim-kiem/", searching.search, name="search"),
    path("tim-kiem/tieu-de.json", searching.titles, name="titles"),
    path("tim-kiem/mo-ta.xml", searching.description, name="opensearch"),
    path("trang/<int:pk>/", reading.in_other_languages, name="other_languages"),
]
