"""Forty questions to the starter site, picked by hand, each with what has to come first (or by which rank) and why."""

from __future__ import annotations

from typing import NamedTuple


class Asked(NamedTuple):
    """``by`` "" is the public, else a role; ``target`` is ``kind:slug or key``; ``rank``: by which place it has to stand."""

    text: str
    by: str
    language: str
    target: str
    rank: int
    why: str


QUERIES = [
    Asked(
        "Ao Bà Om",
        "",
        "vi",
        "page:ao-ba-om",
        1,
        "the name itself, as written: the story of it before those that mention it",
    ),
    Asked("ao ba om", "", "vi", "page:ao-ba-om", 1, "the same without marks, as most people type on a phone"),
    Asked("aO bÀ oM", "", "vi", "page:ao-ba-om", 1, "capitals say nothing"),
    Asked("Ao Ba\u0300 Om", "", "vi", "page:ao-ba-om", 1, "decomposed letters, as a Mac pastes them"),
    Asked("Ａｏ Ｂà Ｏｍ", "", "vi", "page:ao-ba-om", 1, "full-width letters of an East Asian keyboard"),
    Asked("ao ba o", "", "vi", "page:ao-ba-om", 1, "the last word is still being typed"),
    Asked(
        "ao bà om",
        "",
        "km",
        "page:ao-ba-om",
        1,
        "a Khmer reader gets the Khmer page, which bears the Vietnamese name in its sources",
    ),
    Asked("ស្រះបាអុំ", "", "km", "page:ao-ba-om", 1, "in Khmer letters, written without spaces"),
    Asked(
        "អកអំបុក",
        "",
        "km",
        "page:ok-om-bok",
        2,
        "a festival in Khmer; the official figure about it may stand before the story",
    ),
    Asked("ចាប៉ី", "", "km", "page:cham-rieng-cha-pay", 1, "a part of a Khmer compound"),
    Asked("duaf saps", "", "vi", "page:dua-sap", 1, "telex left unconverted"),
    Asked(
        "dua sap cau ke",
        "",
        "vi",
        "page:dua-sap",
        1,
        "two names together: the story whose title has both side by side",
    ),
    Asked("wax coconut", "", "en", "page:dua-sap", 1, "an English reader with an English word"),
    Asked(
        "dừa sáp",
        "",
        "en",
        "page:dua-sap",
        2,
        "a Vietnamese word asked for by an English reader: the English page explains it",
    ),
    Asked("bun nuoc leo", "", "vi", "page:bun-nuoc-leo", 1, "a dish without marks"),
    Asked("bún nươc lèo", "", "vi", "page:bun-nuoc-leo", 1, "one mark forgotten"),
    Asked("bánh tét trà cuôn", "", "vi", "page:banh-tet-tra-cuon", 1, "a village's cake"),
    Asked("banh tet tra cuong", "", "vi", "page:banh-tet-tra-cuon", 1, "one letter too many"),
    Asked(
        "chua co",
        "",
        "vi",
        "page:chua-co",
        1,
        "without marks it may be chùa Cò or chùa cổ: the one so named comes first",
    ),
    Asked(
        "chùa cổ",
        "",
        "vi",
        "page:chua-ang",
        1,
        "with marks it means the ancient pagoda, not the one named for storks",
    ),
    Asked("chùa Hang", "", "vi", "page:chua-hang", 1, "hang, not hàng: what was typed with its marks counts"),
    Asked("le hoi dua ghe ngo", "", "vi", "page:ngo-boat-race", 2, "words from a text and a title"),
    Asked("lễ cúng trăng", "", "vi", "page:ok-om-bok", 1, "another name of the festival, from its text"),
    Asked(
        "cung bien My Long",
        "",
        "vi",
        "page:nghinh-ong-my-long",
        2,
        "what people call the festival of Mỹ Long; i or y",
    ),
    Asked("Mĩ Long", "", "vi", "page:nghinh-ong-my-long", 1, "Mĩ with i is Mỹ with y"),
    Asked(
        "duong den tra vinh",
        "",
        "vi",
        "page:getting-there",
        1,
        "common words all of them: side by side in a title they are a name",
    ),
    Asked("an gi o tra vinh", "", "vi", "page:dishes", 1, "a whole question without marks is a title"),
    Asked(
        "dien gio",
        "",
        "vi",
        "fact:wind-capacity",
        2,
        "a figure of the bank bears the words; the story of wind and sun stands beside it",
    ),
    Asked("khu kinh te Dinh An", "", "vi", "page:dinh-an-economic-zone", 1, "d for đ"),
    Asked("1899/QĐ-UBND", "", "vi", "document:1899", 1, "a document by its number"),
    Asked("1899qdubnd", "", "vi", "document:1899", 1, "the same number without any sign between"),
    Asked("quyết định 1899", "", "vi", "document:1899", 1, "by its kind and number"),
    Asked("57KL/TW", "", "vi", "document:1899", 1, "the conclusion it carries out, whose number stands in its title"),
    Asked(
        "141 kh tu", "coordinator", "vi", "document:1899", 1, "the party's plan named in the title, typed with spaces"
    ),
    Asked(
        "Sở TTTT tham mưu UBND tỉnh",
        "coordinator",
        "vi",
        "document:1899",
        1,
        "abbreviations for what the text writes in full",
    ),
    Asked("sở ct", "coordinator", "vi", "office:so-cong-thuong", 2, "an office by its short name"),
    Asked("Sở Thông tin và Truyền thông", "coordinator", "vi", "office:so-tttt", 1, "an office by its name"),
    Asked(
        "so van hoa the thao va du lich",
        "coordinator",
        "vi",
        "office:so-vhttdl",
        2,
        "an office without marks; the present office of that name begins so too",
    ),
    Asked("huyện Cầu Kè", "", "vi", "place:cau-ke", 1, "a place by its full name"),
    Asked("Vĩnh Long mới", "", "vi", "page:merger-2025", 3, "what people ask since the merger"),
]
