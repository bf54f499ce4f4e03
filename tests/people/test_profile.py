"""The province as data: what the shipped profile says, and that a bad one tells all its faults at once."""

from __future__ import annotations

import hashlib
import shutil
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.people.actions.profile import load_profile
from nhipcau.people.models import FunctionHolding, Office, OfficeGroup, Succession
from nhipcau.people.rules.offices import (
    Group,
    Match,
    expand_group,
    fold,
    holder_of,
    lives,
    match_office,
    offices_on,
    successors_of,
    without_title,
)
from nhipcau.people.rules.offices import Office as OfficeFacts
from nhipcau.people.rules.offices import Succession as Step
from nhipcau.people.rules.profile import FILES, BadProfile, Fault, Profile, read_profile
from nhipcau.people.rules.roles import StaffRole

FOLDER = Path(__file__).resolve().parents[2] / "profiles" / "tra-vinh-2023"
ISSUED, MERGED, NEW_PROVINCE, TODAY = date(2023, 12, 12), date(2025, 3, 1), date(2025, 7, 1), date(2026, 11, 24)

PRINTED = {  # whom Decision 1899/QĐ-UBND gives duties, as printed, and with whom they are to be done
    "Bộ Chỉ huy Quân sự tỉnh": "bch-quan-su",
    "Bộ Ngoại giao": "bo-ngoai-giao",
    "Bộ Văn hóa, Thể thao và Du lịch": "bo-vhttdl",
    "Chánh Văn phòng Ủy ban nhân dân tỉnh": "van-phong-ubnd",
    "Chủ tịch Ủy ban nhân dân các huyện, thị xã, thành phố": "ubnd-huyen",
    "Các sở, ban, ngành tỉnh": "so-ban-nganh",
    "Công an tỉnh": "cong-an-tinh",
    "Giám đốc Sở Thông tin và Truyền thông": "so-tttt",
    "Sở Công Thương": "so-cong-thuong",
    "Sở Kế hoạch và Đầu tư": "so-khdt",
    "Sở Nội vụ": "so-noi-vu",
    "Sở Thông tin và Truyền thông": "so-tttt",
    "Sở Tài chính": "so-tai-chinh",
    "Sở Văn hóa, Thể thao và Du lịch": "so-vhttdl",
    "Thông tấn xã Việt Nam": "ttxvn",
    "Thủ trưởng các sở, ban, ngành tỉnh": "so-ban-nganh",
    "Văn phòng Ủy ban nhân dân tỉnh": "van-phong-ubnd",
    "các cơ quan báo chí tỉnh": "co-quan-bao-chi",
    "các cơ quan, đơn vị có liên quan": "co-quan-don-vi-dia-phuong",
    "các cơ quan, đơn vị, địa phương": "co-quan-don-vi-dia-phuong",
    "các cơ quan Đảng, chính quyền, đoàn thể các cấp": "co-quan-don-vi-dia-phuong",
    "Đài Phát thanh và Truyền hình Trà Vinh": "dai-ptth",
    "Báo Trà Vinh": "bao-tra-vinh",
    "địa phương": "ubnd-huyen",
    "Ủy ban nhân dân các huyện, thị xã, thành phố": "ubnd-huyen",
    "Ủy ban nhân dân tỉnh": "ubnd-tinh",
    "Ủy ban nhân dân tỉnh Trà Vinh": "ubnd-tinh",
    "Bộ Chính trị": "bo-chinh-tri",
    "Ban Bí thư": "ban-bi-thu",
    "Ban Thường vụ Tỉnh ủy": "btv-tinh-uy",
    "Tỉnh ủy": "tinh-uy",
    "Ban Chỉ đạo công tác thông tin đối ngoại": "bcd-ttdn",
}


SHIPPED = read_profile(FOLDER)


@pytest.fixture
def profile() -> Profile:
    return SHIPPED


def matched(profile: Profile, printed: str, on: date = ISSUED) -> list[Match]:
    return match_office(printed, profile.offices, on, groups=profile.groups)


