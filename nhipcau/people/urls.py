"""Addresses of the ground floor, below /staff/people/."""

from django.urls import path

from nhipcau.people.views import attendance, courses, focal_points, needs, offices, staff, trail

app_name = "people"
urlpatterns = [
    path("offices/", offices.OfficeTree.as_view(), name="offices"),
    path("offices/functions/", offices.FunctionList.as_view(), name="functions"),
    path("offices/<slug:key>/", offices.OfficePage.as_view(), name="office"),
    path("staff/", staff.StaffList.as_view(), name="staff"),
    path("staff/<int:pk>/", staff.StaffMember.as_view(), name="staff_member"),
    path("trail/", trail.Trail.as_view(), name="trail"),
    path("focal-points/", focal_points.FocalPointList.as_view(), name="focal_points"),
    path("focal-points/<slug:key>/", focal_points.FocalOfficePage.as_view(), name="focal_office"),
    path("courses/", courses.CourseList.as_view(), name="courses"),
    path("courses/new/", courses.PlanCoursePage.as_view(), name="plan_course"),
    path("courses/<int:pk>/", courses.CoursePage.as_view(), name="course"),
    path("lessons/<int:pk>/", attendance.LessonPage.as_view(), name="lesson"),
    path("lessons/<int:pk>/code/", attendance.lesson_code, name="lesson_code"),
    path("attend/<str:code>/", attendance.AttendPage.as_view(), name="attend"),
    path("materials/<int:pk>/", attendance.material, name="material"),
    path("certificates/<int:pk>/", attendance.certificate, name="certificate"),
    path("needs/", needs.NeedsPage.as_view(), name="needs"),
    path("notices/", trail.Notices.as_view(), name="notices"),
]
