"""Commissions: from order to published work; two people accept; no more is paid than agreed; nothing is deleted."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.media.models import Licence
from nhipcau.newsroom import actions
from nhipcau.newsroom.commissions import commission_list, late_q, one, recorded, stage_q, unpaid_q
from nhipcau.newsroom.faults import NotNow, SamePerson
from nhipcau.newsroom.models import Commission, Delivery, Payment
from nhipcau.newsroom.rules.commissions import Recorded, Stage, is_late, room_left, stage_of, unpaid
from nhipcau.people.models import Notice, Office, Staff
from nhipcau.people.permissions import NotAllowed, today
from nhipcau.people.rules.roles import StaffRole
from nhipcau.work.actions import EvidenceRefused
from nhipcau.work.actions import Upload as Paper
from nhipcau.work.models import Evidence
from nhipcau.workspace.desk import waiting_for
from tests.factories.commissions import accepted, cleared, contracted, delivered, order, ordered
from tests.factories.documents import plan
from tests.factories.duties import duty_of
from tests.factories.media import film, upload
from tests.factories.newsroom import out, story
from tests.factories.people import OfficeFactory, staff_in

pytestmark = pytest.mark.django_db
R = StaffRole
SignIn = Callable[[Staff], Client]


def known(**said: Any) -> Recorded:
    plain: dict[str, Any] = {
        "is_cancelled": False, "has_offer": False, "price": None, "due_on": date(2026, 6, 1), "waits": False, "is_accepted": False,
        "has_rights": False, "is_public": False, "paid": Decimal(0),
    }  # fmt: skip
    return Recorded(**(plain | said))


# ---- rules


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ({}, Stage.ORDERED),
        ({"has_offer": True}, Stage.OFFERED),
        ({"price": Decimal(5)}, Stage.CONTRACTED),
        ({"price": Decimal(5), "waits": True}, Stage.DELIVERED),
        ({"price": Decimal(5), "is_accepted": True}, Stage.ACCEPTED),
        ({"price": Decimal(5), "is_accepted": True, "has_rights": True}, Stage.CLEARED),
        ({"price": Decimal(5), "is_accepted": True, "has_rights": True, "is_public": True}, Stage.PUBLISHED),
        ({"price": Decimal(5), "is_accepted": True, "is_cancelled": True}, Stage.CANCELLED),
    ],
)
def test_how_far_it_is(said: dict[str, Any], stage: Stage) -> None:
    assert stage_of(known(**said)) is stage


def test_late_is_what_was_not_delivered_by_the_end_of_its_day() -> None:
    day = date(2026, 6, 1)
    assert not is_late(known(), day)
    assert is_late(known(), day + timedelta(days=1))
    for said in ({"waits": True}, {"is_accepted": True}, {"is_cancelled": True}):
        assert not is_late(known(**said), day + timedelta(days=1))


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_unpaid_is_never_negative_and_only_after_acceptance(price: int, paid: int) -> None:
    amounts = {"price": Decimal(price), "paid": Decimal(paid)}
    assert unpaid(known(**amounts)) == 0
    assert unpaid(known(is_accepted=True, **amounts)) == max(price - paid, 0)
    assert room_left(Decimal(price), Decimal(paid)) == price - paid
    assert room_left(None, Decimal(paid)) == 0


# ---- the way


def test_from_order_to_published_film(office: Office, staff_of: Callable[..., Staff]) -> None:
    duty = duty_of(office)
    work = contracted(office, duty=duty)
    delivery = delivered(work)
    asset = delivery.assets.get()
    assert (asset.source, asset.commission, asset.office) == ("commission", work.contract_number, office)
    assert not Evidence.objects.exists()
    accepted(delivery)
    filed = Evidence.objects.get()
    assert filed.duty == duty
    assert reverse("newsroom:commission", args=[work.pk]) in filed.address
    cleared(delivery)
    asset.refresh_from_db()
    assert (asset.holder, asset.proof_number, asset.licence) == (
        "Đài PT-TH tỉnh",
        work.contract_number,
        Licence.objects.get(key="own"),
    )
    assert stage_of(recorded(one(work.pk))) is Stage.CLEARED
    editor, second = staff_of(R.EDITOR), staff_of(R.APPROVER)
    page = story("Ok Om Bok", by=editor, office=office)
    actions.link_page(work, page, by=editor)
    assert stage_of(recorded(one(work.pk))) is Stage.CLEARED
    out(page, by=editor, second=second)
    assert stage_of(recorded(one(work.pk))) is Stage.PUBLISHED


def test_an_asset_that_is_live_publishes_too(office: Office) -> None:
    delivery = delivered(contracted(office))
    cleared(accepted(delivery))
    delivery.assets.update(is_live=True)
    assert stage_of(recorded(one(delivery.commission_id))) is Stage.PUBLISHED


def test_two_different_people_accept(office: Office) -> None:
    delivery = delivered(contracted(office))
    first = staff_in(office, R.APPROVER)
    actions.accept_delivery(delivery, by=first, on=today())
    with pytest.raises(SamePerson):
        actions.accept_delivery(delivery, by=first, on=today())
    for columns in ({"second_by": first, "second_at": timezone.now()}, {"second_by": staff_in(office, R.LEADER)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.filter(pk=delivery.pk).update(**columns)
    actions.accept_delivery(delivery, by=staff_in(office, R.LEADER), on=today())
    with pytest.raises(NotNow):
        actions.accept_delivery(delivery, by=staff_in(office, R.LEADER), on=today())
    with pytest.raises(NotNow):
        actions.return_delivery(delivery, reason="x", by=first)


def test_a_returned_delivery_is_told_and_another_may_come(office: Office) -> None:
    work = contracted(office)
    delivery = delivered(work)
    with pytest.raises(NotNow):
        delivered(work)
    boss = staff_in(office, R.LEADER)
    with pytest.raises(NotNow):
        actions.return_delivery(delivery, reason=" ", by=boss)
    actions.return_delivery(delivery, reason="Thiếu phụ đề", by=boss)
    assert Notice.objects.filter(staff=delivery.by, kind="newsroom.delivery_returned").count() == 1
    assert stage_of(recorded(one(work.pk))) is Stage.CONTRACTED
    accepted(delivered(work))
    assert stage_of(recorded(one(work.pk))) is Stage.ACCEPTED


def test_no_more_is_paid_than_agreed(office: Office) -> None:
    work, pays = contracted(office, price=100), staff_in(office, R.FINANCE)
    due = {"paid_on": today(), "document": "UNC 1", "by": pays, "on": today()}
    actions.record_payment(work, amount=Decimal(70), **due)
    with pytest.raises(NotNow):
        actions.record_payment(work, amount=Decimal(31), **due)
    first = Payment.objects.get()
    with pytest.raises(NotNow):
        actions.take_back_payment(first, reason=" ", by=pays)
    actions.take_back_payment(first, reason="Nhầm số", by=pays)
    with pytest.raises(NotNow):
        actions.take_back_payment(first, reason="x", by=pays)
    actions.record_payment(work, amount=Decimal(100), **due)
    assert Payment.objects.count() == 2
    assert one(work.pk).paid == 100


@pytest.mark.parametrize("said", [{"amount": Decimal(0)}, {"document": " "}, {"paid_on": date(2999, 1, 1)}])
def test_a_payment_without_sense_is_refused(said: dict[str, Any], office: Office) -> None:
    plain: dict[str, Any] = {
        "amount": Decimal(1),
        "paid_on": today(),
        "document": "x",
        "by": staff_in(office, R.FINANCE),
        "on": today(),
    }
    with pytest.raises(NotNow):
        actions.record_payment(contracted(office), **(plain | said))
    with pytest.raises(NotNow):
        actions.record_payment(ordered(office), **plain)


def test_what_was_accepted_stands_and_what_is_cancelled_takes_nothing(office: Office, coordinator: Staff) -> None:
    done = contracted(office)
    accepted(delivered(done))
    with pytest.raises(NotNow):
        actions.cancel_commission(done, reason="x", by=coordinator)
    work = contracted(office)
    with pytest.raises(NotNow):
        actions.cancel_commission(work, reason=" ", by=coordinator)
    actions.cancel_commission(work, reason="Đổi kế hoạch", by=coordinator)
    with pytest.raises(NotNow):
        actions.cancel_commission(work, reason="x", by=coordinator)
    with pytest.raises(NotNow):
        delivered(work)


@pytest.mark.parametrize(
    "said", [{"title": " "}, {"brief": ""}, {"supplier": ""}, {"languages": ()}, {"due_on": date(2020, 1, 1)}]
)
def test_an_order_without_sense_is_refused(said: dict[str, Any], office: Office, coordinator: Staff) -> None:
    with pytest.raises(NotNow):
        actions.order_work(order(**said), office, by=coordinator, on=today())


def test_contracts_are_made_once_and_numbers_belong_to_one(office: Office, coordinator: Staff) -> None:
    work = contracted(office)
    again = actions.Contract(work.contract_number, today(), Decimal(5))
    with pytest.raises(NotNow):
        actions.record_contract(work, again, by=coordinator)
    with pytest.raises(NotNow):
        actions.record_contract(ordered(office), again, by=coordinator)
    with pytest.raises(NotNow):
        actions.record_contract(ordered(office), actions.Contract("9", today(), Decimal(0)), by=coordinator)
    with pytest.raises(NotNow):
        actions.record_offer(work, price=Decimal(1), received_on=today(), by=coordinator)
    with pytest.raises(NotNow):
        actions.record_delivery(ordered(office), delivered_on=today(), by=coordinator, on=today())
    with pytest.raises(NotNow):
        actions.record_delivery(work, delivered_on=today(), by=coordinator, on=today())


def test_a_marked_contract_is_not_kept(office: Office, coordinator: Staff) -> None:
    marked = Paper("hop-dong.txt", "TỐI MẬT\n".encode() + plan())
    with pytest.raises(EvidenceRefused):
        actions.record_contract(
            ordered(office), actions.Contract("1", today(), Decimal(5), paper=marked), by=coordinator
        )
    made = actions.record_contract(
        ordered(office),
        actions.Contract("2", today(), Decimal(5), paper=Paper("hop-dong.txt", plan())),
        by=coordinator,
    )
    assert made.contract_file.name


def test_rights_wait_for_acceptance(office: Office, coordinator: Staff) -> None:
    delivery, rights = delivered(contracted(office)), actions.Rights(Licence.objects.get(key="own"), "Đài")
    with pytest.raises(NotNow):
        actions.record_commission_rights(delivery.commission, rights, by=coordinator)
    accepted(delivery)
    for wrong in (
        actions.Rights(rights.licence, " "),
        actions.Rights(rights.licence, "x", date(2026, 2, 1), date(2026, 1, 1)),
    ):
        with pytest.raises(NotNow):
            actions.record_commission_rights(delivery.commission, wrong, by=coordinator)


def test_the_database_and_the_rules_agree(office: Office) -> None:
    works = [
        ordered(office),
        contracted(office),
        contracted(office, price=10),
        contracted(office),
        contracted(office),
        ordered(office),
    ]
    actions.record_offer(works[0], price=Decimal(1), received_on=today(), by=staff_in(office, R.COORDINATOR))
    delivered(works[1])
    accepted(delivered(works[2]))
    cleared(accepted(delivered(works[3])))
    actions.return_delivery(delivered(works[4]), reason="x", by=staff_in(office, R.LEADER))
    actions.cancel_commission(ordered(office), reason="x", by=staff_in(office, R.COORDINATOR))
    pays = {"paid_on": today(), "document": "1", "by": staff_in(office, R.FINANCE), "on": today()}
    actions.record_payment(works[2], amount=Decimal(10), **pays)
    Commission.objects.filter(pk__in=[works[1].pk, works[4].pk, works[5].pk]).update(
        due_on=today() - timedelta(days=1)
    )
    rows = list(commission_list())
    for stage in Stage:
        expected = {row.pk for row in rows if stage_of(recorded(row)) is stage}
        assert set(commission_list().filter(stage_q(stage)).values_list("pk", flat=True)) == expected, stage
    late = {row.pk for row in rows if is_late(recorded(row), today())}
    assert (
        set(commission_list().filter(late_q(today())).values_list("pk", flat=True))
        == late
        == {works[4].pk, works[5].pk}
    )
    owing = {row.pk for row in rows if unpaid(recorded(row)) > 0}
    assert set(commission_list().filter(unpaid_q()).values_list("pk", flat=True)) == owing == {works[3].pk}


# ---- who may

MAY: dict[str, set[StaffRole]] = {
    "order": {R.COORDINATOR}, "offer": {R.COORDINATOR}, "contract": {R.COORDINATOR}, "cancel": {R.COORDINATOR}, "rights": {R.COORDINATOR},
    "deliver": {R.COORDINATOR, R.EDITOR}, "accept": {R.COORDINATOR, R.APPROVER, R.LEADER}, "return": {R.COORDINATOR, R.APPROVER, R.LEADER},
    "pay": {R.FINANCE}, "take_back": {R.FINANCE}, "link": {R.COORDINATOR, R.EDITOR, R.FOCAL},
}  # fmt: skip


def perform(name: str, by: Staff, office: Office) -> object:
    on, work = (
        today(),
        contracted(office)
        if name in {"deliver", "pay", "take_back", "accept", "return", "rights", "link"}
        else ordered(office),
    )
    waits = delivered(work) if name in {"accept", "return", "rights"} else None
    if name == "rights" and waits:
        accepted(waits)
    paid = None
    if name == "take_back":
        paid = actions.record_payment(
            work, amount=Decimal(1), paid_on=on, document="x", by=staff_in(office, R.FINANCE), on=on
        )
    steps: dict[str, Callable[[], object]] = {
        "order": lambda: actions.order_work(order(), office, by=by, on=on),
        "offer": lambda: actions.record_offer(work, price=Decimal(1), received_on=on, by=by),
        "contract": lambda: actions.record_contract(work, actions.Contract("x", on, Decimal(1)), by=by),
        "cancel": lambda: actions.cancel_commission(work, reason="x", by=by),
        "deliver": lambda: actions.record_delivery(
            work, delivered_on=on, uploads=[upload(film(), "x.mp4")], by=by, on=on
        ),
        "accept": lambda: actions.accept_delivery(waits, by=by, on=on),  # type: ignore[arg-type]
        "return": lambda: actions.return_delivery(waits, reason="x", by=by),  # type: ignore[arg-type]
        "rights": lambda: actions.record_commission_rights(
            work, actions.Rights(Licence.objects.get(key="own"), "x"), by=by
        ),
        "pay": lambda: actions.record_payment(work, amount=Decimal(1), paid_on=on, document="x", by=by, on=on),
        "take_back": lambda: actions.take_back_payment(paid, reason="x", by=by),  # type: ignore[arg-type]
        "link": lambda: actions.link_page(work, story(office=office), by=by),
    }
    return steps[name]()


@pytest.mark.parametrize(("name", "role"), list(itertools.product(sorted(MAY), StaffRole)))
def test_role_by_action(name: str, role: StaffRole) -> None:
    office = OfficeFactory()
    by = staff_in(office, role)
    if role in MAY[name]:
        perform(name, by, office)
    else:
        with pytest.raises(NotAllowed):
            perform(name, by, office)


# ---- screens


def test_the_list_narrows_and_asks_a_constant_number_of_questions(
    office: Office, coordinator: Staff, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(coordinator)
    works = [ordered(office, title=f"Phim {n}") for n in range(20)]
    Commission.objects.filter(pk=works[3].pk).update(due_on=today() - timedelta(days=2))
    with django_assert_max_num_queries(10):
        assert client.get(reverse("newsroom:commissions_results")).status_code == 200

    def shown(**query: Any) -> list[int]:
        return [row.pk for row in client.get(reverse("newsroom:commissions"), query).context["object_list"]]

    assert shown(where="late") == [works[3].pk]
    assert shown(where="unpaid") == []
    assert len(shown(stage="ordered", office=office.pk, kind="film")) == 20
    assert shown(q="Phim 7") == [works[7].pk]


def test_a_commission_on_screen(
    office: Office, coordinator: Staff, staff_of: Callable[..., Staff], signed_in: SignIn
) -> None:
    client = signed_in(coordinator)
    sent = {"title": "Phim", "kind": "film", "supplier": "Đài", "brief": "x", "languages": ["vi", "en"], "office": office.pk, "estimate": "abc",
            "due_on": (today() + timedelta(days=9)).isoformat()}  # fmt: skip
    assert client.post(reverse("newsroom:order_work"), sent).status_code == 422
    assert client.post(reverse("newsroom:order_work"), sent | {"estimate": "120.000.000"}).status_code == 302
    work = Commission.objects.get()
    assert work.estimate == 120_000_000
    address, day = reverse("newsroom:commission", args=[work.pk]), today().isoformat()

    def do(deed: str, **fields: Any) -> int:
        return client.post(address, {"step": deed} | {f"{deed}-{k}": v for k, v in fields.items()}).status_code

    assert do("offer", price="115.000.000", received_on=day) == 302
    paper = SimpleUploadedFile("hop-dong.txt", plan())
    assert do("contract", number="01/HĐ", signed_on=day, price="110.000.000", file=paper) == 302
    assert do("deliver", delivered_on=day) == 422
    assert do("deliver", delivered_on=day, delivered_files=[SimpleUploadedFile("phim.mp4", film())]) == 302
    assert do("accept") == 302
    assert do("accept") == 422
    client = signed_in(staff_of(R.LEADER))
    assert do("accept") == 302
    client = signed_in(staff_of(R.FINANCE))
    assert do("pay", amount="200.000.000", paid_on=day, document="UNC 5") == 422
    assert do("pay", amount="50.000.000", paid_on=day, document="UNC 5") == 302
    page = client.get(address).content.decode()
    assert "110.000.000 đ" in page
    assert "60.000.000 đ" in page
    assert client.get(reverse("newsroom:contract_file", args=[work.pk])).status_code == 200
    assert do("take_back", payment=Payment.objects.get().pk, reason="Nhầm") == 302
    client = signed_in(coordinator)
    assert do("rights", licence=Licence.objects.get(key="own").pk, holder="Đài") == 302
    assert do("link", page=story(office=office).pk) == 302
    assert do("cancel", reason="x") == 422
    client = signed_in(staff_of(R.VIEWER))
    assert client.get(address).status_code == 200
    assert client.get(reverse("newsroom:contract_file", args=[work.pk])).status_code == 403
    assert client.get(reverse("newsroom:order_work")).status_code == 403


def test_no_screen_lists_or_counts_suppliers(office: Office, coordinator: Staff, signed_in: SignIn) -> None:
    """What the product will not do: no list, score or count of outlets."""
    ordered(office, supplier="Đài A")
    page = signed_in(coordinator).get(reverse("newsroom:commissions"))
    assert "supplier" not in page.context["filters"].form.fields
    assert [
        row.pk
        for row in signed_in(coordinator).get(reverse("newsroom:commissions"), {"q": "Đài A"}).context["object_list"]
    ] == []


def test_the_first_page_says_what_waits_for_whom(office: Office, staff_of: Callable[..., Staff]) -> None:
    accepted(delivered(contracted(office)))
    delivered(contracted(office))
    Commission.objects.filter(pk=ordered(office).pk).update(due_on=today() - timedelta(days=1))
    said = {
        role: [(row.count, row.url.rpartition("?")[2]) for row in waiting_for(staff_of(role), on=today())]
        for role in (R.LEADER, R.FINANCE)
    }
    assert (1, "stage=delivered") in said[R.LEADER]
    assert (1, "where=unpaid") in said[R.FINANCE]
    late = [row for row in waiting_for(staff_of(R.COORDINATOR), on=today()) if row.url.endswith("where=late")]
    assert [(row.count, row.is_late) for row in late] == [(1, True)]
