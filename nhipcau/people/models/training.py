"""Training: what offices need, courses with their programme and materials, who took part, what was thought of it."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models.offices import Office
from nhipcau.people.models.staff import Staff


def _private() -> Storage:
    return storages["private"]


class TrainingSubject(models.Model):
    """What is taught: needs and courses meet in it."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=255, unique=True)
    source = models.CharField(_("source"), max_length=255, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("subject of training")
        verbose_name_plural = _("subjects of training")

    def __str__(self) -> str:
        return self.name


class TrainingNeed(models.Model):
    """How many people of an office need a subject in a year. Of the office: no person is named."""

    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="training_needs"
    )
    subject = models.ForeignKey(
        TrainingSubject, verbose_name=_("subject"), on_delete=models.PROTECT, related_name="needs"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    places = models.PositiveIntegerField(_("people who need it"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    stated_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-year", "office__name", "subject__name"]
        verbose_name = _("need for training")
        verbose_name_plural = _("needs for training")
        constraints = [
            models.UniqueConstraint(name="need_once_a_year", fields=["office", "subject", "year"]),
            models.CheckConstraint(name="need_is_of_somebody", condition=Q(places__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.subject} {self.year}"


class Course(models.Model):
    """A course. ``taken`` counts its enrolments in the same row, so that the database refuses one too many."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("course", "being planned")
        OPEN = "open", pgettext_lazy("course", "open for enrolment")
        CLOSED = "closed", pgettext_lazy("course", "finished")
        CALLED_OFF = "called_off", _("called off")

    subject = models.ForeignKey(
        TrainingSubject, verbose_name=_("subject"), on_delete=models.PROTECT, related_name="courses"
    )
    title = models.CharField(pgettext_lazy("course", "title"), max_length=300)
    organiser = models.ForeignKey(
        Office, verbose_name=_("organising office"), on_delete=models.PROTECT, related_name="courses"
    )
    aim = models.TextField(_("aim and content"), blank=True)
    venue = models.CharField(_("held at"), max_length=300)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    enrol_until = models.DateField(_("enrolment until"))
    places = models.PositiveIntegerField(pgettext_lazy("course", "places"))
    taken = models.PositiveIntegerField(_("places taken"), default=0)
    share_needed = models.PositiveSmallIntegerField(_("attendance needed for a certificate, percent"), default=80)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    reason = models.TextField(_("why it was called off"), blank=True)
    planned_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(name="course_has_places", condition=Q(places__gte=1)),
            models.CheckConstraint(name="course_not_overfull", condition=Q(taken__lte=F("places"))),
            models.CheckConstraint(name="course_runs_forward", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="course_enrolment_first", condition=Q(enrol_until__lte=F("starts_on"))),
            models.CheckConstraint(name="course_share", condition=Q(share_needed__gte=1, share_needed__lte=100)),
            models.CheckConstraint(
                name="course_closed_has_day", condition=~Q(state="closed") | Q(closed_on__isnull=False)
            ),
            models.CheckConstraint(
                name="course_called_off_has_reason", condition=~Q(state="called_off") | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_on"])]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """One sitting of the programme; attendance is by lesson."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins at"))
    ends_at = models.TimeField(_("ends at"))
    topic = models.CharField(_("content of the lesson"), max_length=500)
    taught_by = models.CharField(_("taught by"), max_length=200, blank=True)

    class Meta:
        ordering = ["held_on", "starts_at", "pk"]
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.CheckConstraint(name="lesson_runs_forward", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(name="lesson_once", fields=["course", "held_on", "starts_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%d/%m/%Y} {self.starts_at:%H:%M} {self.topic}"

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return (self.ends_at.hour - self.starts_at.hour) * 60 + self.ends_at.minute - self.starts_at.minute


class CourseMaterial(models.Model):
    """A file of the course, as it was sealed when it came."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(pgettext_lazy("course", "title"), max_length=300)
    file = models.FileField(_("file"), storage=_private, upload_to="training/%Y/%m/", max_length=255)
    file_name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(_("type"), max_length=100)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.UniqueConstraint(name="material_once", fields=["course", "sha256"]),
            models.CheckConstraint(name="material_is_kept", condition=~Q(file="") & ~Q(sha256="")),
        ]

    def __str__(self) -> str:
        return self.title


class Enrolment(models.Model):
    """A place in a course. Who has an account is named by it; others of the office by their name."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="enrolments")
    staff = models.ForeignKey(
        Staff, verbose_name=_("member of staff"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="enrolments",
    )  # fmt: skip
    full_name = models.CharField(_("full name"), max_length=120)
    position = models.CharField(pgettext_lazy("staff", "position"), max_length=120, blank=True)
    evaluated = models.BooleanField(_("has evaluated"), default=False)
    """Only that it was done; what was answered is added to ``EvaluationTally`` and stands beside nobody."""
    enrolled_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["office__name", "full_name", "pk"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                name="enrolled_once", fields=["course", "staff"], condition=Q(staff__isnull=False)
            ),
            models.UniqueConstraint(
                name="enrolled_once_by_name", fields=["course", "office", "full_name"],
                condition=Q(staff__isnull=True),
            ),
            models.CheckConstraint(name="enrolment_names_somebody", condition=~Q(full_name="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.course} · {self.pk}"


class Attendance(models.Model):
    """Somebody was at a lesson: said by themselves with the code shown there, or by the organiser's list."""

    class How(models.TextChoices):
        QR = "qr", _("by the code")
        LIST = "list", _("by the list")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendances")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="attendances")
    how = models.CharField(_("how"), max_length=5, choices=How.choices)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["lesson", "pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(name="attends_once", fields=["enrolment", "lesson"])]

    def __str__(self) -> str:
        return f"{self.lesson} · {self.enrolment_id}"


class EvaluationTally(models.Model):
    """How often a mark was given to a question. There is no row of a single answer, so none can be told apart."""

    class Question(models.TextChoices):
        CONTENT = "content", _("The content was what my work needs")
        TEACHING = "teaching", _("The teaching was clear")
        USE = "use", _("I can use it at once")
        ORGANISATION = "organisation", _("The course was well organised")

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="tallies")
    question = models.CharField(_("question"), max_length=15, choices=Question.choices)
    mark = models.PositiveSmallIntegerField(pgettext_lazy("evaluation", "mark"))
    count = models.PositiveIntegerField(_("times given"), default=0)

    class Meta:
        ordering = ["course", "question", "mark"]
        verbose_name = _("tally of an evaluation")
        verbose_name_plural = _("tallies of evaluations")
        constraints = [
            models.UniqueConstraint(name="tally_once", fields=["course", "question", "mark"]),
            models.CheckConstraint(name="tally_mark", condition=Q(mark__gte=1, mark__lte=5)),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.question} {self.mark}"


class CertificateBook(models.Model):
    """The last number given in a year: held while numbers are given, so that none is given twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("book of certificates")
        verbose_name_plural = _("books of certificates")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Certificate(models.Model):
    """What the certificate says, frozen when it was issued (triggers in ``0004_certificates_are_frozen``)."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(_("number of the certificate"), max_length=40, unique=True)
    issued_on = models.DateField(pgettext_lazy("certificate", "issued on"))
    full_name = models.CharField(_("full name"), max_length=120)
    position = models.CharField(pgettext_lazy("staff", "position"), max_length=120, blank=True)
    office_name = models.CharField(_("office"), max_length=255)
    course_title = models.CharField(_("course"), max_length=300)
    organiser_name = models.CharField(_("organising office"), max_length=255)
    superior_name = models.CharField(_("office above"), max_length=255, blank=True)
    venue = models.CharField(_("held at"), max_length=300)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    minutes = models.PositiveIntegerField(_("minutes attended"))
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(name="certificate_is_numbered", condition=~Q(number="") & ~Q(full_name=""))
        ]

    def __str__(self) -> str:
        return self.number
