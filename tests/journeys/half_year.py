"""Half a year reported by three offices, step by step on the screen; what the files say is worked out here once more.

The first office writes on the screen, the second fills in the .xlsx, the third gets its report back once. Expected figures
are counted from the rows of the database by rules of their own, not by those of the program.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
from django.utils import timezone
from django.utils.translation import override

from nhipcau.people.models import Office
from nhipcau.planning.models import PlanLine
from nhipcau.reports.models import Consolidation, Handing, ReportForm, ReportRequest, Submission
from nhipcau.work.models import Assignment, Evidence
from tests.journeys.conftest import Traveller
from tests.journeys.test_planning import press, unfold

BASE = "/staff/issued-reports"
ASKED = (
    "work.all", "work.in_time", "work.overdue", "work.in_hand", "duties.served", "evidence.all", "money.planned",
)  # fmt: skip
"""The figures of the form."""
ADDED, STACKED = "Kết quả theo hình thức", "Hoạt động tiêu biểu"


def save(me: Traveller) -> None:
    me.page.get_by_role("button", name="Lưu", exact=True).click()
    me.page.wait_for_load_state("networkidle")


def fill(me: Traveller, one: Submission, part: str, **cells: str) -> None:
    page = me.go(f"{BASE}/submissions/{one.pk}/parts/{part}/")
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


@dataclasses.dataclass
class HalfYear:
    """The first half of ``year``. ``focal``: focal point → office, three of them; pictures begin with ``prefix``."""

    as_person: Callable[[str], Traveller]
    focal: dict[str, str]
    year: int
    due_on: date
    folder: Path
    prefix: str
    faults: list[str] = dataclasses.field(default_factory=list)

    def seen(self, me: Traveller, name: str) -> None:
        """A picture at both widths, and what axe says."""
        me.shoot(f"{self.prefix}-{name}")
        self.faults += [f"{name}: {fault}" for fault in me.faults()]

    def focal_point(self, at: int) -> Traveller:
        return self.as_person(list(self.focal)[at])

    def submission(self, at: int) -> Submission:
        return Submission.objects.get(request=self.request, office__name=list(self.focal.values())[at])

    @property
    def request(self) -> ReportRequest:
        return ReportRequest.objects.get(period_start=date(self.year, 1, 1), occasion="half")

    @property
    def report(self) -> Consolidation:
        return Consolidation.objects.get(request=self.request)

    # The steps, in their order.

    def design_the_form(self) -> ReportForm:
        """The coordinator designs a form without code."""
        me = self.as_person("dieuphoi")
        page = me.go(f"{BASE}/forms/")
        page.fill("[name=name]", "Báo cáo 6 tháng về thông tin đối ngoại")
        page.fill("[name=title]", "Kết quả công tác thông tin đối ngoại {ky}")
        page.get_by_role("button", name="Bắt đầu soạn").click()
        page.wait_for_url("**/forms/*/")
        form = ReportForm.objects.latest("pk")
        parts = f"{BASE}/forms/{form.pk}/parts"
        me.go(f"{parts}/new-words/")
        page.fill("[name=title]", "Đánh giá chung")
        page.fill("[name=hint]", "Nêu kết quả nổi bật, có số liệu.")
        page.check("[name=required]")
        save(me)
        me.go(f"{parts}/new-figures/")
        page.fill("[name=title]", "Số liệu do hệ thống tổng hợp")
        for key in ASKED:
            page.check(f"[name=figures][value='{key}']")
        save(me)
        self._design_the_tables(me, parts)
        press(me, "release")
        return form

    def _design_the_tables(self, me: Traveller, parts: str) -> None:
        page = me.go(f"{parts}/new-table/")
        page.fill("[name=title]", ADDED)
        page.check("[name=joining][value=add]")
        column(
            me, 0, "Hình thức", "choice", choices="Báo chí\nHội chợ, triển lãm\nXuất bản phẩm", key=True, needed=True
        )
        column(me, 1, "Số lượng", "number", needed=True)
        column(me, 2, "Kinh phí", "money")
        self.seen(me, "01-design-table")
        save(me)
        me.go(f"{parts}/new-table/")
        page.fill("[name=title]", STACKED)
        page.check("[name=joining][value=stack]")
        column(me, 0, "Hoạt động", "text", needed=True)
        column(me, 1, "Ngày", "date")
        column(me, 2, "Cơ quan phối hợp", "office")
        save(me)
        self.seen(me, "02-form")

    def ask(self, form: ReportForm) -> None:
        """The three offices are asked for the half-year."""
        me = self.as_person("dieuphoi")
        page = me.go(f"{BASE}/requests/open/?form={form.pk}")
        page.select_option("[name=occasion]", "half")
        page.fill("[name=period]", f"{self.year}-H1")
        page.fill("[name=due_on]", self.due_on.isoformat())
        page.fill("[name=guidance]", f"Số liệu tính đến hết ngày 30/6/{self.year}.")
        for name in self.focal.values():
            page.get_by_label(name, exact=True).check()
        self.seen(me, "03-open")
        page.locator("form[method=post] button[type=submit]").last.click()
        page.wait_for_url("**/requests/*/")
        assert self.request.submissions.count() == len(self.focal)

    def first_writes_on_the_screen(self) -> None:
        """A word in a cell for numbers is told at its cell."""
        one, partner = self.submission(0), self.submission(1).office
        me = self.focal_point(0)
        fill(me, one, "p1", words="Tổ chức 2 hội chợ quốc tế, thu hút 120 doanh nghiệp.")
        save(me)
        fill(me, one, "p3", cell_0_c1="Hội chợ, triển lãm", cell_0_c2="2", cell_0_c3="1,5 tỷ",
             cell_1_c1="Báo chí", cell_1_c2="ba")  # fmt: skip
        save(me)
        self.seen(me, "04-fault-at-its-cell")
        me.page.fill("[name=cell-1-c2]", "3")
        save(me)
        fill(me, one, "p4", cell_0_c1="Hội chợ thương mại quốc tế", cell_0_c2=f"{self.year}-04-18",
             cell_0_c3=f"{partner.pk} {partner.name}")  # fmt: skip
        self.seen(me, "05-table")
        save(me)
        me.go(f"{BASE}/submissions/{one.pk}/")
        self.seen(me, "06-submission")
        press(me, "hand_in")

    def second_fills_in_the_xlsx(self) -> None:
        """First with faults, of which nothing is saved, then rightly."""
        one = self.submission(1)
        me = self.focal_point(1)
        page = me.go(f"{BASE}/submissions/{one.pk}/form/")
        with page.expect_download() as waiting:
            page.locator("a[href='?form']").click()
        place = self.folder / "bieu.xlsx"
        shutil.copy(waiting.value.path(), place)
        book = openpyxl.load_workbook(place)
        book["Phần lời"]["C6"] = "Đón 9 đoàn phóng viên nước ngoài."
        added, stacked = book[f"1. {ADDED}"], book[f"2. {STACKED}"]
        for at, values in enumerate((("Báo chí", "chín", 250_000_000), ("Xuất bản phẩm", 4, "=1+1")), start=6):
            added[f"B{at}"], added[f"C{at}"], added[f"D{at}"] = values
        stacked["B6"], stacked["C6"] = "Đoàn báo chí Nhật Bản", date(self.year, 3, 9)
        book.save(place)
        page.set_input_files("[name=file]", str(place))
        page.get_by_role("button", name="Nhận biểu").click()
        page.locator("#faults-title").wait_for()
        assert [page.locator("tbody code").nth(n).inner_text() for n in (0, 1)] == ["C6", "D7"]
        self.seen(me, "07-form-faults")
        assert self.submission(1).answer == {}
        added["C6"], added["D7"] = 9, 80_000_000
        book.save(place)
        page.set_input_files("[name=file]", str(place))
        page.get_by_role("button", name="Nhận biểu").click()
        page.wait_for_url(f"**/submissions/{one.pk}/")
        press(me, "hand_in")

    def third_is_returned(self) -> None:
        """With a remark on its table, which it answers."""
        one = self.submission(2)
        me = self.focal_point(2)
        fill(me, one, "p1", words="Tập huấn cán bộ đầu mối.")
        save(me)
        fill(me, one, "p3", cell_0_c1="Báo chí", cell_0_c2="1")
        save(me)
        me.go(f"{BASE}/submissions/{one.pk}/")
        press(me, "hand_in")
        me = self.as_person("dieuphoi")
        page = me.go(f"{BASE}/submissions/{one.pk}/")
        unfold(me, "return")
        page.fill("[name=return-reason]", "Bổ sung kinh phí.")
        page.fill("[name=return-remark-p3]", "Kinh phí tin bài là bao nhiêu?")
        press(me, "return")
        me = self.focal_point(2)
        page = me.go(f"{BASE}/submissions/{one.pk}/")
        assert page.locator("text=Kinh phí tin bài là bao nhiêu?").count()
        self.seen(me, "08-returned")
        fill(me, one, "p3", cell_0_c3="20.000.000")
        save(me)
        press(me, "hand_in")

    def draw_together(self) -> None:
        """All accepted and drawn together; a cell opens what it came from."""
        me = self.as_person("dieuphoi")
        for at in range(len(self.focal)):
            me.go(f"{BASE}/submissions/{self.submission(at).pk}/")
            press(me, "accept")
        page = me.go(f"{BASE}/requests/{self.request.pk}/")
        self.seen(me, "09-request")
        press(me, "consolidate")
        page = me.go(f"{BASE}/consolidated/{self.report.pk}/tables/p3/")
        self.seen(me, "10-table")
        _name, number, _money = self.added_up()[0]
        page.locator(f"tbody a:text-is('{number}')").click()
        page.wait_for_url("**/cells/**")
        self.seen(me, "11-cell")
        page.locator("tbody tr", has_text=self.submission(1).office.name).locator("a").click()
        page.wait_for_load_state("networkidle")
        row = self.handing(1).answer["tables"]["p3"][0]["cells"]
        assert page.locator("tr.is-pointed td").nth(1).inner_text() == row["c2"]
        self.seen(me, "12-as-handed-in")

    def first_changes_its_report(self) -> None:
        """After it was drawn together: shown as a difference, taken over."""
        one = self.submission(0)
        me = self.focal_point(0)
        page = me.go(f"{BASE}/submissions/{one.pk}/")
        unfold(me, "take_back")
        page.fill("[name=take_back-reason]", "Thống kê thiếu một tin bài.")
        press(me, "take_back")
        fill(me, one, "p3", cell_1_c2="4")
        save(me)
        press(me, "hand_in")
        me = self.as_person("dieuphoi")
        page = me.go(f"{BASE}/consolidated/{self.report.pk}/")
        assert page.locator(".rep-old").first.inner_text() == "3"
        assert page.locator(".rep-new").first.inner_text() == "4"
        self.seen(me, "13-difference")
        press(me, "take_over")
        me.go(f"{BASE}/submissions/{one.pk}/")
        press(me, "accept")

    def issue(self) -> None:
        """The words of the paper by the coordinator; issued by a second person, who opens its files."""
        me = self.as_person("dieuphoi")
        page = me.go(f"{BASE}/consolidated/{self.report.pk}/")
        for name, words in (("place", "Vĩnh Long"), ("addressee", "Ủy ban nhân dân tỉnh Vĩnh Long"), ("signer_title", "Giám đốc"),
                            ("signer", "Nguyễn Văn An"), ("number", "125/BC-SVHTTDL")):  # fmt: skip
            page.fill(f"[name={name}]", words)
        page.fill("[name=recipients]", "Như trên\nCác cơ quan, đơn vị có tên trong báo cáo\nLưu: VT")
        page.locator("#paper-title ~ .nc-actions button[type=submit]").click()
        page.wait_for_load_state("networkidle")
        me = self.as_person("duyet")
        page = me.go(f"{BASE}/consolidated/{self.report.pk}/")
        self.seen(me, "14-to-issue")
        press(me, "issue")
        self.seen(me, "15-issued")
        for kind in ("xlsx", "docx", "pdf"):
            with page.expect_download() as waiting:
                page.evaluate(f"location.href = '{BASE}/consolidated/{self.report.pk}/report.{kind}'")
            (self.folder / f"bao-cao.{kind}").write_bytes(Path(waiting.value.path()).read_bytes())

    # What the database says.

    def handing(self, at: int) -> Handing:
        """What the office stands by."""
        return Handing.objects.filter(submission=self.submission(at)).order_by("-number")[0]

    def handings(self) -> list[Handing]:
        return [self.handing(at) for at in range(len(self.focal))]

    def added_up(self) -> list[tuple[str, int, int]]:
        """Form of work, how many, đồng: the sums of what the offices stand by."""
        numbers, money = Counter[str](), Counter[str]()
        for handing in self.handings():
            for row in handing.answer["tables"]["p3"]:
                name = row["cells"]["c1"]
                numbers[name] += int(row["cells"]["c2"])
                money[name] += int(row["cells"].get("c3") or 0)
        return [(name, numbers[name], money[name]) for name in sorted(numbers)]

    def one_below_the_other(self) -> list[tuple[str, str, date, str]]:
        """Office, activity, day, partner: the rows of all offices."""
        rows = [
            (handing.submission.office.name, row["cells"])
            for handing in self.handings()
            for row in handing.answer["tables"].get("p4", [])
        ]
        partners = dict(Office.objects.values_list("pk", "name"))
        return [
            (office, cells["c1"], date.fromisoformat(cells["c2"]), partners.get(int(cells.get("c3") or 0), ""))
            for office, cells in rows
        ]

    def work_of(self, office: str) -> list[Assignment]:
        """Its work that was there in the half-year."""
        start, end = date(self.year, 1, 1), date(self.year, 6, 30)
        return [
            work
            for work in Assignment.objects.filter(lead__name=office).exclude(state="cancelled")
            if (work.period_start or work.opens_on) <= end
            and (work.period_end or (date.max if work.period_start else work.closed_on or date.max)) >= start
        ]

    def evidence_of(self, office: str) -> list[Evidence]:
        return list(
            Evidence.objects.filter(
                office__name=office, withdrawal=None, happened_on__year=self.year, happened_on__month__lte=6
            )
        )

    def lines_of(self, office: str) -> list[PlanLine]:
        """The approved lines of its plan for the year."""
        return list(PlanLine.objects.filter(plan__office__name=office, plan__round__year=self.year, state="approved"))

    def counted(self, office: str) -> dict[str, int]:
        """The figures of one office, row by row."""
        on = min(timezone.localdate(), date(self.year, 6, 30))
        work = self.work_of(office)
        done = [w for w in work if w.state == "accepted"]
        overdue = [w for w in work if w.state == "open" and w.due_on < on]
        return {
            "work.all": len(work),
            "work.in_time": sum(w.closed_on is not None and w.closed_on <= w.due_on for w in done),
            "work.overdue": len(overdue),
            "work.in_hand": len(work) - len(done) - len(overdue),
            "duties.served": len({w.duty_id for w in work if w.duty_id}),
            "evidence.all": len(self.evidence_of(office)),
            "money.planned": sum(int(line.current) for line in self.lines_of(office)),
        }

    def all_offices(self) -> dict[str, int]:
        """The figures of the three together, but for the one in which a duty may count for two of them."""
        each = [self.counted(office) for office in self.focal.values()]
        return {name: sum(one[name] for one in each) for name in ASKED if name != "duties.served"}

    def broken_down(self) -> dict[str, Counter[str]]:
        """Figure → its parts: evidence by kind, planned đồng by source."""
        kinds, funds = Counter[str](), Counter[str]()
        with override("vi"):
            for office in self.focal.values():
                kinds.update(str(piece.get_kind_display()) for piece in self.evidence_of(office))
                for line in self.lines_of(office):
                    funds[str(line.get_fund_display())] += int(line.current)
        return {"evidence.all": kinds, "money.planned": funds}
