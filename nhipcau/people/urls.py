"""Addresses of the ground floor, below /staff/people/."""

from django.urls import path

from nhipcau.people.views import offices, staff, trail

app_name = "people"
urlpatterns = [
    path("offices/", offices.OfficeTree.as_view(), name="offices"),
    path("offices/functions/", offices.FunctionList.as_view(), name="functions"),
    path("offices/<slug:key>/", offices.OfficePage.as_view(), name="office"),
    path("staff/", staff.StaffList.as_view(), name="staff"),
    path("staff/<int:pk>/", staff.StaffMember.as_view(), name="staff_member"),
    path("trail/", trail.Trail.as_view(), name="trail"),
    path("notices/", trail.Notices.as_view(), name="notices"),
]
