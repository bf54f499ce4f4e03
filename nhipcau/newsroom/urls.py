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

app_name = "newsroom"
urlpatterns = [
    path("", Desk.as_view(), name="desk"),
    path("results/", Desk.as_view(results_only=True), name="desk_results"),
    path("pages/<int:pk>/", PagePage.as_view(), name="page"),
    path("pages/<int:pk>/preview/", Preview.as_view(), name="preview"),
    path("pages/<int:pk>/draft/", draft, name="draft"),
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
