"""Addresses of the planning room, below /staff/planning/."""

from django.urls import path

from nhipcau.planning.views import amending, appraisal, files, inspections, lines, money, norms, plan, reviews, rounds

app_name = "planning"
urlpatterns = [
    path("", rounds.RoundList.as_view(), name="rounds"),
    path("results/", rounds.RoundList.as_view(results_only=True), name="rounds_results"),
    path("open/", rounds.OpenRoundPage.as_view(), name="open_round"),
    path("<int:year>/", rounds.RoundPage.as_view(), name="round"),
    path("<int:year>/plan.xlsx", files.download, {"kind": "xlsx"}, name="workbook"),
    path("<int:year>/plan.docx", files.download, {"kind": "docx"}, name="paper"),
    path("<int:year>/decision/", files.decision, name="decision"),
    path("plans/<int:pk>/", plan.PlanPage.as_view(), name="plan"),
    path("plans/<int:pk>/line/", lines.AddLine.as_view(), name="add_line"),
    path("plans/<int:pk>/appraisal/", appraisal.AppraisalPage.as_view(), name="appraisal"),
    path("lines/", lines.LineList.as_view(), name="lines"),
    path("lines/results/", lines.LineList.as_view(results_only=True), name="lines_results"),
    path("lines/<int:pk>/", lines.LinePage.as_view(), name="line"),
    path("lines/<int:pk>/edit/", lines.EditLine.as_view(), name="edit_line"),
    path("lines/<int:pk>/remove/", lines.remove, name="remove_line"),
    path("lines/<int:pk>/amend/", amending.AmendLine.as_view(), name="amend_line"),
    path("plans/<int:pk>/amend/", amending.AddByAmendment.as_view(), name="add_by_amendment"),
    path("lines/<int:pk>/commit/", money.CommitPage.as_view(), name="commit"),
    path("money/", money.MoneyPage.as_view(), name="money"),
    path("contracts/", money.ContractList.as_view(), name="contracts"),
    path("contracts/results/", money.ContractList.as_view(results_only=True), name="contracts_results"),
    path("contracts/<int:pk>/", money.ContractPage.as_view(), name="contract"),
    path("norms/", norms.NormList.as_view(), name="norms"),
    path("norms/results/", norms.NormList.as_view(results_only=True), name="norms_results"),
    path("norms/new/", norms.NormPage.as_view(), name="new_norm"),
    path("norms/<int:pk>/", norms.NormPage.as_view(), name="norm"),
    path("reviews/", reviews.ReviewList.as_view(), name="reviews"),
    path("reviews/results/", reviews.ReviewList.as_view(results_only=True), name="reviews_results"),
    path("reviews/open/", reviews.OpenReviewPage.as_view(), name="open_review"),
    path("reviews/<int:pk>/", reviews.ReviewPage.as_view(), name="review"),
    path("reviews/<int:pk>/list.docx", reviews.review_list, name="review_list"),
    path("inspections/", inspections.InspectionList.as_view(), name="inspections"),
    path("inspections/results/", inspections.InspectionList.as_view(results_only=True), name="inspections_results"),
    path("inspections/new/", inspections.PlanInspectionPage.as_view(), name="plan_inspection"),
    path("inspections/<int:pk>/", inspections.InspectionPage.as_view(), name="inspection"),
]
