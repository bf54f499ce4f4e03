"""Addresses below /staff/search/."""

from django.urls import path

from nhipcau.search.views import abbreviations, asked, results, saved, suggesting

app_name = "search"
urlpatterns = [
    path("", results.Results.as_view(), name="results"),
    path("suggestions/", suggesting.StaffSuggestions.as_view(), name="suggestions"),
    path("saved/", saved.Saved.as_view(), name="saved"),
    path("abbreviations/", abbreviations.AbbreviationList.as_view(), name="abbreviations"),
    path("abbreviations/<int:pk>/", abbreviations.AbbreviationPage.as_view(), name="abbreviation"),
    path("asked/", asked.Asked.as_view(), name="asked"),
]