@pytest.mark.parametrize(("printed", "key"), PRINTED.items())
def test_every_agency_the_decision_names_is_one_office_or_group(profile: Profile, printed: str, key: str) -> None:
    found = matched(profile, printed)
    assert [match.key for match in found] == [key]
    assert found[0].confidence >= 0.9


@pytest.mark.parametrize(
    ("printed", "key", "confidence"),
    [
        ("UBND tỉnh", "ubnd-tinh", 1.0),
        ("Uỷ ban nhân dân tỉnh", "ubnd-tinh", 1.0),
        ("Chủ tịch UBND tỉnh Trà Vinh", "ubnd-tinh", 0.95),
        ("Sở Văn hoá, Thể thao và Du lịch", "so-vhttdl", 1.0),
        ("sở  TT&TT", "so-tttt", 1.0),
        ("Sở Lao động – Thương binh và Xã hội", "so-ldtbxh", 1.0),
        ("CÔNG AN TỈNH TRÀ VINH", "cong-an-tinh", 1.0),
        ("Sở Tài chính tỉnh Trà Vinh", "so-tai-chinh", 0.9),
        ("Chánh Thanh tra tỉnh", "thanh-tra-tinh", 0.95),
        ("Trưởng Ban Dân tộc", "ban-dan-toc", 0.95),
        ("Bộ trưởng Bộ Ngoại giao", "bo-ngoai-giao", 0.95),
        ("Đề nghị Tổng Biên tập Báo Trà Vinh", "bao-tra-vinh", 0.95),
        ("UBND TP. Trà Vinh", "ubnd-tp-tra-vinh", 1.0),
        ("UBND thị xã Duyên Hải", "ubnd-tx-duyen-hai", 1.0),
        ("UBND huyện Duyên Hải", "ubnd-h-duyen-hai", 1.0),
        ("So Tai chinh", "so-tai-chinh", 0.6),
    ],
)
def test_a_name_is_read_through_its_ways_of_printing(
    profile: Profile, printed: str, key: str, confidence: float
) -> None:
    assert matched(profile, printed) == [Match(key, confidence)]


@pytest.mark.parametrize(
    "printed",
    ["Công an tỉnh Bến Tre", "cấp có thẩm quyền", "lãnh đạo tỉnh", "Sở Nội vụ, Sở Tài chính", "tỉnh", "", "Sở"],
)
def test_what_names_no_office_of_the_province_matches_nothing(profile: Profile, printed: str) -> None:
    assert matched(profile, printed) == []


def test_a_name_means_the_office_of_its_day(profile: Profile) -> None:
    assert [m.key for m in matched(profile, "Công an tỉnh", TODAY)] == ["vl-cong-an-tinh"]
    assert [m.key for m in matched(profile, "Sở Tài chính", TODAY)] == ["vl-so-tai-chinh"]
    assert matched(profile, "Sở Thông tin và Truyền thông", MERGED) == []


def test_every_office_is_found_by_each_of_its_names_and_by_no_others(profile: Profile) -> None:
    for office in profile.offices:
        day = office.valid_to or TODAY
        for name in office.names:
            sure = [m.key for m in matched(profile, name, day) if m.confidence == 1.0]
            assert sure == [office.key], name


