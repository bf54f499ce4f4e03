"""Addresses of the newsroom outside the staff workspace: a person's private calendar."""

from django.urls import path

from nhipcau.newsroom.views.calendar import Feed

urlpatterns = [path("<str:key>.ics", Feed.as_view(), name="plan_feed")]
