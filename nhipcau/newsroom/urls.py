"""Addresses of the newsroom under /staff/newsroom/."""

from django.urls import path

from nhipcau.newsroom.views.desk import Desk
from nhipcau.newsroom.views.page import PagePage
from nhipcau.newsroom.views.preview import Preview, draft
from nhipcau.newsroom.views.reviewers import Reviewers
from nhipcau.newsroom.views.terms import TermPage, Terms, TermsFile, TermsImport
from nhipcau.newsroom.views.translating import Sentence, Workbench, here
from nhipcau.newsroom.views.translating import preview as preview_translation
from nhipcau.newsroom.views.translations import Ask, Translations, adopt

app_name = "newsroom"
urlpatterns = [
    path("", Desk.as_view(), name="desk"),
    path("results/", Desk.as_view(results_only=True), name="desk_results"),
    path("pages/<int:pk>/", PagePage.as_view(), name="page"),
    path("pages/<int:pk>/preview/", Preview.as_view(), name="preview"),
    path("pages/<int:pk>/draft/", draft, name="draft"),
    path("translations/", Translations.as_view(), name="translations"),
    path("translations/results/", Translations.as_view(results_only=True), name="translations_results"),
    path("translations/<int:pk>/", Workbench.as_view(), name="translating"),
    path("translations/<int:pk>/sentences/<int:segment>/", Sentence.as_view(), name="sentence"),
    path("translations/<int:pk>/here/", here, name="here"),
    path("translations/<int:pk>/preview/", preview_translation, name="preview_translation"),
    path("pages/<int:pk>/languages/", Ask.as_view(), name="ask_translation"),
    path("pages/<int:pk>/adopt/", adopt, name="adopt"),
    path("terms/", Terms.as_view(), name="terms"),
    path("terms/results/", Terms.as_view(results_only=True), name="terms_results"),
    path("terms/new/", TermPage.as_view(), name="new_term"),
    path("terms/import/", TermsImport.as_view(), name="import_terms"),
    path("terms/export.csv", TermsFile.as_view(), name="export_terms"),
    path("terms/<int:pk>/", TermPage.as_view(), name="term"),
    path("reviewers/", Reviewers.as_view(), name="reviewers"),
]
