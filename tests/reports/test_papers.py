"""What a report's paper says by itself: symbol, place, who signs, the note of an appendix; where a duty stands."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from django.utils import timezone

from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports.days import signed_day
from nhipcau.ports.papers import write_html
from nhipcau.ports.papers.docx_writer import heading_of
from nhipcau.reports.form_writing import lines_of
from nhipcau.reports.merged_writing import docx_of, paper_of, whole_of
from nhipcau.reports.models import Consolidation
from nhipcau.reports.rules.answers import Row
from nhipcau.reports.rules.clauses import clause_words
from tests.factories.people import OfficeFactory
from tests.factories.planning import someone
from tests.factories.reports import answered, drawn, handed, request_of

LONG = "Sở Văn hóa, Thể thao và Du lịch tỉnh Vĩnh Long"


@pytest.mark.parametrize(
    ("path", "words"),
    [("ke-hoach/III/10", "mục III.10"), ("dieu-3", "Điều 3"), ("dieu-3/2", "khoản 2 Điều 3"),
     ("dieu-3/2/a", "điểm a khoản 2 Điều 3"), ("ke-hoach/ket", ""), ("ke-hoach/II/4/-1", "mục II.4")],
)  # fmt: skip
def test_where_a_duty_stands_is_said_in_words(path: str, words: str) -> None:
    assert clause_words(path) == words


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2026, 2, 9), "ngày 09 tháng 02 năm 2026"), (date(2026, 9, 29), "ngày 29 tháng 9 năm 2026"),
     (date(2026, 12, 1), "ngày 01 tháng 12 năm 2026")],
)  # fmt: skip
def test_days_and_the_first_two_months_carry_a_nought(on: date, words: str) -> None:
    assert signed_day(on) == words


def test_the_province_of_a_heading_is_not_torn_apart() -> None:
    assert heading_of("Ủy ban nhân dân tỉnh Vĩnh Long") == "ỦY BAN NHÂN DÂN TỈNH\u00a0VĨNH\u00a0LONG"
    assert heading_of("Sở Nội vụ") == "SỞ NỘI VỤ"


def test_rows_of_a_form_are_as_high_as_their_words() -> None:
    assert lines_of("ngắn", 60) == 1
    assert lines_of("x" * 150, 60) == 3
    assert lines_of("a\nb", 60) == 2


@pytest.fixture
def report(db: None) -> Consolidation:
    """Drawn together by a department of the province; one table is an appendix."""
    office = OfficeFactory(name=LONG, parent=Office.objects.create(key="ubnd", name="Ủy ban nhân dân tỉnh Vĩnh Long",
                                                                   kind="ubnd", level="province"))  # fmt: skip
    desk: Staff = someone(StaffRole.COORDINATOR, office)
    request = request_of(office, by=desk)
    rows = tuple(Row(f"b{n}", {"c1": f"Hoạt động {n}"}) for n in range(20))
    handed(request, office, answered(tables={"p4": rows}))
    return drawn(request, by=desk)


def test_symbol_place_and_signature_come_from_the_office(report: Consolidation) -> None:
    paper = paper_of(report, whole_of(report), on=None)
    assert paper.symbol == "/BC-SVHTTDL"
    assert (paper.place, paper.signer.position) == ("Vĩnh Long", "Giám đốc")
    report.place, report.signer_title = "Trà Vinh", "Phó Giám đốc"
    paper = paper_of(report, whole_of(report), on=None)
    assert (paper.place, paper.signer.position) == ("Trà Vinh", "Phó Giám đốc")


def test_an_appendix_says_what_paper_it_comes_with(report: Consolidation) -> None:
    report.number, on = "125/BC-SVHTTDL", timezone.localdate()
    note = f"(Kèm theo Báo cáo số 125/BC-SVHTTDL {signed_day(on)} của {LONG})"
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(docx_of(report, on=on))).paragraphs)
    page = write_html(paper_of(report, whole_of(report), on=on))
    assert note in words
    assert note in page
    unsigned = write_html(paper_of(report, whole_of(report), on=None))
    assert "ngày\u00a0\u00a0" in unsigned, "room for the day does not fall together in a page"
