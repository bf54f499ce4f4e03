"""Addresses of the public site below a language's prefix, before the pages themselves."""

from django.urls import path, re_path

from nhipcau.public.corrections import correcting, files, log
from nhipcau.public.views import reading, searching, verifying

app_name = "public"
urlpatterns = [
    path("verify/", verifying.verify, name="verify"),
    path("tim-kiem/", searching.search, name="search"),
    path("tim-kiem/tieu-de.json", searching.titles, name="titles"),
    path("tim-kiem/mo-ta.xml", searching.description, name="opensearch"),
    path("trang/<int:pk>/", reading.in_other_languages, name="other_languages"),
    path("dinh-chinh/", log.log, name="corrections"),
    re_path(r"^dinh-chinh/feed\.(?P<form>rss|atom|json)$", files.feed, name="corrections_feed"),
    path("dinh-chinh/so-lieu/", log.figures, name="corrections_figures"),
    re_path(r"^dinh-chinh/vu/(?P<number>\d{4}-\d{4,8})/$", log.entry, name="correction"),
    re_path(r"^dinh-chinh/vu/(?P<number>\d{4}-\d{4,8})/khieu-nai/$", correcting.appeal, name="appeal"),
    path("dinh-chinh/bao/", correcting.report, name="report"),
    path("dinh-chinh/lien-ket/", correcting.renew, name="renew"),
    re_path(r"^dinh-chinh/theo-doi/(?P<token>[A-Za-z0-9_-]{40,50})/$", correcting.follow, name="follow"),
]
