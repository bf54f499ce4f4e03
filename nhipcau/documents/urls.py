"""Addresses of the library, below /staff/library/."""

from django.urls import path, re_path

from nhipcau.documents.views import bring, items, library, review

app_name = "documents"
_ITEM = r"^(?P<pk>\d+)/review/(?P<kind>clause|reference|duty)/(?P<item>\d+)/"
urlpatterns = [
    path("", library.Library.as_view(), name="library"),
    path("missing/", library.Missing.as_view(), name="missing"),
    path("bring/", bring.Bring.as_view(), name="bring"),
    path("bring/progress/", bring.progress, name="progress"),
    path("bring/<uuid:pk>/", bring.step, name="intake_step"),
    path("<int:pk>/", library.DocumentPage.as_view(), name="detail"),
    path("<int:pk>/original/", library.original, name="original"),
    path("<int:pk>/review/", review.Review.as_view(), name="review"),
    path("<int:pk>/review/step/", review.review_step, name="review_step"),
    re_path(_ITEM + "$", items.item_step, name="item_step"),
    re_path(_ITEM + "form/$", items.item_form, name="item_form"),
]
