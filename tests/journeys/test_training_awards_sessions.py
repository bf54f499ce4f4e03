"""A course from plan to certificate; an award with its person's own hand in it; a session whose conclusions become duties."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from nhipcau.documents.actions.review import approve_reading, confirm_all_sure, confirm_item, finish_review
from nhipcau.documents.models import Clause, DutyReading, ItemState, Reference
from nhipcau.people.models import Attendance, Certificate, Course, EvaluationTally, FocalPoint, Office, Staff
from nhipcau.people.trail import trail_faults
from nhipcau.work.models import AwardProposal, WorkingSession
from tests.factories.work import evidence_of
from tests.journeys.conftest import SHOTS, Traveller
from tests.journeys.test_planning import press, unfold

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OFFICE = "so-cong-thuong"
Become = Callable[[str], Traveller]


class Eyes:
    """Pictures of each screen, and what axe finds there."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def __call__(self, me: Traveller, name: str) -> None:
        me.shoot(name)
        self.faults.extend(f"{name}: {fault}" for fault in me.faults())


def office_of(username: str) -> Office:
    return Staff.objects.get(username=username).memberships.get().office


def test_a_course_from_plan_to_certificate(as_person: Become, tmp_path: Path) -> None:
    seen, today = Eyes(), timezone.localdate()
    day, office = today.isoformat(), office_of("daumoi")

    # 1. The coordinator sees the gaps and enters the focal point's appointment.
    me = as_person("dieuphoi")
    page = me.go("/staff/people/focal-points/?gaps=1")
    before = page.locator("tbody tr").count()
    seen(me, "training-01-gaps")
    page = me.go(f"/staff/people/focal-points/{office.key}/")
    page.select_option("[name=appoint-staff]", label="Đầu mối thông tin đối ngoại")
    page.select_option("[name=appoint-manner]", "dedicated")
    page.fill("[name=appoint-decision_number]", "45/QĐ-SCT")
    page.fill("[name=appoint-decided_on]", day)
    press(me, "appoint")
    seen(me, "training-02-appointed")
    assert FocalPoint.objects.get().office == office
    page = me.go("/staff/people/focal-points/?gaps=1")
    assert page.locator("tbody tr").count() == before - 1
    me.go("/staff/people/focal-points/")
    seen(me, "training-03-focal-points")

    # 2. The office says what it needs.
    me = as_person("daumoi")
    page = me.go("/staff/people/needs/")
    page.select_option("[name=need-subject]", label="Nghiệp vụ thông tin đối ngoại")
    page.fill("[name=need-places]", "2")
    press(me, "need")
    assert page.locator("a.nc-figure").inner_text() == "2"

    # 3. The coordinator plans the course from the need, with its programme and a material, and opens it.
    me = as_person("dieuphoi")
    page = me.go("/staff/people/needs/?missing=1")
    seen(me, "training-04-needs")
    page.locator("td a:has-text('Lập khóa bồi dưỡng')").first.click()
    page.wait_for_load_state("networkidle")
    page.fill("[name=title]", "Kỹ năng viết tin, chụp ảnh phục vụ thông tin đối ngoại")
    page.fill("[name=venue]", "Hội trường Sở Văn hóa, Thể thao và Du lịch")
    for name in ("starts_on", "ends_on", "enrol_until"):
        page.fill(f"[name={name}]", day)
    page.fill("[name=places]", "30")
    page.fill("[name=aim]", "Cán bộ đầu mối tự viết được tin ngắn, chụp ảnh đúng quy cách và nộp minh chứng.")
    seen(me, "training-05-plan")
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/staff/people/courses/*/")
    course = Course.objects.get()
    for start, end, topic in (
        ("08:00", "10:00", "Viết tin ngắn bằng tiếng Việt và tiếng Anh"),
        ("13:30", "16:00", "Chụp ảnh, chú thích ảnh"),
    ):
        unfold(me, "lesson")
        page.fill("[name=lesson-starts_at]", start)
        page.fill("[name=lesson-ends_at]", end)
        page.fill("[name=lesson-topic]", topic)
        press(me, "lesson")
    unfold(me, "material")
    page.fill("[name=material-title]", "Tài liệu phát tay")
    page.set_input_files(
        "[name=material-file]", {"name": "tai-lieu.txt", "mimeType": "text/plain", "buffer": "Cách viết tin".encode()}
    )
    press(me, "material")
    unfold(me, "open")
    press(me, "open")
    seen(me, "training-06-open")

    # 4. The focal point enrols themselves and a colleague without an account.
    me = as_person("daumoi")
    page = me.go(f"/staff/people/courses/{course.pk}/")
    page.select_option("[name=enrol-staff]", label="Đầu mối thông tin đối ngoại")
    press(me, "enrol")
    unfold(me, "enrol")
    page.fill("[name=enrol-full_name]", "Trần Thị Bích Ngọc")
    page.fill("[name=enrol-position]", "Chuyên viên")
    press(me, "enrol")
    seen(me, "training-07-enrolled")

    # 5. The room's screen shows the code; who scans it says "I am here"; the organiser's list does the rest.
    first, second = course.lessons.all()
    codes = []
    me = as_person("dieuphoi")
    for lesson in (first, second):
        page = me.go(f"/staff/people/lessons/{lesson.pk}/")
        page.locator(".nc-code svg").wait_for()
        codes.append(page.locator(".nc-code__address").inner_text())
    seen(me, "training-08-code")
    me = as_person("daumoi")
    for at, code in enumerate(codes):
        page = me.page
        page.goto(code)
        page.wait_for_load_state("networkidle")
        if at == 0:
            seen(me, "training-09-attend")
        page.locator("form[method=post] button:has-text('tôi có mặt')").click()
        page.wait_for_load_state("networkidle")
    assert set(Attendance.objects.values_list("how", flat=True)) == {"qr"}
    me = as_person("dieuphoi")
    for lesson in (first, second):
        page = me.go(f"/staff/people/lessons/{lesson.pk}/")
        page.get_by_label("Trần Thị Bích Ngọc").check()
        page.locator("button:has-text('Lưu danh sách')").click()
        page.wait_for_load_state("networkidle")
    seen(me, "training-10-list")
    assert Attendance.objects.count() == 4

    # 6. Evaluation without a name, then the certificates, and the gap in the needs is gone.
    me = as_person("daumoi")
    page = me.go(f"/staff/people/courses/{course.pk}/")
    for question in ("content", "teaching", "use", "organisation"):
        page.locator(f"[name=evaluate-{question}][value='5']").check()
    seen(me, "training-11-evaluation")
    press(me, "evaluate")
    assert EvaluationTally.objects.filter(mark=5, count=1).count() == 4
    me = as_person("dieuphoi")
    page = me.go(f"/staff/people/courses/{course.pk}/")
    unfold(me, "close")
    press(me, "close")
    seen(me, "training-12-closed")
    assert "5 người trả lời" in page.locator("#main").inner_text()  # means of one answer are not shown
    assert Certificate.objects.count() == 2
    me = as_person("daumoi")
    page = me.go(f"/staff/people/courses/{course.pk}/")
    with page.expect_download() as waiting:
        page.locator("a:has-text('Giấy chứng nhận của tôi')").click()
    content = Path(waiting.value.path()).read_bytes()
    book = pypdfium2.PdfDocument(io.BytesIO(content))
    assert len(book) == 1
    assert "Đầu mối thông tin đối ngoại" in " ".join(book[0].get_textpage().get_text_range().split())
    SHOTS.mkdir(parents=True, exist_ok=True)
    book[0].render(scale=1.4).to_pil().save(SHOTS / "training-13-certificate.png")
    page = me.go("/staff/people/needs/")
    assert page.locator("a.nc-figure").inner_text() == "0"
    seen(me, "training-14-needs-met")
    me.go("/staff/people/courses/")
    seen(me, "training-15-courses")
    assert trail_faults() == []
    assert not seen.faults, "\n".join(sorted(set(seen.faults)))


def test_an_award_with_the_persons_own_hand_in_it(as_person: Become) -> None:
    seen, today = Eyes(), timezone.localdate().isoformat()
    focal, office = Staff.objects.get(username="daumoi"), office_of("daumoi")
    proof = evidence_of(office, focal, title="Gian hàng tỉnh tại hội chợ thương mại quốc tế")

    me = as_person("daumoi")
    page = me.go(reverse("work:propose_award"))
    page.select_option("[name=category]", label="Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh")
    page.select_option("[name=person]", label="Biên tập viên")
    page.fill("[name=printed_position]", "Biên tập viên")
    page.fill("[name=merits]", "Biên tập 12 tin bài đối ngoại bằng ba thứ tiếng, được báo Trung ương đăng lại.")
    seen(me, "awards-01-propose")
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/awards/\d+/$"))
    row = AwardProposal.objects.get()
    address = reverse("work:award", args=[row.pk])
    page.locator(f"[name=proof-evidence][value='{proof.pk}']").check()
    press(me, "proof")
    seen(me, "awards-02-dossier")
    unfold(me, "submit")
    press(me, "submit")

    # The person named is told, sees the entry and corrects it.
    me = as_person("bientap")
    page = me.go("/staff/people/notices/")
    page.locator(f"a[href='{address}']").first.click()
    page.wait_for_load_state("networkidle")
    unfold(me, "correct")
    page.fill("[name=correct-printed_name]", "Nguyễn Thị Ngọc Lan")
    page.fill("[name=correct-words]", "Ghi đủ họ tên theo giấy khai sinh.")
    seen(me, "awards-03-my-entry")
    press(me, "correct")
    seen(me, "awards-04-corrected")

    # The council's opinion, then the decision with its number and file.
    me = as_person("dieuphoi")
    page = me.go(address)
    page.locator("[name=advise-advice][value=agree]").check()
    page.fill("[name=advise-held_on]", today)
    page.fill("[name=advise-votes_for]", "9")
    page.fill("[name=advise-votes_all]", "9")
    seen(me, "awards-05-council")
    press(me, "advise")
    me = as_person("lanhdao")
    page = me.go(address)
    page.locator("[name=decide-outcome][value=awarded]").check()
    page.fill("[name=decide-decided_on]", today)
    press(me, "decide")
    assert page.locator(".nc-fault").count() == 1  # neither number nor file
    page.fill("[name=decide-number]", "2151/QĐ-UBND")
    page.set_input_files(
        "[name=decide-file]", {"name": "2151-QD-UBND.txt", "mimeType": "text/plain", "buffer": "Quyết định".encode()}
    )
    press(me, "decide")
    seen(me, "awards-06-decided")
    row.refresh_from_db()
    assert (row.state, row.printed_name, row.decision.number) == ("awarded", "Nguyễn Thị Ngọc Lan", "2151/QĐ-UBND")
    me.go(reverse("work:awards"))
    seen(me, "awards-07-list")
    me = as_person("dieuphoi")
    me.go(reverse("work:award_categories"))
    seen(me, "awards-08-categories")
    assert trail_faults() == []
    assert not seen.faults, "\n".join(sorted(set(seen.faults)))


def test_a_session_whose_conclusions_become_duties(as_person: Become) -> None:
    seen, today = Eyes(), timezone.localdate()
    office, lead = office_of("daumoi"), office_of("dieuphoi")

    me = as_person("dieuphoi")
    page = me.go(reverse("work:plan_session"))
    page.select_option("[name=kind]", "preliminary")
    page.fill("[name=title]", "Hội nghị sơ kết công tác thông tin đối ngoại năm 2026")
    page.select_option("[name=lead]", str(lead.pk))
    page.fill("[name=held_on]", today.isoformat())
    page.fill("[name=starts_at]", "08:00")
    page.fill("[name=venue]", "Phòng họp số 1")
    page.get_by_label(office.name, exact=True).check()
    seen(me, "sessions-01-plan")
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/sessions/\d+/$"))
    row = WorkingSession.objects.get()
    address = reverse("work:session", args=[row.pk])
    page.fill("[name=agenda-text]", "Báo cáo sơ kết và thảo luận")
    page.fill("[name=agenda-minutes]", "45")
    press(me, "agenda")
    seen(me, "sessions-02-agenda")

    me = as_person("daumoi")
    page = me.go(address)
    page.locator("[name=answer-answer][value=comes]").check()
    page.fill("[name=answer-people]", "2")
    press(me, "answer")
    seen(me, "sessions-03-answered")

    # Held; the conclusions go into the library and are read at once.
    me = as_person("dieuphoi")
    page = me.go(address)
    page.locator("button[form=held]").click()
    page.wait_for_load_state("networkidle")
    deadline = today + timedelta(days=120)
    page.fill("[name=conclude-number]", "15/TB-SVHTTDL")
    page.fill("[name=conclude-place]", "Trà Vinh")
    page.fill(
        "[name=conclude-words]",
        "Sau khi nghe báo cáo và ý kiến các đại biểu, Hội nghị thống nhất kết luận như sau:\n"
        f"1. Giao {office.name} chủ trì xây dựng kế hoạch quảng bá sản phẩm OCOP ra nước ngoài, hoàn thành trước ngày {deadline:%d/%m/%Y}.\n"
        "2. Các sở, ban, ngành tỉnh báo cáo kết quả thực hiện trước ngày 20 tháng 12 hằng năm.",
    )
    seen(me, "sessions-04-conclusions")
    press(me, "conclude")
    page = me.go(address)
    row.refresh_from_db()
    assert row.document is not None
    seen(me, "sessions-05-read")
    page.locator("a:has-text('Rà soát kết quả đọc')").first.click()
    page.wait_for_load_state("networkidle")

    # Reviewed by one, approved by another, as every reading; the duties stand at the session.
    one, two = Staff.objects.get(username="dieuphoi"), Staff.objects.get(username="duyet")
    confirm_all_sure(row.document, by=one)
    for model in (Clause, Reference, DutyReading):
        for item in model.objects.filter(document=row.document, state=ItemState.PROPOSED):
            confirm_item(item, by=one)
    finish_review(row.document, by=one)
    approve_reading(row.document, by=two)
    page = me.go(address)
    links = page.locator("#conclusions-title ~ ul a[href^='/staff/duties/']")
    assert links.count() >= 2
    seen(me, "sessions-06-duties")
    links.first.click()
    page.wait_for_load_state("networkidle")
    assert page.locator(f"a[href='{address}']").count() == 1  # and back
    seen(me, "sessions-07-duty")
    me.go(reverse("work:sessions"))
    seen(me, "sessions-08-list")
    assert trail_faults() == []
    assert not seen.faults, "\n".join(sorted(set(seen.faults)))
