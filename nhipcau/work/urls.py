"""Addresses of the work room, below /staff/work/."""

from django.urls import path

from nhipcau.work.views import assigning, assignment, dissemination, evidence, lists, recurring

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
]
