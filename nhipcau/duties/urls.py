"""Addresses of the register, below /staff/duties/."""

from django.urls import path

from nhipcau.duties.views import duty, register

app_name = "duties"
urlpatterns = [
    path("", register.Register.as_view(), name="register"),
    path("results/", register.Register.as_view(results_only=True), name="register_results"),
    path("export.xlsx", register.Export.as_view(), name="export"),
    path("<int:pk>/", duty.DutyPage.as_view(), name="duty"),
]
