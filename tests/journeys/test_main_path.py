"""From the real decision to the issued report: three people, every step through the screen."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import Locator

from nhipcau.documents.models import Document
from nhipcau.duties.models import Duty
from nhipcau.people.trail import trail_faults
from nhipcau.ports.papers import check_nd30
from nhipcau.reports.models import Report
from nhipcau.work.models import Assignment, Evidence, Session
from tests.journeys.conftest import Traveller

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def step(traveller: Traveller, key: str) -> Locator:
    """The unfolded form of one step on an assignment's page."""
    form = traveller.page.locator(f"details:has(input[name=step][value={key}])").first
    if form.get_attribute("open") is None:
        form.locator("summary").first.click()
    return form


def send(traveller: Traveller, form: Locator) -> None:
    form.locator("button[type=submit]").last.click()
    traveller.page.wait_for_load_state("networkidle")


@pytest.mark.slow
def test_from_the_decision_to_the_report(as_person: Callable[[str], Traveller], tmp_path: Path) -> None:
    document = Document.objects.get(number="1899/QĐ-UBND")
    faults: list[str] = []

    # 1. The coordinator reviews what was read.
    me = as_person("dieuphoi")
    me.shoot("01-first-page")
    faults += me.faults()
    page = me.go(f"/staff/library/{document.pk}/review/")
    first = page.locator("[data-pane=duty] .review-item").first
    first.click()
    assert page.locator(".review-text .is-on").count() > 0, "selecting an item marks its place"
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.locator(".review-item--confirmed").first.wait_for()
    me.shoot("02-review")
    faults += me.faults()
    page.locator("button[value=confirm_all]").click()
    page.wait_for_load_state("networkidle")
    for item in page.locator(".review-item--proposed [data-do] button[value=confirm]").all():
        item.evaluate("button => button.click()")
    page.locator(".review-item--proposed").first.wait_for(state="detached")
    page.locator("button[value=finish]").click()
    page.wait_for_load_state("networkidle")
    document.refresh_from_db()
    assert document.stage == Document.Stage.REVIEWED

    # A second person approves.
    me = as_person("duyet")
    me.go(f"/staff/library/{document.pk}/review/")
    me.page.locator("button[value=approve]").click()
    me.page.wait_for_load_state("networkidle")
    document.refresh_from_db()
    assert document.stage == Document.Stage.APPROVED
    assert Duty.objects.filter(document=document).count() >= 60

    # 2. and 3. Another document comes in as pasted text; the library shows it and what it cites.
    me = as_person("dieuphoi")
    page = me.go("/staff/library/bring/")
    page.fill("[name=name]", "ke-hoach-15")
    page.fill("[name=text]", PLAN)
    page.locator("form:has([name=text]) button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    assert Document.objects.filter(number="15/KH-STTTT").count() == 1
    me.go("/staff/library/bring/")
    me.shoot("03-bring")
    faults += me.faults()
    for name, path in (("04-library", "/staff/library/"), ("05-missing", "/staff/library/missing/"),
                       ("06-document", f"/staff/library/{document.pk}/")):  # fmt: skip
        me.go(path)
        me.shoot(name)
        faults += me.faults()

    # 4. The register, and one duty with its sentence.
    me.go("/staff/duties/")
    me.shoot("07-register")
    faults += me.faults()
    duty = Duty.objects.get(
        document=document, path="ke-hoach/III/5", text__startswith="Tổ chức, tham gia các sự kiện"
    )
    me.go(f"/staff/duties/{duty.pk}/")
    me.shoot("08-duty")
    faults += me.faults()
    with page.expect_download() as waiting:
        page.evaluate("location.href = '/staff/duties/export.xlsx'")
    register = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert register.worksheets[0].max_row > 60

    # 5. Work is given to the office that answers today.
    page = me.go(f"{reverse('work:assign')}?duty={duty.pk}")
    page.fill("[name=expected_output]", "Báo cáo kết quả tham gia hội chợ")
    me.shoot("09-assign")
    faults += me.faults()
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    work = Assignment.objects.get(duty=duty)
    assert work.lead.name == "Sở Công Thương tỉnh Vĩnh Long"

    # The focal point records progress, files evidence, hands in.
    me = as_person("daumoi")
    me.shoot("10-focal-first-page")
    me.go(reverse("work:list"))
    me.shoot("11-my-work")
    faults += me.faults()
    me.go(reverse("work:assignment", args=[work.pk]))
    form = step(me, "progress")
    form.locator("[name$=percent]").fill("60")
    form.locator("[name$=words]").fill("Đã đăng ký 12 gian hàng tại hội chợ.")
    send(me, form)
    form = step(me, "evidence")
    form.locator("[name$=kind]").select_option("link")
    form.locator("[name$=title]").fill("Tin hội chợ trên Cổng thông tin điện tử")
    form.locator("[name$=address]").fill("https://example.vn/hoi-cho")
    send(me, form)
    assert Evidence.objects.get(assignment=work).sha256
    form = step(me, "hand_in")
    form.locator("[name$=words]").fill("Đã tham gia hội chợ với 12 gian hàng.")
    send(me, form)
    me.go(reverse("work:assignment", args=[work.pk]))
    me.shoot("12-handed-in")
    faults += me.faults()

    # The coordinator accepts.
    me = as_person("dieuphoi")
    me.go(reverse("work:assignment", args=[work.pk]))
    send(me, step(me, "accept"))
    work.refresh_from_db()
    assert work.state == Assignment.State.ACCEPTED

    # 7. Dissemination: ordered, recorded, the missing shown.
    page = me.go(reverse("work:order_dissemination"))
    page.select_option("[name=document]", str(document.pk))
    page.fill("[name=audience]", "cán bộ, công chức, viên chức")
    page.fill("[name=due_on]", "2027-01-31")
    page.keyboard.press("Escape")
    for name in ("Sở Công Thương tỉnh Vĩnh Long", "Sở Tài chính tỉnh Vĩnh Long"):
        page.get_by_label(name, exact=True).check()
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    me = as_person("daumoi")
    page = me.go(reverse("work:dissemination", args=[document.disseminations.get().pk]))
    row = page.locator("tr:has-text('Sở Công Thương tỉnh Vĩnh Long')")
    row.locator("summary").click()
    row.locator("[name$=participants]").fill("45")
    row.locator("button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    assert Session.objects.get().participants == 45
    me = as_person("dieuphoi")
    me.go(reverse("work:dissemination", args=[document.disseminations.get().pk]))
    me.shoot("13-dissemination")
    faults += me.faults()

    # 8. The report: drawn up, words edited, issued, a second version with its difference.
    page = me.go("/staff/issued-reports/")
    page.fill("[name=period]", "2026")
    page.select_option("[name=documents]", str(document.pk))
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    page.fill("[name=words-phuong-huong]", "Tiếp tục mở rộng thị trường.")
    page.fill("[name=place]", "Vĩnh Long")
    page.locator("form:has([name=step][value=words]) button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    me.shoot("14-report")
    faults += me.faults()
    page.locator("form:has([name=step][value=issue]) button").click()
    page.wait_for_load_state("networkidle")
    report = Report.objects.get()
    paper = report.docx.read()
    assert check_nd30(paper) == []
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(paper)).paragraphs)
    assert "Tiếp tục mở rộng thị trường./." in words
    links = [r.target_ref for r in docx.Document(io.BytesIO(paper)).part.rels.values() if r.is_external]
    assert any(reverse("work:evidence", args=[Evidence.objects.get(assignment=work).pk]) in link for link in links)
    page.locator("form:has([name=step][value=version]) button").click()
    page.wait_for_load_state("networkidle")
    assert Report.objects.count() == 2
    me.shoot("15-next-version")
    faults += me.faults()
    me.go("/staff/")
    me.shoot("16-first-page-after")
    assert trail_faults() == []
    assert not faults, "\n".join(sorted(set(faults)))


PLAN = """SỞ THÔNG TIN VÀ TRUYỀN THÔNG
Số: 15/KH-STTTT
Trà Vinh, ngày 15 tháng 01 năm 2024
KẾ HOẠCH
Hoạt động thông tin đối ngoại năm 2024
Căn cứ Quyết định số 1899/QĐ-UBND ngày 12/12/2023 của Ủy ban nhân dân tỉnh Trà Vinh;
I. MỤC ĐÍCH
Triển khai kịp thời các nhiệm vụ được giao.
II. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở
Chủ trì, phối hợp với các phòng, đơn vị thuộc Sở xây dựng báo cáo trước ngày 20/12/2024.
"""
