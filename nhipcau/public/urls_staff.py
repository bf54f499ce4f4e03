"""Addresses below /staff/machines/."""

from django.urls import path

from nhipcau.public.machines import staff

app_name = "machines_staff"
urlpatterns = [
    path("", staff.Machines.as_view(), name="machines"),
]
