"""Addresses below /staff/search/."""

from django.urls import path

from nhipcau.search.views import asked, results, saved, suggesting

app_name = "search"
urlpatterns = [
    path("", results.Results.as_view(), name="results"),
    path("suggestions/", suggesting.StaffSuggestions.as_view(), name="suggestions"),
    path("saved/", saved.Saved.as_view(), name="saved"),
    path("asked/", asked.Asked.as_view(), name="asked"),
]
