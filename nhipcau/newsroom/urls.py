"""Addresses of the newsroom under /staff/newsroom/."""

from django.urls import path

from nhipcau.newsroom.views.desk import Desk
from nhipcau.newsroom.views.page import PagePage
from nhipcau.newsroom.views.preview import Preview, draft

app_name = "newsroom"
urlpatterns = [
    path("", Desk.as_view(), name="desk"),
    path("results/", Desk.as_view(results_only=True), name="desk_results"),
    path("pages/<int:pk>/", PagePage.as_view(), name="page"),
    path("pages/<int:pk>/preview/", Preview.as_view(), name="preview"),
    path("pages/<int:pk>/draft/", draft, name="draft"),
]
