"""Half a year reported: a form designed without code, three offices, one by .xlsx and one returned; drawn together, issued."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from django.utils import timezone

from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import trail_faults
from nhipcau.ports.papers import check_nd30
from nhipcau.reports.merged_writing import whole_of
from nhipcau.reports.models import Consolidation, ReportForm, ReportRequest, Submission
from tests.factories.people import staff_in
from tests.factories.work import AssignmentFactory, evidence_of
from tests.journeys.conftest import SHOTS, Traveller
from tests.journeys.test_planning import press, unfold

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
TRADE, CULTURE, HOME = (
    "Sở Công Thương tỉnh Vĩnh Long",
    "Sở Văn hóa, Thể thao và Du lịch tỉnh Vĩnh Long",
    "Sở Nội vụ tỉnh Vĩnh Long",
)
PASSWORD = "mot-cau-dai-de-nho-2026"


def people() -> dict[str, Office]:
    """The three offices; a focal point in each that has none; some work done in the half-year."""
    offices = {name: Office.objects.get(name=name) for name in (TRADE, CULTURE, HOME)}
    for username, office in (("daumoi-vh", offices[CULTURE]), ("daumoi-nv", offices[HOME])):
        person = staff_in(office, StaffRole.FOCAL, username=username, full_name=f"Đầu mối {office.name}")
        person.set_password(PASSWORD)
        person.save()
    for at, office in enumerate(offices.values(), start=1):
        inside = {"lead": office, "opens_on": date(2026, 1, 5), "due_on": date(2026, 5, 20)}
        for _n in range(at):
            AssignmentFactory(**inside, state="accepted", closed_on=date(2026, 5, 15))
        AssignmentFactory(**inside)
        evidence_of(office, Staff.objects.get(username="dieuphoi"), happened_on=date(2026, 4, at))
    return offices


def save(me: Traveller) -> None:
    me.page.get_by_role("button", name="Lưu", exact=True).click()
    me.page.wait_for_load_state("networkidle")


def fill(me: Traveller, one: Submission, part: str, **cells: str) -> None:
    page = me.go(f"/staff/issued-reports/submissions/{one.pk}/parts/{part}/")
    for name, value in cells.items():
        field = page.locator(f"[name={name.replace('_', '-')}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def column(
    me: Traveller, at: int, title: str, kind: str, *, choices: str = "", key: bool = False, needed: bool = False
) -> None:
    me.page.fill(f"[name=columns-{at}-title]", title)
    me.page.select_option(f"[name=columns-{at}-kind]", kind)
    if choices:
        me.page.fill(f"[name=columns-{at}-choices]", choices)
    if key:
        me.page.check(f"[name=columns-{at}-is_key]")
    if needed:
        me.page.check(f"[name=columns-{at}-required]")


def design(me: Traveller, seen: Callable[[Traveller, str], None]) -> ReportForm:
    """The coordinator designs a form on the screen."""
    page = me.go("/staff/issued-reports/forms/")
    page.fill("[name=name]", "Báo cáo 6 tháng về thông tin đối ngoại")
    page.fill("[name=title]", "Kết quả công tác thông tin đối ngoại {ky}")
    page.get_by_role("button", name="Bắt đầu soạn").click()
    page.wait_for_url("**/forms/*/")
    form = ReportForm.objects.latest("pk")
    base = f"/staff/issued-reports/forms/{form.pk}/parts"
    me.go(f"{base}/new-words/")
    page.fill("[name=title]", "Đánh giá chung")
    page.fill("[name=hint]", "Nêu kết quả nổi bật, có số liệu.")
    page.check("[name=required]")
    save(me)
    me.go(f"{base}/new-figures/")
    page.fill("[name=title]", "Số liệu do hệ thống tổng hợp")
    for key in ("work.all", "work.in_time", "work.overdue", "evidence.all"):
        page.check(f"[name=figures][value='{key}']")
    save(me)
    me.go(f"{base}/new-table/")
    page.fill("[name=title]", "Kết quả theo hình thức")
    page.check("[name=joining][value=add]")
    column(me, 0, "Hình thức", "choice", choices="Báo chí\nHội chợ, triển lãm\nXuất bản phẩm", key=True, needed=True)
    column(me, 1, "Số lượng", "number", needed=True)
    column(me, 2, "Kinh phí", "money")
    seen(me, "01-design-table")
    save(me)
    me.go(f"{base}/new-table/")
    page.fill("[name=title]", "Hoạt động tiêu biểu")
    page.check("[name=joining][value=stack]")
    column(me, 0, "Hoạt động", "text", needed=True)
    column(me, 1, "Ngày", "date")
    column(me, 2, "Cơ quan phối hợp", "office")
    save(me)
    seen(me, "02-form")
    press(me, "release")
    return form


def test_half_a_year_is_reported(as_person: Callable[[str], Traveller], traveller: Traveller, tmp_path: Path) -> None:
    offices, faults = people(), list[str]()

    def seen(me: Traveller, name: str) -> None:
        me.shoot(f"reports-{name}")
        faults.extend(f"{name}: {fault}" for fault in me.faults())

    def as_focal(username: str) -> Traveller:
        traveller.sign_in(username, PASSWORD)
        return traveller

    # 1. A form without code; three offices are asked.
    me = as_person("dieuphoi")
    form = design(me, seen)
    page = me.go(f"/staff/issued-reports/requests/open/?form={form.pk}")
    page.select_option("[name=occasion]", "half")
    page.fill("[name=period]", "2026-H1")
    page.fill("[name=due_on]", (timezone.localdate() + timedelta(days=7)).isoformat())
    page.fill("[name=guidance]", "Số liệu tính đến hết ngày 30/6/2026.")
    for name in offices:
        page.get_by_label(name, exact=True).check()
    seen(me, "03-open")
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/requests/*/")
    request = ReportRequest.objects.get()
    trade, culture, home = (
        Submission.objects.get(request=request, office=offices[n]) for n in (TRADE, CULTURE, HOME)
    )

    # 2. One office writes on the screen.
    me = as_person("daumoi")
    fill(me, trade, "p1", words="Tổ chức 2 hội chợ quốc tế, thu hút 120 doanh nghiệp.")
    save(me)
    fill(
        me,
        trade,
        "p3",
        cell_0_c1="Hội chợ, triển lãm",
        cell_0_c2="2",
        cell_0_c3="1,5 tỷ",
        cell_1_c1="Báo chí",
        cell_1_c2="ba",
    )
    save(me)
    seen(me, "04-fault-at-its-cell")
    page.fill("[name=cell-1-c2]", "3")
    save(me)
    fill(me, trade, "p4", cell_0_c1="Hội chợ thương mại quốc tế", cell_0_c2="2026-04-18",
         cell_0_c3=f"{offices[CULTURE].pk} {CULTURE}")  # fmt: skip
    seen(me, "05-table")
    save(me)
    me.go(f"/staff/issued-reports/submissions/{trade.pk}/")
    seen(me, "06-submission")
    press(me, "hand_in")

    # 3. One fills in the .xlsx: first with faults, then rightly.
    me = as_focal("daumoi-vh")
    page = me.go(f"/staff/issued-reports/submissions/{culture.pk}/form/")
    with page.expect_download() as waiting:
        page.locator("a[href='?form']").click()
    place = tmp_path / "bieu.xlsx"
    shutil.copy(waiting.value.path(), place)
    book = openpyxl.load_workbook(place)
    book["Phần lời"]["C6"] = "Đón 9 đoàn phóng viên nước ngoài."
    added, stacked = book["1. Kết quả theo hình thức"], book["2. Hoạt động tiêu biểu"]
    for at, values in enumerate((("Báo chí", "chín", 250_000_000), ("Xuất bản phẩm", 4, "=1+1")), start=6):
        added[f"B{at}"], added[f"C{at}"], added[f"D{at}"] = values
    stacked["B6"], stacked["C6"] = "Đoàn báo chí Nhật Bản", date(2026, 3, 9)
    book.save(place)
    page.set_input_files("[name=file]", str(place))
    page.get_by_role("button", name="Nhận biểu").click()
    page.locator("#faults-title").wait_for()
    assert [page.locator("tbody code").nth(n).inner_text() for n in (0, 1)] == ["C6", "D7"]
    seen(me, "07-form-faults")
    culture.refresh_from_db()
    assert culture.answer == {}
    added["C6"], added["D7"] = 9, 80_000_000
    book.save(place)
    page.set_input_files("[name=file]", str(place))
    page.get_by_role("button", name="Nhận biểu").click()
    page.wait_for_url(f"**/submissions/{culture.pk}/")
    press(me, "hand_in")

    # 4. One is returned first.
    me = as_focal("daumoi-nv")
    fill(me, home, "p1", words="Tập huấn cán bộ đầu mối.")
    save(me)
    fill(me, home, "p3", cell_0_c1="Báo chí", cell_0_c2="1")
    save(me)
    me.go(f"/staff/issued-reports/submissions/{home.pk}/")
    press(me, "hand_in")
    me = as_person("dieuphoi")
    page = me.go(f"/staff/issued-reports/submissions/{home.pk}/")
    unfold(me, "return")
    page.fill("[name=return-reason]", "Bổ sung kinh phí.")
    page.fill("[name=return-remark-p3]", "Kinh phí tin bài là bao nhiêu?")
    press(me, "return")
    me = as_focal("daumoi-nv")
    page = me.go(f"/staff/issued-reports/submissions/{home.pk}/")
    assert page.locator("text=Kinh phí tin bài là bao nhiêu?").count()
    seen(me, "08-returned")
    fill(me, home, "p3", cell_0_c3="20.000.000")
    save(me)
    press(me, "hand_in")

    # 5. Accepted, drawn together; a cell opens to its source.
    me = as_person("dieuphoi")
    for one in (trade, culture, home):
        me.go(f"/staff/issued-reports/submissions/{one.pk}/")
        press(me, "accept")
    page = me.go(f"/staff/issued-reports/requests/{request.pk}/")
    seen(me, "09-request")
    press(me, "consolidate")
    report = Consolidation.objects.get()
    page = me.go(f"/staff/issued-reports/consolidated/{report.pk}/tables/p3/")
    seen(me, "10-table")
    page.locator("tbody a:text-is('13')").click()
    page.wait_for_url("**/cells/**")
    seen(me, "11-cell")
    page.locator("tbody tr", has_text=CULTURE).locator("a").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("tr.is-pointed td").nth(1).inner_text() == "9"
    seen(me, "12-as-handed-in")

    # 6. An office changes its report afterwards: shown as a difference, taken over.
    me = as_person("daumoi")
    page = me.go(f"/staff/issued-reports/submissions/{trade.pk}/")
    unfold(me, "take_back")
    page.fill("[name=take_back-reason]", "Thống kê thiếu một tin bài.")
    press(me, "take_back")
    fill(me, trade, "p3", cell_1_c2="4")
    save(me)
    press(me, "hand_in")
    me = as_person("dieuphoi")
    page = me.go(f"/staff/issued-reports/consolidated/{report.pk}/")
    assert page.locator(".rep-old").first.inner_text() == "3"
    assert page.locator(".rep-new").first.inner_text() == "4"
    seen(me, "13-difference")
    press(me, "take_over")
    me.go(f"/staff/issued-reports/submissions/{trade.pk}/")
    press(me, "accept")

    # 7. Words of the report, issued by a second person, files.
    page = me.go(f"/staff/issued-reports/consolidated/{report.pk}/")
    for name, words in (("place", "Vĩnh Long"), ("addressee", "Ủy ban nhân dân tỉnh Vĩnh Long"), ("signer_title", "Giám đốc"),
                        ("signer", "Nguyễn Văn An"), ("number", "125/BC-SVHTTDL")):  # fmt: skip
        page.fill(f"[name={name}]", words)
    page.fill("[name=recipients]", "Như trên\nCác cơ quan, đơn vị có tên trong báo cáo\nLưu: VT")
    page.get_by_role("button", name="Lưu phần lời").click()
    page.wait_for_load_state("networkidle")
    me = as_person("duyet")
    page = me.go(f"/staff/issued-reports/consolidated/{report.pk}/")
    seen(me, "14-to-issue")
    press(me, "issue")
    seen(me, "15-issued")
    check_files(me, report.pk, tmp_path)

    me = as_person("dieuphoi")
    for name, path in (("16-requests", "requests/"), ("17-schedules", "schedules/"), ("18-forms", "forms/")):
        me.go(f"/staff/issued-reports/{path}")
        seen(me, name)
    assert trail_faults() == []
    assert not faults, "\n".join(sorted(set(faults)))


def check_files(me: Traveller, pk: int, folder: Path) -> None:
    """Both files opened again: every figure is what the database says."""
    report = Consolidation.objects.select_related("request__version__form", "request__office__parent").get(pk=pk)
    merged = whole_of(report).merged
    rows = [[merged.tables["p3"].rows[n].cells[c].value for c in ("c1", "c2", "c3")] for n in range(3)]
    assert rows == [
        ["Báo chí", "14", "270000000"],
        ["Hội chợ, triển lãm", "2", "1500000000"],
        ["Xuất bản phẩm", "4", "80000000"],
    ]
    figures = {name: f.total.value for name, f in merged.figures.items() if f.total}
    assert figures == {"work.all": "9", "work.in_time": "6", "work.overdue": "3", "evidence.all": "3"}
    for kind in ("xlsx", "docx", "pdf"):
        with me.page.expect_download() as waiting:
            me.page.evaluate(f"location.href = '/staff/issued-reports/consolidated/{pk}/report.{kind}'")
        (folder / f"bao-cao.{kind}").write_bytes(Path(waiting.value.path()).read_bytes())
    book = openpyxl.load_workbook(folder / "bao-cao.xlsx", data_only=True)
    sheet = book["Kết quả theo hình thức"]
    for at, (name, number, money) in enumerate(rows, start=4):
        assert [sheet[f"{c}{at}"].value for c in "BCD"] == [name, int(number), int(money)]
    assert [sheet[f"{c}7"].value for c in "CD"] == [sum(int(r[1]) for r in rows), sum(int(r[2]) for r in rows)]
    content = (folder / "bao-cao.docx").read_bytes()
    assert check_nd30(content) == []
    document = docx.Document(io.BytesIO(content))
    cells = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    for at, (name, number, money) in enumerate(rows, start=1):
        assert [str(at), name, number, f"{Decimal(money):,.0f}".replace(",", ".")] in cells
    for at, value in enumerate(figures.values(), start=1):
        assert [row[2] for row in cells if row[0] == str(at) and len(row) == 4 and row[1] and row[2] == value]
    print_pages(folder / "bao-cao.docx")


def print_pages(paper: Path) -> None:
    """What LibreOffice makes of the paper, page by page, beside the screenshots: to be looked at."""
    office, pages = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or pages is None:
        return
    profile = f"-env:UserInstallation=file://{paper.parent}/profile"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(paper.parent / "made"),
        str(paper),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    made = paper.parent / "made" / f"{paper.stem}.pdf"
    SHOTS.mkdir(parents=True, exist_ok=True)
    subprocess.run([pages, "-r", "60", "-png", str(made), str(SHOTS / "reports-paper")], check=True, timeout=120)
    assert list(SHOTS.glob("reports-paper-*.png"))
