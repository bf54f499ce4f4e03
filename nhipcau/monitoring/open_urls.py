"""Addresses that are open to everyone: the link by which a recipient of digests takes their address out."""

from django.urls import path

from nhipcau.monitoring.views.keeping import Leave

app_name = "monitoring_open"
urlpatterns = [path("thoi-nhan/<str:token>/", Leave.as_view(), name="leave")]