@given(
    st.sampled_from(sorted(PRINTED)),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_matching_does_not_depend_on_case_or_on_how_accents_are_stored(printed, form, case) -> None:
    changed = unicodedata.normalize(form, case(printed))
    assert [m.key for m in matched(SHIPPED, changed)] == [PRINTED[printed]]


@given(st.text(max_size=60))
def test_folding_and_stripping_titles_settle(text: str) -> None:
    once = fold(text)
    assert without_title(without_title(once)) == without_title(once)


def test_a_merged_office_answers_for_its_predecessors_duty(profile: Profile) -> None:
    steps = profile.successions
    assert successors_of("so-tttt", steps, ISSUED) == ("so-tttt",)
    assert successors_of("so-tttt", steps, MERGED - timedelta(days=1)) == ("so-tttt",)
    assert successors_of("so-tttt", steps, MERGED) == ("so-khcn",)
    assert successors_of("so-tttt", steps, TODAY) == ("vl-so-khcn",)
    assert successors_of("so-nnptnt", steps, MERGED) == successors_of("so-tnmt", steps, MERGED) == ("so-nnmt",)


def test_the_function_of_the_decision_goes_its_own_way(profile: Profile) -> None:
    function = profile.settings["coordinator_function"]
    days = [ISSUED, MERGED, NEW_PROVINCE, TODAY]
    assert [holder_of(function, profile.holdings, d) for d in days] == [
        "so-tttt", "so-vhttdl", "vl-so-vhttdl", "vl-so-vhttdl",
    ]  # fmt: skip
    assert holder_of("no-such-function", profile.holdings, TODAY) is None


def test_every_function_has_a_holder_on_every_day_since_the_decision(profile: Profile) -> None:
    turns = sorted(h.valid_from for h in profile.holdings if h.valid_from)
    days = {ISSUED, TODAY, *turns, *(day - timedelta(days=1) for day in turns)}
    for function in profile.functions:
        assert all(holder_of(function.key, profile.holdings, day) for day in days), function.key


def test_every_duty_of_the_decision_has_someone_to_answer_for_it_today(profile: Profile) -> None:
    alive = {office.key for office in offices_on(profile.offices, TODAY)}
    gone = {key for key in PRINTED.values() if key not in {g.key for g in profile.groups} | {"bcd-ttdn"}}
    for key in gone:
        assert set(successors_of(key, profile.successions, TODAY)) <= alive, key


def test_a_split_office_has_all_its_successors_and_a_ring_none() -> None:
    def step(one: str, two: str) -> Step:
        return Step(one, two, MERGED, "split", "", verified=False)

    assert successors_of("a", [step("a", "b"), step("a", "c"), step("b", "d")], TODAY) == ("c", "d")
    assert successors_of("a", [step("a", "b"), step("b", "a")], TODAY) == ()


def test_groups_mean_the_offices_of_the_day(profile: Profile) -> None:
    groups = {group.key: group for group in profile.groups}

    def keys(group: str, on: date) -> set[str]:
        return {office.key for office in expand_group(groups[group], profile.offices, on)}

    assert len(keys("ubnd-huyen", ISSUED)) == 9
    assert keys("ubnd-huyen", NEW_PROVINCE) == set()
    assert keys("co-quan-bao-chi", ISSUED) == {"bao-tra-vinh", "dai-ptth"}
    departments = keys("so-ban-nganh", ISSUED)
    assert {"so-tttt", "so-noi-vu", "cong-an-tinh", "bch-quan-su", "van-phong-ubnd", "ban-dan-toc"} <= departments
    assert "so-nnmt" not in departments
    assert not departments & keys("ubnd-huyen", ISSUED)
    assert "so-tttt" not in keys("so-ban-nganh", MERGED)
    assert keys("so-ban-nganh", ISSUED) | keys("ubnd-huyen", ISSUED) <= keys("co-quan-don-vi-dia-phuong", ISSUED)


def test_a_group_may_name_its_members_one_by_one(profile: Profile) -> None:
    group = Group("hai-so", "Hai sở", (), (), (), ("so-tttt", "so-noi-vu"))
    assert [o.key for o in expand_group(group, profile.offices, ISSUED)] == ["so-tttt", "so-noi-vu"]
    assert [o.key for o in expand_group(group, profile.offices, MERGED)] == ["so-noi-vu"]


def test_the_province_of_the_decision_had_nine_districts_and_fifteen_departments(profile: Profile) -> None:
    then = offices_on(profile.offices, ISSUED)
    assert sum(o.level == "district" for o in then) == 9
    assert sum(o.kind == "so" for o in then) == 15
    assert all(lives(o, ISSUED) for o in then)


def test_every_row_names_its_source_and_no_clock_claims_a_check_nobody_made(profile: Profile) -> None:
    assert all(row.source for row in (*profile.offices, *profile.successions, *profile.holdings))
    assert all(
        "chưa kiểm chứng" in c.note or "đề xuất" in c.note or c.amount == ""
        for c in profile.clocks
        if not c.verified_by
    )
    assert {c.verified_by for c in profile.clocks} == {""}


def test_the_decision_is_shipped_as_it_was_published(profile: Profile) -> None:
    (name,) = profile.settings["documents"]
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    assert digest == "341ae29002448895de9daf6b3b32e4be3db7694cc84e7d34bc4e72657140e096"


def test_each_role_has_a_first_login_in_an_office_that_lives_on(profile: Profile) -> None:
    logins = profile.settings["first_logins"]
    assert {role for _, _, role, _ in logins} == set(StaffRole)
    alive = {office.key for office in offices_on(profile.offices, TODAY)}
    for _, _, _, office in logins:
        if office != "coordinator":
            assert set(successors_of(office, profile.successions, TODAY)) <= alive


@pytest.mark.parametrize("name", ["lotus", "river", "deep_river", "palm"])
def test_words_in_the_provinces_colours_can_be_read_on_white(profile: Profile, name: str) -> None:
    colour = profile.settings["colours"][name]
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


# -- faults


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "profile"))


