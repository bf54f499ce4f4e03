"""Addresses of the work room, below ``work/`` of the staff's pages."""

from django.urls import path

from nhipcau.work.views import (
    assigning,
    assignment,
    award_categories,
    awards,
    dissemination,
    evidence,
    lists,
    recurring,
    sessions,
)

app_name = "work"
urlpatterns = [
    path("", lists.WorkList.as_view(), name="list"),
    path("results/", lists.WorkList.as_view(results_only=True), name="list_results"),
    path("assign/", assigning.AssignPage.as_view(), name="assign"),
    path("recurring/", recurring.RecurrenceList.as_view(), name="recurrences"),
    path("<int:pk>/", assignment.AssignmentPage.as_view(), name="assignment"),
    path("evidence/", lists.EvidenceList.as_view(), name="evidence_list"),
    path("evidence/results/", lists.EvidenceList.as_view(results_only=True), name="evidence_results"),
    path("evidence/<int:pk>/", evidence.EvidencePage.as_view(), name="evidence"),
    path("evidence/<int:pk>/file/", evidence.EvidenceFile.as_view(), name="evidence_file"),
    path("dissemination/", dissemination.DisseminationList.as_view(), name="disseminations"),
    path(
        "dissemination/results/",
        dissemination.DisseminationList.as_view(results_only=True),
        name="disseminations_results",
    ),
    path("dissemination/order/", dissemination.OrderPage.as_view(), name="order_dissemination"),
    path("dissemination/<int:pk>/", dissemination.DisseminationPage.as_view(), name="dissemination"),
    path("sessions/", sessions.SessionList.as_view(), name="sessions"),
    path("sessions/results/", sessions.SessionList.as_view(results_only=True), name="sessions_results"),
    path("sessions/new/", sessions.PlanSessionPage.as_view(), name="plan_session"),
    path("sessions/<int:pk>/", sessions.SessionPage.as_view(), name="session"),
    path("sessions/papers/<int:pk>/", sessions.session_paper, name="session_paper"),
    path("awards/", awards.AwardList.as_view(), name="awards"),
    path("awards/results/", awards.AwardList.as_view(results_only=True), name="awards_results"),
    path("awards/new/", awards.ProposePage.as_view(), name="propose_award"),
    path("awards/categories/", award_categories.CategoryPage.as_view(), name="award_categories"),
    path("awards/<int:pk>/", awards.AwardPage.as_view(), name="award"),
    path("awards/papers/<int:pk>/", awards.award_paper, name="award_paper"),
]
