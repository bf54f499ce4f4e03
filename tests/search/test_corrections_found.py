"""Entries of the public log are found by readers in the language of their words; what is only at the desk by staff who may see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nhipcau.corrections import actions
from nhipcau.corrections.models import Case
from nhipcau.people.models import Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.search.asking import Question, ask, suggest
from nhipcau.search.building import drift
from tests.corrections.conftest import Desk, desk, key  # noqa: F401
from tests.factories.corrections import at_desk, changed, draft_of, published, received
from tests.factories.people import staff_in

pytestmark = pytest.mark.django_db


def addresses(text: str, by: Staff | None, language: str = "vi") -> list[str]:
    return [hit.url for hit in ask(Question(text, language=language, kinds=("correction",)), by=by).hits]


def test_an_entry_is_found_by_readers_in_the_languages_of_its_words(index: Callable[[], int], desk: Desk) -> None:  # noqa: F811
    case = received(email="nguoigui@example.vn", name="Trầnvănkín")
    index()
    assert addresses("nha may dien gio", None) == [], "nothing of a case is public before it is in the log"
    entry = published(case, by=desk.editor, second=desk.second)
    index()
    number = entry.case.number
    assert addresses("so nha may dien gio", None) == [f"/dinh-chinh/vu/{number}/"]
    assert addresses("dang van hanh 45/BC-SCT", None) == [f"/dinh-chinh/vu/{number}/"]
    assert addresses("number of wind plants", None, "en") == [f"/en/dinh-chinh/vu/{number}/"]
    khmer = ask(Question("wind plants", language="km"), by=None)
    assert [(hit.language, hit.state) for hit in khmer.hits] == [("en", "")]
    assert [one.url for one in suggest("so nha may d", by=None, language="vi")] == [f"/dinh-chinh/vu/{number}/"]
    for words in ("trầnvănkín", "nguoigui", "Số liệu công bố là"):
        assert addresses(words, None) == [], "who sent it, and why, is not public"


def test_staff_find_a_case_once_and_its_draft(index: Callable[[], int], desk: Desk) -> None:  # noqa: F811
    case = received(email="nguoigui@example.vn", name="Trầnvănkín")
    at_desk(case, by=desk.editor)
    words = actions.Words("Chuyện cánhquạt", "Hồ sơ nói về cánhquạt.", "")
    actions.save_draft(case, actions.Draft(draft_of().verdict, {"vi": words}, is_withdrawal=False), by=desk.editor)
    index()
    here = [f"/staff/corrections/{case.pk}/"]
    assert addresses("cánhquạt", desk.editor) == here
    assert addresses("cánhquạt", None) == []
    answer = ask(Question("Số liệu công bố"), by=desk.second)
    assert [(hit.kind, hit.url) for hit in answer.hits] == [("correction", here[0])]
    assert str(answer.hits[0].state) == str(Case(state=Case.objects.get(pk=case.pk).state).get_state_display())  # type: ignore[attr-defined]
    assert addresses("trầnvănkín", desk.editor) == addresses("nguoigui@example.vn", desk.editor) == []
    viewer = staff_in(desk.office, StaffRole.VIEWER)
    assert addresses("cánhquạt", viewer) == []
    refused = ask(Question("Số liệu công bố"), by=viewer)
    assert (refused.total, refused.did_you_mean, refused.facets.get("kinds", ())) == (0, "", ())


def test_what_changed_in_the_log_is_what_is_found(index: Callable[[], int], desk: Desk) -> None:  # noqa: F811
    entry = published(by=desk.editor, second=desk.second)
    actions.reopen(entry.case, reason="Có số liệu mới", by=desk.editor)
    index()
    assert len(addresses("so nha may dien gio", None)) == 1, "it stays public while it is worked on"
    newer = draft_of(change="Số liệu tháng 12.")
    newer.words["vi"] = actions.Words("Số trụ tuabin", "Đã thành mười nhà máy.", "Số liệu tháng 12.")  # type: ignore[index]
    changed(entry, by=desk.editor, second=desk.second, draft=newer)
    index()
    assert len(addresses("so tru tuabin", None)) == 1
    assert not any(drift(["correction"]))