def faults(folder: Path) -> list[Fault]:
    with pytest.raises(BadProfile) as caught:
        read_profile(folder)
    return caught.value.faults


def add(folder: Path, name: str, line: str) -> int:
    """Append a row; answers its number as a spreadsheet counts."""
    path = folder / name
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    return len(path.read_text("utf-8").splitlines())


def told(folder: Path) -> set[tuple[str, int]]:
    return {(fault.file, fault.row) for fault in faults(folder)}


def test_the_shipped_profile_has_no_fault() -> None:
    assert set(read_profile(FOLDER).rows) == set(FILES)


def test_all_faults_are_told_with_file_and_row_not_only_the_first(copy: Path) -> None:
    rows = {
        ("offices.csv", add(copy, "offices.csv", "X!,Cơ quan lạ,,,khac,sao_hoa,khong-co,,,,,maybe,")),
        (
            "function_holdings.csv",
            add(copy, "function_holdings.csv", "dau-tu,so-khdt,2025-01-01,2026-01-01,nguồn,yes"),
        ),
        ("legal_clocks.csv", add(copy, "legal_clocks.csv", "x,Luật,,-3,tuan,,,,")),
        ("successions.csv", add(copy, "successions.csv", "so-y-te,khong-co,hôm qua,merged,nguồn,yes")),
        ("topics.csv", add(copy, "topics.csv", "bao-chi,Lần nữa,Again,báo")),
        ("holidays.csv", add(copy, "holidays.csv", "2026-13-01,yes,Ngày,nguồn")),
        ("abbreviations.csv", add(copy, "abbreviations.csv", "UBND,Ủy ban nhân dân")),
        ("groups.csv", add(copy, "groups.csv", "nhom,Nhóm,,so,,khong-co")),
    }
    found = faults(copy)
    assert rows <= {(fault.file, fault.row) for fault in found}
    office = [fault.message for fault in found if fault.file == "offices.csv" and fault.row > 100]
    assert len(office) == 6  # key, source, level, kind, parent, flag
    assert str(found[0]).startswith(found[0].file + ":")
    of_offices = [fault.row for fault in found if fault.file == "offices.csv"]
    assert of_offices == sorted(of_offices)


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("offices.csv", "moi,Sở Mới,,Sở Nội vụ,so,province,,,,,nguồn,no,", "also means so-noi-vu"),
        ("offices.csv", "moi,Sở Mới,,,so,province,,2025-02-01,2025-01-01,ended,nguồn,no,", "valid_to lies before"),
        ("offices.csv", "moi,Sở Mới,,,so,province,,,2025-01-01,,nguồn,no,", "stand together"),
        ("offices.csv", "moi,Sở Mới,,,so,province,,,2025-01-01,split,nguồn,no,", "split does not go with 0"),
        ("offices.csv", "moi,Sở Mới,,,so,province,moi,,,,nguồn,no,", "belongs to itself"),
        ("offices.csv", "moi,Sở Mới, Bộ phận,,,so,province,,,,,nguồn,no,", "13 cells"),
        ("successions.csv", "so-y-te,vl-so-khcn,2025-07-01,merged,nguồn,no", "merged does not go with 2"),
        ("successions.csv", "vl-so-khcn,so-tttt,2026-01-01,merged,nguồn,no", "succeeds itself"),
        ("successions.csv", "kho-bac,so-tttt,2025-03-01,ended,nguồn,no", "so-tttt does not exist"),
        ("successions.csv", "so-y-te,so-noi-vu,2025-01-01,merged,nguồn,no", "must end on the day before"),
        ("function_holdings.csv", "nhan-su,so-y-te,2024-01-01,2024-02-01,nguồn,no", "holds nhan-su in the same time"),
        ("function_holdings.csv", "nhan-su,so-tttt,2024-01-01,,nguồn,no", "not within the life"),
        ("groups.csv", "nhom,Nhóm,,,,", "neither kinds nor members"),
        ("legal_clocks.csv", "x,Luật,,,hour,,,,", "the note must say"),
        ("holidays.csv", ",yes,Ngày,nguồn", "on_date is missing"),
        ("holidays.csv", "2025-04-26,yes,Ngày,nguồn", "stands already in row 3"),
    ],
)
def test_a_row_that_cannot_be_is_told(copy: Path, name: str, line: str, message: str) -> None:
    add(copy, name, line)
    assert any(message in fault.message for fault in faults(copy)), [str(f) for f in faults(copy)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("slug: tra-vinh-2023", "", "slug is missing"),
        ("default_language: vi", "default_language: de", "none of languages"),
        ("Asia/Ho_Chi_Minh", "Asia/Tra_Vinh", "time_zone"),
        ("coordinator_function: thong-tin-doi-ngoai", "coordinator_function: x", "coordinator_function x"),
        ("decisions/1899-QD-UBND.txt", "decisions/none.txt", "there is no file"),
        ('"#b3396b"', "pink", "colours: lotus"),
        ("leader, ubnd-tinh", "king, palace", "king is no role"),
        ("leader, ubnd-tinh", "king, palace", "palace is no office"),
    ],
)
def test_a_setting_that_cannot_be_is_told(copy: Path, old: str, new: str, message: str) -> None:
    path = copy / "profile.yaml"
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert any(message in fault.message and fault.file == "profile.yaml" for fault in faults(copy))


