"""A year: opened, drafted, returned, appraised, approved; its lines become work. Five people, every step on the screen."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from django.urls import reverse

from nhipcau.documents.actions.review import approve_reading, confirm_all_sure, confirm_item, finish_review
from nhipcau.documents.models import Clause, Document, DutyReading, ItemState, Reference
from nhipcau.people.models import Staff
from nhipcau.people.trail import trail_faults
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound
from nhipcau.ports.papers import check_nd30
from tests.journeys.conftest import Traveller

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OFFICE = "Sở Công Thương tỉnh Vĩnh Long"


def read_decision() -> Document:
    """The real decision, reviewed and approved by two people as the main journey does on the screen."""
    document = Document.objects.get(number="1899/QĐ-UBND")
    me = Staff.objects.get(username="dieuphoi")
    confirm_all_sure(document, by=me)
    for model in (Clause, Reference, DutyReading):
        for item in model.objects.filter(document=document, state=ItemState.PROPOSED):
            confirm_item(item, by=me)
    finish_review(document, by=me)
    return approve_reading(document, by=Staff.objects.get(username="duyet"))


def press(me: Traveller, step: str) -> None:
    """Send the form of one step; it is unfolded where it is folded."""
    form = me.page.locator(f"form:has(input[name=step][value={step}])").first
    folded = me.page.locator(f"details:not([open]):has(input[name=step][value={step}])")
    if folded.count():
        folded.first.locator("summary").first.click()
    form.locator("button[type=submit]").last.click()
    me.page.wait_for_load_state("networkidle")


def unfold(me: Traveller, step: str) -> None:
    folded = me.page.locator(f"details.nc-step:not([open]):has(input[name=step][value={step}])")
    if folded.count():
        folded.first.locator("summary").first.click()


@pytest.mark.slow
def test_a_year_of_plans(as_person: Callable[[str], Traveller], tmp_path: Path) -> None:
    read_decision()
    faults: list[str] = []

    def seen(me: Traveller, name: str) -> None:
        me.shoot(f"planning-{name}")
        faults.extend(f"{name}: {fault}" for fault in me.faults())

    # 1. The coordinator opens the round; the due day comes from the legal clock.
    me = as_person("dieuphoi")
    page = me.go("/staff/planning/open/")
    year = int(page.input_value("[name=year]"))
    assert page.locator("text=Thông tư 26/2026/TT-BTC").count() == 1
    page.fill("[name=guidance]", "Mỗi hoạt động nêu rõ sản phẩm, cách đo và căn cứ.")
    page.get_by_label(OFFICE, exact=True).check()
    page.get_by_label("Sở Văn hóa, Thể thao và Du lịch tỉnh Vĩnh Long", exact=True).check()
    seen(me, "01-open")
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_url(f"**/staff/planning/{year}/")
    round_ = PlanRound.objects.get(year=year)
    plan = OfficePlan.objects.get(round=round_, office__name=OFFICE)

    # 2. The office drafts: from a recurring duty that nothing covers yet, with an estimate.
    me = as_person("daumoi")
    page = me.go(f"/staff/planning/plans/{plan.pk}/")
    seen(me, "02-draft-empty")
    page.locator("a:has-text('Lập kế hoạch')").first.click()
    page.wait_for_load_state("networkidle")
    assert page.input_value("[name=duty]")
    page.fill("[name=activity]", "Tổ chức gian hàng tỉnh tại hội chợ thương mại quốc tế")
    page.fill("[name=output]", "12 gian hàng, 6 biên bản ghi nhớ")
    page.fill("[name=measure]", "số gian hàng; số biên bản đã ký")
    for at, (text, unit, quantity, price) in enumerate(
        [("Thuê gian hàng tiêu chuẩn", "gian", "12", "18.500.000"), ("In tờ gấp 4 thứ tiếng", "bản", "3000", "9.500")]
    ):
        page.fill(f"[name=costs-{at}-text]", text)
        page.fill(f"[name=costs-{at}-unit]", unit)
        page.fill(f"[name=costs-{at}-quantity]", quantity)
        page.fill(f"[name=costs-{at}-unit_price]", price)
    assert page.locator("[data-total]").inner_text() == "250.500.000"
    seen(me, "03-line")
    page.locator("button[type=submit]:has-text('Lưu hoạt động')").first.click()
    page.wait_for_load_state("networkidle")
    line = PlanLine.objects.get()
    assert line.proposed == 250_500_000
    me.go(f"/staff/planning/plans/{plan.pk}/")
    press(me, "submit")

    # 3. Returned with a remark, answered, submitted again, accepted; the other plan is left out.
    me = as_person("dieuphoi")
    page = me.go(f"/staff/planning/plans/{plan.pk}/")
    unfold(me, "return")
    page.fill("[name=return-reason]", "Bổ sung địa điểm hội chợ.")
    page.fill(f"[name=remark-{line.pk}]", "Hội chợ ở đâu, tháng mấy?")
    press(me, "return")
    me = as_person("daumoi")
    page = me.go(f"/staff/planning/plans/{plan.pk}/")
    seen(me, "04-returned")
    page.fill("[name=answer]", "Thành phố Hồ Chí Minh, tháng 9.")
    press(me, "answer")
    press(me, "submit")
    me = as_person("dieuphoi")
    me.go(f"/staff/planning/plans/{plan.pk}/")
    press(me, "accept")
    other = OfficePlan.objects.exclude(pk=plan.pk).get()
    page = me.go(f"/staff/planning/plans/{other.pk}/")
    unfold(me, "leave_out")
    page.fill("[name=leave_out-reason]", "Kinh phí nằm trong dự toán chi thường xuyên.")
    press(me, "leave_out")

    # 4. The finance officer takes less, with a reason.
    me = as_person("taichinh")
    page = me.go(f"/staff/planning/plans/{plan.pk}/appraisal/")
    page.fill(f"[name=amount-{line.pk}]", "230.000.000")
    page.fill(f"[name=reason-{line.pk}]", "Giảm số tờ gấp theo định mức")
    page.locator("tbody details summary").first.click()
    seen(me, "05-appraisal")
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")

    # 5. Presented, and approved by a second person with the decision's number.
    me = as_person("dieuphoi")
    me.go(f"/staff/planning/{year}/")
    press(me, "present")
    me = as_person("lanhdao")
    page = me.go(f"/staff/planning/{year}/")
    seen(me, "06-to-approve")
    page.fill("[name=approve-number]", "2150/QĐ-UBND")
    decision = {"name": "quyet-dinh.txt", "mimeType": "text/plain", "buffer": "Phê duyệt kế hoạch".encode()}
    page.set_input_files("[name=approve-file]", decision)
    page.fill("[name=approve-decided_on]", round_.opened_at.date().isoformat())
    press(me, "approve")
    seen(me, "07-approved")

    # 6. The line is work now; every page of the thread leads to the next.
    line.refresh_from_db()
    assert line.assignment is not None
    assert (line.approved, line.assignment.lead.name) == (230_000_000, OFFICE)
    me = as_person("daumoi")
    page = me.go(f"/staff/planning/lines/{line.pk}/")
    seen(me, "08-line")
    page.locator(f"a[href='{reverse('work:assignment', args=[line.assignment_id])}']").first.click()
    page.wait_for_load_state("networkidle")
    seen(me, "09-work")
    page = me.go(f"/staff/duties/{line.duty_id}/")
    assert page.locator(f"a[href='/staff/planning/lines/{line.pk}/']").count() == 1
    seen(me, "10-duty")

    # The office commits money on its line; no more than there is.
    page = me.go(f"/staff/planning/lines/{line.pk}/commit/")
    page.fill("[name=number]", "15/HĐ-SCT")
    page.fill("[name=supplier]", "Công ty cổ phần Hội chợ triển lãm")
    page.fill("[name=subject]", "Thuê 12 gian hàng tiêu chuẩn")
    page.fill("[name=amount]", "300 triệu")
    page.locator("form[method=post] button[type=submit]").last.click()
    page.locator(".nc-fault").first.wait_for()
    page.fill("[name=amount]", "222.000.000")
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/staff/planning/contracts/*/")
    seen(me, "14-commitment")

    # 7. Lists and files; a change in the year is an amendment.
    me = as_person("dieuphoi")
    for name, path in (("11-years", "/staff/planning/"), ("12-lines", "/staff/planning/lines/"),
                       ("13-norms", "/staff/planning/norms/"), ("15-money", "/staff/planning/money/"),
                       ("16-amend", f"/staff/planning/lines/{line.pk}/amend/"),
                       ("17-commitments", "/staff/planning/contracts/"), ("18-reviews", "/staff/planning/reviews/open/"),
                       ("19-inspection", "/staff/planning/inspections/new/")):  # fmt: skip
        me.go(path)
        seen(me, name)
    for kind in ("xlsx", "docx"):
        with page.expect_download() as waiting:
            page.evaluate(f"location.href = '/staff/planning/{year}/plan.{kind}'")
        content = Path(waiting.value.path()).read_bytes()
        (tmp_path / f"plan.{kind}").write_bytes(content)
        if kind == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            assert [book["Kế hoạch"][f"{c}4"].value for c in "LMN"] == [250_500_000, 230_000_000, 230_000_000]
        else:
            assert check_nd30(content) == []
            assert "230.000.000" in "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    assert trail_faults() == []
    assert not faults, "\n".join(sorted(set(faults)))
