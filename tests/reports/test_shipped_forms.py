"""Report forms of the profile: there from the first start, once; a province's own changes are never overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.reports import actions
from nhipcau.reports.figures import FIGURES
from nhipcau.reports.forms.asking import usable_forms
from nhipcau.reports.models import FormVersion, ReportForm
from nhipcau.reports.rules.design import Joining, PartKind
from nhipcau.reports.rules.shipped_forms import FILE, BadForms, read_forms
from tests.factories.people import OfficeFactory, staff_in
from tests.factories.reports import request_of

FOLDER = Path(__file__).resolve().parents[2] / "profiles" / "tra-vinh-2023"
R = StaffRole
PERSONS = ("phóng viên", "nhà báo", "họ tên", "họ và tên", "tên người", "tác giả", "người bình luận", "tòa soạn")


def test_the_shipped_file_is_whole() -> None:
    forms = {form.key: form for form in read_forms(FOLDER, FIGURES)}
    assert set(forms) == {"bao-cao-thang", "bao-cao-quy", "so-ket-sau-thang", "bao-cao-nam"}
    for form in forms.values():
        assert "{ky}" in form.title
        assert "1899/QĐ-UBND" in form.note
        assert form.design.figures, "figures that nobody has to type"
        assert form.design.of_kind(PartKind.WORDS)
        assert any(p.joining is Joining.ADD for p in form.design.of_kind(PartKind.TABLE))
    assert {"work.all", "evidence.all", "money.paid", "sessions.held"} <= set(forms["bao-cao-nam"].design.figures)


def test_no_column_asks_for_a_person_or_an_outlet() -> None:
    for form in read_forms(FOLDER, FIGURES):
        for part in form.design.parts:
            for words in (part.title, *(c.title for c in part.columns)):
                assert not [p for p in PERSONS if p in words.casefold()], words


def copy_of(folder: Path, tmp_path: Path) -> tuple[Path, dict[str, object]]:
    made = tmp_path / "profile"
    shutil.copytree(folder, made, ignore=shutil.ignore_patterns("site"))
    return made, yaml.safe_load((made / FILE).read_text("utf-8"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f["parts"].clear(), "no part yet"),
        (lambda f: f["parts"][1].update(figures=["work.none"]), "figure from the list"),
        (lambda f: f["parts"][0].update(kind="prose"), "prose"),
        (lambda f: f["parts"][0].update(colour="red"), "unknown colour"),
        (lambda f: f["parts"][1].update(key="p1"), "p1 is given twice"),
        (lambda f: f.update(name="Báo cáo quý về thông tin đối ngoại"), "given twice"),
        (lambda f: f.pop("title"), "title"),
    ],
)
def test_a_bad_file_says_what_to_mend(
    change: Callable[[dict[str, object]], object], said: str, tmp_path: Path
) -> None:
    folder, rows = copy_of(FOLDER, tmp_path)
    change(rows["forms"][0])  # type: ignore[index]
    (folder / FILE).write_text(yaml.safe_dump(rows, allow_unicode=True), "utf-8")
    with pytest.raises(BadForms, match=said):
        read_forms(folder, FIGURES)


def test_a_profile_without_the_file_ships_none(tmp_path: Path) -> None:
    assert read_forms(tmp_path, FIGURES) == ()


pytestmark = pytest.mark.django_db


def load(folder: Path = FOLDER) -> str:
    out = StringIO()
    call_command("load_profile", str(folder), stdout=out)
    return out.getvalue()


def test_loaded_with_the_profile_once_and_offered_on_the_screens(
    coordinator: Staff, focal: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    assert "report_forms: +4" in load()
    trail = TrailEntry.objects.count()
    assert "report_forms: +0" in load()
    assert TrailEntry.objects.count() == trail
    assert usable_forms().count() == 4
    page = signed_in(coordinator).get(reverse("reports:forms")).content.decode()
    assert page.count("có sẵn trong chương trình") == 4
    form = ReportForm.objects.get(key="bao-cao-nam")
    shown = signed_in(coordinator).get(reverse("reports:form", args=[form.pk])).content.decode()
    assert "mục III.10" in shown
    assert "Truyền thông quảng bá theo phương thức" in shown
    assert form.name in signed_in(coordinator).get(reverse("reports:open_request")).content.decode()
    assert signed_in(focal).get(reverse("reports:open_request")).status_code == 403


def test_offices_can_be_asked_with_each(office: Office, other_office: Office, coordinator: Staff) -> None:
    load()
    for form in usable_forms():
        request = request_of(office, other_office, by=coordinator, name=form.name)
        assert request.version.form == form
        assert request.submissions.count() == 2


def changed(tmp_path: Path, name: str) -> Path:
    folder, rows = copy_of(FOLDER, tmp_path / name)
    rows["forms"][0]["parts"][0]["hint"] = f"Gợi ý {name}"  # type: ignore[index]
    (folder / FILE).write_text(yaml.safe_dump(rows, allow_unicode=True), "utf-8")
    return folder


def test_what_the_profile_changes_is_the_next_version_until_somebody_has_revised_it(
    tmp_path: Path, coordinator: Staff
) -> None:
    load()
    assert "report_forms: +1" in load(changed(tmp_path, "a"))
    form = ReportForm.objects.get(key="bao-cao-thang")
    first, second = form.versions.order_by("number")
    assert first.state == second.state == FormVersion.State.RELEASED
    assert second.design["parts"][0]["hint"] == "Gợi ý a"
    assert first.design["parts"][0]["hint"] != "Gợi ý a", "who was asked with it keeps it"
    actions.release(actions.revise(form, by=coordinator), by=coordinator)
    assert "report_forms: +0" in load(changed(tmp_path, "b"))
    other = ReportForm.objects.get(key="bao-cao-quy")
    actions.rename_form(other, actions.FormFacts("Mẫu quý của tỉnh", "Báo cáo {ky}"), by=coordinator)
    actions.retire(other, reason="Không dùng", by=coordinator)
    assert "report_forms: +0" in load()
    assert ReportForm.objects.filter(key="bao-cao-quy").count() == 1


def test_a_bad_form_leaves_nothing_of_the_profile_behind(tmp_path: Path) -> None:
    folder, rows = copy_of(FOLDER, tmp_path)
    rows["forms"][3]["parts"][1]["figures"] = ["none"]  # type: ignore[index]
    (folder / FILE).write_text(yaml.safe_dump(rows, allow_unicode=True), "utf-8")
    with pytest.raises(CommandError):
        load(folder)
    assert not ReportForm.objects.exists()
    assert not Office.objects.exists()


def test_only_who_designs_forms_loads_them() -> None:
    with pytest.raises(NotAllowed):
        actions.load_forms(read_forms(FOLDER, FIGURES), by=staff_in(OfficeFactory(), R.FOCAL))
    assert actions.load_forms(read_forms(FOLDER, FIGURES), by=staff_in(OfficeFactory(), R.COORDINATOR)) == 4