@pytest.mark.parametrize("name", [*FILES, "profile.yaml"])
def test_a_missing_or_broken_file_is_told_and_hides_no_other(copy: Path, name: str) -> None:
    other = "abbreviations.csv" if name != "abbreviations.csv" else "topics.csv"
    (copy / other).write_text("sai,cột\n", "utf-8")
    (copy / name).unlink()
    assert {(name, 0), (other, 1)} <= told(copy)
    (copy / name).write_bytes(b"\xff\xfe\x00broken")
    assert name in {file for file, _ in told(copy)}


def test_a_profile_saved_by_a_spreadsheet_reads_the_same(copy: Path, profile: Profile) -> None:
    for name in FILES:
        text = (copy / name).read_text("utf-8")
        (copy / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_profile(copy).offices == profile.offices


# -- loading


@pytest.mark.django_db
def test_loading_the_profile_twice_changes_nothing(profile: Profile) -> None:
    first = load_profile(profile)
    assert first["office"] == len(profile.offices)
    assert not any(load_profile(profile).values())
    counts = (Office.objects.count(), Succession.objects.count(), FunctionHolding.objects.count())
    assert counts == (len(profile.offices), len(profile.successions), len(profile.holdings))


@pytest.mark.django_db
def test_the_tables_mean_the_same_offices_as_the_rules(profile: Profile) -> None:
    load_profile(profile)
    for day in (ISSUED, MERGED, TODAY):
        living: list[OfficeFacts] = offices_on(profile.offices, day)
        assert set(Office.objects.on(day).values_list("key", flat=True)) == {o.key for o in living}
        for group in profile.groups:
            stored = OfficeGroup.objects.get(key=group.key).offices_on(day).values_list("key", flat=True)
            assert set(stored) == {o.key for o in expand_group(group, profile.offices, day)}


def test_a_way_to_reach_the_office_is_checked(copy: Path) -> None:
    add(copy, "profile.yaml", "contact: {email: khong-co, fax: '1'}")
    assert {str(fault.message) for fault in faults(copy)} == {
        "contact: fax is none of address, email, hours, phone", "contact: email is no address",
    }  # fmt: skip
