"""Addresses of the newsroom under /staff/newsroom/."""

from django.urls import path

from nhipcau.newsroom.views.calendar import Board, SlotPage
from nhipcau.newsroom.views.commissions import CommissionFile, CommissionList, CommissionPage, OrderWork
from nhipcau.newsroom.views.desk import Desk
from nhipcau.newsroom.views.fact_requests import Ask, RequestList, RequestPage
from nhipcau.newsroom.views.facts import FactList, FactPage, NewFact, Propose
from nhipcau.newsroom.views.page import PagePage
from nhipcau.newsroom.views.preview import Preview, draft
from nhipcau.newsroom.views.publications import BookDownload, NewPublication, PublicationList, PublicationPage
from nhipcau.newsroom.views.reviewers import Reviewers
from nhipcau.newsroom.views.terms import TermPage, Terms, TermsFile, TermsImport
from nhipcau.newsroom.views.translating import Sentence, Workbench, here
from nhipcau.newsroom.views.translating import preview as preview_translation
from nhipcau.newsroom.views.translations import Ask as AskTranslation
from nhipcau.newsroom.views.translations import Translations, adopt

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
    path("pages/<int:pk>/languages/", AskTranslation.as_view(), name="ask_translation"),
    path("pages/<int:pk>/adopt/", adopt, name="adopt"),
    path("terms/", Terms.as_view(), name="terms"),
    path("terms/results/", Terms.as_view(results_only=True), name="terms_results"),
    path("terms/new/", TermPage.as_view(), name="new_term"),
    path("terms/import/", TermsImport.as_view(), name="import_terms"),
    path("terms/export.csv", TermsFile.as_view(), name="export_terms"),
    path("terms/<int:pk>/", TermPage.as_view(), name="term"),
    path("reviewers/", Reviewers.as_view(), name="reviewers"),
    path("facts/", FactList.as_view(), name="facts"),
    path("facts/results/", FactList.as_view(results_only=True), name="facts_results"),
    path("facts/new/", NewFact.as_view(), name="new_fact"),
    path("facts/<int:pk>/", FactPage.as_view(), name="fact"),
    path("facts/<int:pk>/propose/", Propose.as_view(), name="propose_fact"),
    path("facts/requests/", RequestList.as_view(), name="fact_requests"),
    path("facts/requests/results/", RequestList.as_view(results_only=True), name="fact_requests_results"),
    path("facts/requests/new/", Ask.as_view(), name="ask_fact"),
    path("facts/requests/<int:pk>/", RequestPage.as_view(), name="fact_request"),
    path("commissions/", CommissionList.as_view(), name="commissions"),
    path("commissions/results/", CommissionList.as_view(results_only=True), name="commissions_results"),
    path("commissions/new/", OrderWork.as_view(), name="order_work"),
    path("commissions/<int:pk>/", CommissionPage.as_view(), name="commission"),
    path("commissions/<int:pk>/contract/", CommissionFile.as_view(), name="contract_file"),
    path("commissions/<int:pk>/offers/<int:offer>/", CommissionFile.as_view(), name="offer_file"),
    path("calendar/", Board.as_view(), name="calendar"),
    path("calendar/<int:pk>/", SlotPage.as_view(), name="slot"),
    path("publications/", PublicationList.as_view(), name="publications"),
    path("publications/results/", PublicationList.as_view(results_only=True), name="publications_results"),
    path("publications/new/", NewPublication.as_view(), name="new_publication"),
    path("publications/<int:pk>/", PublicationPage.as_view(), name="publication"),
    path("publications/<int:pk>/<slug:form>/", BookDownload.as_view(), name="book_file"),
]
