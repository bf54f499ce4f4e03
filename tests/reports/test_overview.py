"""Leadership's screen: where duties stand, numbers that open exactly their rows, copies that stay, one sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from defusedxml import ElementTree
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.corrections.models import Case
from nhipcau.documents.models import Clause
from nhipcau.monitoring.models import Digest, Mark
from nhipcau.people.models import Office, Staff, Topic, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions as planning
from nhipcau.planning.actions.spending import Promise
from nhipcau.planning.models import OfficePlan
from nhipcau.reports.actions import NoTitle, freeze_overview
from nhipcau.reports.looking import look_anew, overview_of
from nhipcau.reports.models import OverviewCopy
from nhipcau.reports.rules.bars import LABEL, WIDTH, Part, nested, stacked
from nhipcau.reports.rules.overview import (
    Count,
    Figure,
    MoneyRow,
    Overview,
    Pair,
    Said,
    Standing,
    as_values,
    checksum,
    count,
    from_values,
    standing_of,
    standings,
)
from nhipcau.work.actions import Order, ask_extension, assign, hand_in, record_progress
from nhipcau.work.models import Assignment
from tests.factories.awards import proposal_of
from tests.factories.corrections import received
from tests.factories.duties import duty_of
from tests.factories.people import OfficeFactory, merge, staff_in
from tests.factories.planning import approved, cost, line_of, round_of
from tests.factories.press import story_of

SignIn = Callable[[Staff], Client]
R = StaffRole
SEES = {R.ADMIN, R.COORDINATOR, R.APPROVER, R.LEADER}


# -- rules -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("overdue", "risky", "standing"), [(1, 1, "late"), (0, 1, "at_risk"), (0, 0, "on_time")])
def test_where_a_duty_stands(overdue: int, risky: int, standing: str) -> None:
    assert standing_of(overdue=overdue, risky=risky) == standing


pairs = st.lists(
    st.builds(
        Pair, duty=st.integers(1, 9), office=st.integers(1, 5), overdue=st.integers(0, 2),
        risky=st.integers(0, 2),
    )
)  # fmt: skip


@given(pairs)
def test_every_duty_stands_in_one_place_and_the_worst_office_decides(found: list[Pair]) -> None:
    stands = standings(range(1, 10), found)
    whole = count("x", "", stands.values())
    assert whole.total == 9
    for duty, standing in stands.items():
        own = [p for p in found if p.duty == duty]
        assert (standing == Standing.LATE) == any(p.overdue for p in own)
        assert (standing == Standing.NO_WORK) == (not own)


amounts = st.decimals(0, 10**15, places=0, allow_nan=False)
said = st.builds(Said, st.text(max_size=9), st.text(max_size=9), st.just("2027-01-02"))
figures = st.builds(Figure, st.text(max_size=9), st.integers(0, 999), st.text(max_size=9), st.booleans())
counts = st.builds(Count, st.text(max_size=9), st.text(max_size=9), *(st.integers(0, 99) for _n in range(4)))
money = st.builds(MoneyRow, st.text(max_size=9), st.text(max_size=9), amounts, amounts, amounts)


@given(st.builds(
    Overview, on=st.just("2027-01-02"), year=st.integers(2000, 2200), duties=counts, offices=st.lists(counts, max_size=3).map(tuple),
    clauses=st.just(()), topics=st.just(()), work=st.lists(figures, max_size=3).map(tuple), money=money,
    money_offices=st.lists(money, max_size=3).map(tuple), reports=st.just(()), digest=st.none() | said,
    headlines=st.just(()), stories=st.lists(said, max_size=2).map(tuple), decisions=st.just(()),
))  # fmt: skip
def test_a_frozen_overview_reads_back_the_same(overview: Overview) -> None:
    import json

    values = json.loads(json.dumps(as_values(overview)))
    assert from_values(values) == overview
    assert checksum(values) == checksum(as_values(overview))


@given(
    st.lists(
        st.lists(st.builds(Part, st.just("late"), st.floats(0, 10**12)), min_size=1, max_size=4),
        min_size=1,
        max_size=9,
    )
)
def test_bars_stay_in_their_room_and_keep_their_order(rows: list[list[Part]]) -> None:
    for box in (*stacked(rows), *nested(rows)):
        assert box.x >= LABEL
        assert box.x + box.width <= WIDTH
        assert box.width >= 2


# -- what the screen shows ---------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def on() -> date:
    return timezone.localdate()


@pytest.fixture
def leader(staff_of: Callable[..., Staff]) -> Staff:
    return staff_of(R.LEADER)


def work(duty: Any, lead: Office, by: Staff, *, due: int, opens: int = -60) -> Assignment:
    on = timezone.localdate()
    return assign(
        duty, lead, Order(due_on=on + timedelta(days=due), opens_on=on + timedelta(days=min(opens, due))), by=by
    )


@pytest.fixture
def province(office: Office, other_office: Office, coordinator: Staff, focal: Staff, on: date) -> dict[str, Any]:
    """A late duty, one at risk by its day, one by its pace, one on time, one done, one without work; money; a digest."""
    names = ("late", "soon", "slow", "fine", "done", "bare")
    duties = {name: duty_of(other_office, text=f"Nhiệm vụ {name}") for name in names}
    topic = Topic.objects.create(key="bao-chi", name="Báo chí")
    clause = Clause.objects.create(document=duties["late"].document, path="II/4", label="4.", heading="Báo chí", start=0,
                                   end=9, position=1, state="confirmed")  # fmt: skip
    for name in ("late", "fine"):
        duties[name].topics.add(topic)
    duties["late"].clause = clause
    duties["late"].save()
    work(duties["late"], other_office, coordinator, due=-1)
    work(duties["late"], office, coordinator, due=200)
    work(duties["soon"], other_office, coordinator, due=7)
    work(duties["slow"], office, coordinator, due=30)
    fine = work(duties["fine"], other_office, coordinator, due=30)
    record_progress(fine, percent=50, words="Một nửa", by=focal, on=on)
    done = work(duties["done"], other_office, coordinator, due=2)
    hand_in(done, words="Xong", by=focal, on=on)
    return {"duties": duties, "topic": topic, "clause": clause}


def test_the_rule_on_real_rows(province: dict[str, Any], office: Office, other_office: Office, on: date) -> None:
    found = look_anew(on)
    assert (found.duties.late, found.duties.at_risk, found.duties.on_time, found.duties.no_work) == (1, 2, 2, 1)
    by_office = {c.name: (c.late, c.at_risk, c.on_time) for c in found.offices}
    assert by_office == {other_office.name: (1, 1, 2), office.name: (0, 1, 1)}
    assert [(c.name, c.late, c.on_time) for c in found.topics] == [("Báo chí", 1, 1)]
    assert [(c.late, c.total) for c in found.clauses] == [(1, 1)]
    assert found.offices[0].name == other_office.name


def addresses(html: str) -> set[str]:
    return {
        a.replace("&amp;", "&") for a in re.findall(r'href="(/staff/issued-reports/overview/duties/[^"]*)"', html)
    }


def test_every_number_of_duties_opens_exactly_its_rows(
    province: dict[str, Any], leader: Staff, signed_in: SignIn, on: date
) -> None:
    client = signed_in(leader)
    html = client.get(reverse("reports:overview")).content.decode()
    found = overview_of(on)
    for query, counted in [
        ("", found.duties),
        *((c.query, c) for c in (*found.offices, *found.clauses, *found.topics)),
    ]:
        for standing in Standing:
            address = f"{reverse('reports:overview_rows')}?{query}{'&' if query else ''}standing={standing}"
            assert address in addresses(html), address
            page = client.get(address).context["page"]
            assert page.paginator.count == getattr(counted, standing.value), address
        if query:
            assert (
                client.get(f"{reverse('reports:overview_rows')}?{query}").context["page"].paginator.count
                == counted.total
            )
    rows = client.get(reverse("reports:overview_rows"), {"standing": "late"}).content.decode()
    clause = province["clause"]
    assert f"{reverse('documents:detail', args=[clause.document_id])}#clause-{clause.pk}" in rows
    assert "II.4 Báo chí" in rows, "a bare 4 could be of any section"
    assert reverse("duties:duty", args=[province["duties"]["late"].pk]) in rows


def test_a_merged_offices_work_counts_with_its_successor(
    province: dict[str, Any], other_office: Office, leader: Staff, signed_in: SignIn, on: date
) -> None:
    after = OfficeFactory(name="Sở hợp nhất")
    merge(other_office, after, on)
    found = look_anew(on)
    assert "Sở hợp nhất" in {c.name for c in found.offices}
    assert other_office.name not in {c.name for c in found.offices}
    rows = signed_in(leader).get(reverse("reports:overview_rows"), {"office": after.pk, "standing": "late"})
    assert rows.context["page"].paginator.count == 1


def test_every_figure_of_work_and_of_decisions_opens_its_rows(
    province: dict[str, Any], plan_year: OfficePlan, coordinator: Staff, focal: Staff, leader: Staff, signed_in: SignIn, on: date
) -> None:  # fmt: skip
    ask_extension(
        Assignment.objects.filter(state="open").order_by("due_on")[0], new_due_on=on + timedelta(days=90), reason="x", by=focal, on=on
    )  # fmt: skip
    Digest.objects.create(title="Nháp", on_date=on)
    proposal_of(focal.memberships.get().office, state="advised")
    for state in ("handed_over", "agreed", "desk"):
        case = received(f"Câu {state}")
        Case.objects.filter(pk=case.pk).update(
            state=state, kind="fact", triaged_at=timezone.now(), due_on=on - timedelta(days=1)
        )
    found, client = look_anew(on), signed_in(coordinator)
    assert {
        "Đính chính chờ người thứ hai": 1, "Đính chính chờ kiểm tra pháp lý và bảo mật": 1,
        "Vụ việc của bàn đính chính đã quá hạn": 3, "Đề nghị khen thưởng chờ quyết định": 1,
    }.items() <= {f.label: f.count for f in found.decisions}.items()  # fmt: skip
    assert {f.label for f in found.decisions} >= {"Yêu cầu gia hạn", "Báo hoàn thành, chờ nghiệm thu"} or len(
        found.decisions
    ) >= 4
    for figure in (*found.work, *found.decisions, *found.reports):
        context = client.get(figure.url).context
        rows = context["rows"] if "rows" in context else context.get("object_list")
        if rows is None or not hasattr(rows, "__len__"):
            rows = context["page_obj"].paginator.object_list
        assert len(rows) == figure.count, figure


@pytest.fixture
def plan_year(
    office: Office, other_office: Office, coordinator: Staff, focal: Staff, staff_of: Callable[..., Staff]
) -> OfficePlan:
    """This year's plan approved with money promised and paid; next year's submitted."""
    on = timezone.localdate()
    round_ = round_of(other_office, office, by=coordinator, year=on.year)
    plan = round_.plans.get(office=other_office)
    line = line_of(plan, cost(1_000), by=focal)
    line_of(round_.plans.get(office=office), cost(77), by=coordinator)
    approved(round_, by=coordinator, finance=staff_of(R.FINANCE), approver=staff_of(R.APPROVER))
    line.refresh_from_db()
    contract = planning.commit(line, Promise("contract", "1/HĐ", on, "x", Decimal(600)), by=focal, on=on)
    planning.pay(contract, kind="advance", amount=Decimal(250), voucher="UNC", on_date=on, by=focal, on=on)
    following = round_of(other_office, by=coordinator, year=on.year + 1)
    submitted = following.plans.get()
    line_of(submitted, cost(5), by=focal)
    planning.submit(submitted, by=focal, on=on)
    return plan


def test_money_planned_committed_paid_left_with_its_lines(
    plan_year: OfficePlan, leader: Staff, signed_in: SignIn, on: date
) -> None:
    found, client = look_anew(on), signed_in(leader)
    assert (found.year, found.money.planned, found.money.committed, found.money.paid, found.money.left) == (
        on.year,
        1077,
        600,
        250,
        477,
    )
    assert client.get(found.money.url).context["totals"].current == 1077
    for row in found.money_offices:
        totals = client.get(row.url).context["totals"]
        assert (totals.current, totals.committed, totals.paid) == (row.planned, row.committed, row.paid)


def test_the_press_by_what_it_says_never_by_who_says_it(leader: Staff, signed_in: SignIn, on: date) -> None:
    story = story_of("Trà Vinh đón đoàn nhà đầu tư")
    Mark.objects.create(story=story, kind="leadership", by=leader, at=timezone.now())
    digest = Digest.objects.create(
        title="Điểm báo ngày 1", on_date=on, state="sent", released_by=leader, sent_at=timezone.now()
    )
    digest.items.create(story=story, position=1, title="Đoàn đầu tư đến Trà Vinh", outlet="Báo Không Được Nêu")
    html = signed_in(leader).get(reverse("reports:overview")).content.decode()
    for words in ("Điểm báo ngày 1", "Đoàn đầu tư đến Trà Vinh", "Trà Vinh đón đoàn nhà đầu tư"):
        assert words in html
    assert "Báo Không Được Nêu" not in html
    assert reverse("monitoring:digest", args=[digest.pk]) in html


def test_what_was_done_is_on_the_screen_at_once(
    province: dict[str, Any], other_office: Office, coordinator: Staff, on: date
) -> None:
    before = overview_of(on)
    assert overview_of(on) == before
    work(province["duties"]["bare"], other_office, coordinator, due=-3)
    after = overview_of(on)
    assert (after.duties.late, after.duties.no_work) == (before.duties.late + 1, 0)
    tomorrow = overview_of(on + timedelta(days=300))
    assert tomorrow.duties.late > after.duties.late


def test_the_screen_is_asked_with_the_same_number_of_queries_however_many_rows(
    province: dict[str, Any],
    plan_year: OfficePlan,
    office: Office,
    coordinator: Staff,
    leader: Staff,
    signed_in: SignIn,
) -> None:
    client = signed_in(leader)

    def asked(address: str) -> int:
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    screens = [reverse("reports:overview"), reverse("reports:overview_rows")]
    few = [asked(address) for address in screens]
    for _n in range(9):
        for lead in (OfficeFactory(), office):
            work(duty_of(lead), lead, coordinator, due=-2)
    freeze_overview(title="x", by=leader, on=timezone.localdate())
    assert [asked(address) for address in screens] == few
    assert max(few) <= 45
    client.get(screens[0])
    with CaptureQueriesContext(connection) as queries:
        client.get(screens[0])
    assert len(queries) <= 15


def test_charts_are_accessible_and_obey_the_policy(
    province: dict[str, Any], plan_year: OfficePlan, leader: Staff, signed_in: SignIn
) -> None:
    html = signed_in(leader).get(reverse("reports:overview")).content.decode()
    charts = re.findall(r'<svg[^>]*class="nc-chart".*?</svg>', html, re.DOTALL)
    assert len(charts) == 4
    for chart in charts:
        root = ElementTree.fromstring(chart)
        assert root.attrib["role"] == "img"
        parts = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}
        for part in root.attrib["aria-labelledby"].split():
            assert parts[part]
    main = html[html.index('id="main"') :]
    assert not re.findall(r"<(?:script|style)|\sstyle=|\son[a-z]+=", "".join(charts))
    assert main.count("<details") >= 4


# -- frozen copies ------------------------------------------------------------------------------------------------


def test_a_copy_stays_as_it_was(
    province: dict[str, Any], plan_year: OfficePlan, other_office: Office, coordinator: Staff, leader: Staff, focal: Staff,
    signed_in: SignIn, on: date,
) -> None:  # fmt: skip
    client = signed_in(leader)
    screen = reverse("reports:overview")
    assert client.post(screen, {"title": "  "}).status_code == 422
    answer = client.post(screen, {"title": "Họp Ban chỉ đạo"})
    copy = OverviewCopy.objects.get()
    assert answer.url == reverse("reports:overview_copy", args=[copy.key])
    before = from_values(copy.figures)
    work(province["duties"]["bare"], other_office, coordinator, due=-3)
    page = signed_in(focal).get(answer.url)
    assert page.context["overview"] == before
    assert page.context["agrees"]
    assert "Họp Ban chỉ đạo" in page.content.decode()
    assert "Họp Ban chỉ đạo" in signed_in(leader).get(screen).content.decode()
    assert TrailEntry.objects.get(action="reports.freeze_overview").facts["sha256"] == copy.sha256
    client.logout()
    assert client.get(answer.url).status_code == 302
    for step in (lambda: OverviewCopy.objects.update(title="Khác"), lambda: OverviewCopy.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            step()
    assert signed_in(leader).get(reverse("reports:overview_copy", args=["khong-co"])).status_code == 404


def test_a_copys_title_bears_no_secrecy_mark(leader: Staff, on: date) -> None:
    with pytest.raises(NoTitle):
        freeze_overview(title="TỐI MẬT", by=leader, on=on)
    assert not OverviewCopy.objects.exists()


@pytest.mark.parametrize("role", list(StaffRole))
def test_who_sees_and_who_keeps(role: StaffRole, client: Client, on: date) -> None:
    me = staff_in(OfficeFactory(), role)
    client.force_login(me, backend="django.contrib.auth.backends.ModelBackend")
    wanted = 200 if role in SEES else 403
    for name in ("overview", "overview_rows"):
        assert client.get(reverse(f"reports:{name}")).status_code == wanted
    menu = client.get("/staff/").content.decode()
    assert (reverse("reports:overview") in menu) == (role in SEES)
    if role in SEES:
        assert freeze_overview(title="x", by=me, on=on).made_by == me
        return
    with pytest.raises(NotAllowed):
        freeze_overview(title="x", by=me, on=on)
    assert client.post(reverse("reports:overview"), {"title": "x"}).status_code == 403
    assert not OverviewCopy.objects.exists()
