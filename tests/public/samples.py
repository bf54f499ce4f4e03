"""What the public templates are given, as plain dicts in three languages: for tests, for looking, and for the page of components."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from nhipcau.public.body import Part
from nhipcau.search.asking import Answer, Crumb, Facet, Hit, Piece, Question
from nhipcau.search.showing import context_of

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = [
    ("vi", "Tiếng Việt"),
    ("en", "English"),
    ("km", "ភាសាខ្មែរ"),
    ("zh-hans", "简体中文"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("fr", "Français"),
]
DAY = dt.datetime(2026, 11, 12, 8, 30, tzinfo=dt.UTC)

WORDS: dict[str, dict[str, Any]] = {
    "vi": {
        "name": "Trà Vinh", "slogan": "Miền đất giữa hai dòng sông", "office": "Sở Văn hóa, Thể thao và Du lịch",
        "imprint": "Trang thông tin đối ngoại\nĐịa chỉ và người chịu trách nhiệm do cơ quan chủ quản điền",
        "lead": "Chùa Khmer dưới bóng sao, dầu; sông Cổ Chiên, sông Hậu và biển Đông; ba dân tộc Kinh, Khmer, Hoa cùng chung một nhịp sống.",
        "action": "Bắt đầu từ Ao Bà Om",
        "menu": ["Bài viết", "Địa điểm", "Qua hình ảnh", "Phim", "Số liệu chính thức", "Văn bản", "Liên hệ"],
        "topics": ["Di sản", "Ẩm thực", "Thiên nhiên", "Lễ hội", "Cuộc sống", "Đầu tư", "Sản vật", "Học tập"],
        "stories": [
            ("ao-ba-om", "Ao Bà Om, mặt nước vuông giữa rừng dầu cổ thụ", "Người Trà Vinh gọi là Ao Vuông. Quanh bờ, những cây sao, cây dầu trồi rễ lên mặt cát."),
            ("ok-om-bok", "Ok Om Bok: đêm trăng rằm và đèn nước", "Rằm tháng mười âm lịch, đồng bào Khmer dâng cốm dẹp cúng trăng."),
            ("ngo-boat", "Ghe ngo về nước", "Thân ghe dài, hai đầu cong vút, hàng chục tay chèo cùng một nhịp."),
            ("dua-sap", "Dừa sáp Cầu Kè: trái dừa đặc ruột", "Cơm dừa dày và dẻo, gần như không có nước."),
            ("khmer-pagoda", "Mái chùa ba cấp", "Mỗi ngôi chùa là nơi thờ, nơi học và nơi hội họp của phum sóc."),
            ("ba-dong", "Biển Ba Động", "Bãi cát dài ở Duyên Hải, hàng phi lao và những trụ điện gió ngoài khơi."),
        ],
        "paragraphs": ["Ao Bà Om nằm ở phía tây nam thành phố Trà Vinh cũ. Mặt ao gần vuông, quanh bờ là những gò cát cao và hàng trăm cây sao, cây dầu.", "Bên kia đường là chùa Âng và Bảo tàng Văn hóa dân tộc Khmer. Vào dịp Ok Om Bok, nơi đây đông người dự lễ cúng trăng."],
        "heading": "Một mặt ao, nhiều câu chuyện", "quote": "Bài đọc thử: lời trích có nguồn đứng ở đây.", "speaker": "Văn bản mẫu", "fact": ("143", "ngôi chùa", "Chùa Khmer (số mẫu để xem giao diện)"), "facts": "Văn hóa", "note": "Sửa tên một ngôi chùa bị ghi sai ở đoạn hai.",
        "place": "Danh thắng", "alt": "Ao vuông phẳng lặng, hai hàng cây dầu rễ trồi và hoa sen phía trước", "timeline": [("1996", "Được xếp hạng di tích quốc gia (mẫu)."), ("2025", "Từ 1/7, Trà Vinh thuộc tỉnh Vĩnh Long mới.")],
    },
    "en": {
        "name": "Trà Vinh", "slogan": "A land between two rivers", "office": "Department of Culture, Sports and Tourism",
        "imprint": "External information site\nAddress and responsible editor are filled in by the office",
        "lead": "Khmer pagodas under tall dipterocarps; the Cổ Chiên, the Hậu and the East Sea; Kinh, Khmer and Hoa living to one rhythm.",
        "action": "Begin at Ao Bà Om",
        "menu": ["Stories", "Places", "In pictures", "Films", "Official figures", "Documents", "Contact"],
        "topics": ["Heritage", "Food", "Nature", "Festivals", "Living", "Investing", "Products", "Studying"],
        "stories": [
            ("ao-ba-om", "Ao Bà Om, a square of water among old trees", "People here call it the Square Pond. Around it, dipterocarps stand on roots that the sand has let go."),
            ("ok-om-bok", "Ok Om Bok: the full moon and the floating lamps", "In the tenth lunar month the Khmer offer flattened young rice to the moon."),
            ("ngo-boat", "When the ngo boats race", "A long hull, both ends lifted high, and dozens of rowers in one beat."),
            ("dua-sap", "The waxy coconut of Cầu Kè", "Thick, soft flesh and hardly any water."),
            ("khmer-pagoda", "Three roofs over one hall", "A pagoda is a place to worship, to study and to meet."),
            ("ba-dong", "Ba Động beach", "A long strand in Duyên Hải, casuarinas, and turbines off the shore."),
        ],
        "paragraphs": ["Ao Bà Om lies south-west of the former city of Trà Vinh. The pond is nearly square; high banks of sand and hundreds of tall trees stand around it.", "Across the road are Âng Pagoda and the museum of Khmer culture. At Ok Om Bok many come for the offering to the moon."],
        "heading": "One pond, many stories", "quote": "A sample: a quotation with its source stands here.", "speaker": "Sample text", "fact": ("143", "pagodas", "Khmer pagodas (a sample to look at)"), "facts": "Culture", "note": "The name of a pagoda in the second paragraph was wrong and has been mended.",
        "place": "Scenic place", "alt": "A still square pond between two rows of tall trees on bared roots, lotuses in front", "timeline": [("1996", "Listed as a national relic (sample)."), ("2025", "From 1 July Trà Vinh is part of the new Vĩnh Long province.")],
    },
    "km": {
        "name": "ត្រាវិញ", "slogan": "ដែនដីរវាងទន្លេពីរ", "office": "មន្ទីរវប្បធម៌ កីឡា និងទេសចរណ៍",
        "imprint": "គេហទំព័រព័ត៌មានការបរទេស",
        "lead": "វត្តខ្មែរក្រោមម្លប់ដើមឈើខ្ពស់ៗ ទន្លេកូចៀន ទន្លេហូវ និងសមុទ្រខាងកើត។ ជនជាតិគិញ ខ្មែរ និងហ្វា រស់នៅជាមួយគ្នាដោយសុខដុម។",
        "action": "ចាប់ផ្តើមពីស្រះបាអុំ",
        "menu": ["អត្ថបទ", "ទីកន្លែង", "តាមរយៈរូបភាព", "ភាពយន្ត", "តួលេខផ្លូវការ", "ឯកសារ", "ទំនាក់ទំនង"],
        "topics": ["បេតិកភណ្ឌ", "ម្ហូបអាហារ", "ធម្មជាតិ", "ពិធីបុណ្យ", "ជីវភាព", "ការវិនិយោគ", "ផលិតផល", "ការសិក្សា"],
        "stories": [
            ("ao-ba-om", "ស្រះបាអុំ ផ្ទៃទឹកបួនជ្រុងកណ្តាលព្រៃឈើចាស់", "នៅជុំវិញស្រះ មានដើមឈើខ្ពស់ៗជាច្រើនដើម ដែលមានឫសលេចចេញលើដីខ្សាច់។"),
            ("ok-om-bok", "បុណ្យអកអំបុក៖ យប់ព្រះចន្ទពេញវង់ និងប្រទីបលើទឹក", "នៅថ្ងៃពេញបូណ៌មីខែកត្តិក បងប្អូនខ្មែរសំពះព្រះខែ និងអកអំបុក។"),
            ("ngo-boat", "ពិធីប្រណាំងទូកង", "ទូកវែង ក្បាលនិងកន្សៃងើបខ្ពស់ អ្នកចែវរាប់សិបនាក់ចែវព្រមគ្នា។"),
            ("dua-sap", "ដូងខ្លាញ់នៅស្រុកកំពង់ស្ពាន", "សាច់ដូងក្រាស់ ទន់ និងស្ទើរតែគ្មានទឹក។"),
            ("khmer-pagoda", "ដំបូលបីជាន់នៃព្រះវិហារ", "វត្តគឺជាទីសក្ការៈ ទីរៀនសូត្រ និងទីជួបជុំរបស់ភូមិស្រុក។"),
            ("ba-dong", "ឆ្នេរសមុទ្របាដុង", "ឆ្នេរខ្សាច់វែង និងកង្ហារខ្យល់នៅឯសមុទ្រ។"),
        ],
        "paragraphs": ["ស្រះបាអុំស្ថិតនៅភាគនិរតីនៃអតីតក្រុងត្រាវិញ។ ផ្ទៃស្រះមានរាងស្ទើរតែបួនជ្រុងស្មើ ហើយនៅជុំវិញមានដើមឈើខ្ពស់ៗរាប់រយដើម។", "នៅម្ខាងផ្លូវមានវត្តអង្គ និងសារមន្ទីរវប្បធម៌ជនជាតិខ្មែរ។ ក្នុងឱកាសបុណ្យអកអំបុក មានមនុស្សជាច្រើនមកចូលរួមពិធីសំពះព្រះខែ។"],
        "heading": "ស្រះមួយ រឿងរ៉ាវជាច្រើន", "quote": "អត្ថបទគំរូ៖ សម្រង់សម្តីដែលមានប្រភពស្ថិតនៅទីនេះ។", "speaker": "អត្ថបទគំរូ", "fact": ("១៤៣", "វត្ត", "វត្តខ្មែរ (តួលេខគំរូ)"), "facts": "វប្បធម៌", "note": "បានកែឈ្មោះវត្តមួយដែលសរសេរខុស។",
        "place": "ទេសភាព", "alt": "ស្រះបួនជ្រុងដែលមានទឹកស្ងប់ មានដើមឈើខ្ពស់ៗ និងផ្កាឈូក", "timeline": [("១៩៩៦", "ត្រូវបានចាត់ជាបេតិកភណ្ឌជាតិ (គំរូ)។"), ("២០២៥", "ចាប់ពីថ្ងៃទី១ ខែកក្កដា ត្រាវិញជាផ្នែកមួយនៃខេត្តវិញឡុងថ្មី។")],
    },
}  # fmt: skip


@dataclass(frozen=True)
class Block:
    """Stands in for a bound StreamField block."""

    block_type: str
    value: Any

    def render_as_block(self, context: Any = None) -> str:
        given = dict(context) if context else {}
        return render_to_string(
            f"public/blocks/{self.block_type}.html", {**given, "value": self.value, "self": self.value}
        )


def picture(key: str, language: str, **more: Any) -> dict[str, Any]:
    return {"alt": WORDS.get(language, WORDS["en"])["alt"], "width": 1200, "height": 800, "caption": "", "credit": "Nhịp Cầu", "licence": "CC BY 4.0", "placeholder": "tone-river", "sources": [], "src": f"/pictures/{key}.svg", "full": f"/pictures/{key}.svg", "sizes": "100vw", "focal_x": 50, "focal_y": 50, "is_vector": True, "eager": False, **more}  # fmt: skip


def words(language: str) -> dict[str, Any]:
    return WORDS.get(language, WORDS["en"])


def chrome(language: str) -> dict[str, Any]:
    w = words(language)
    menu = [{"title": title, "url": f"/{k}/", "is_current": k == 0} for k, title in enumerate(w["menu"])]
    topics = [{"key": str(k), "title": title, "url": f"/t/{k}/"} for k, title in enumerate(w["topics"])]
    languages = [
        {
            "code": code,
            "name": name,
            "url": f"/{code}/",
            "is_current": code == language,
            "is_available": code in WORDS,
        }
        for code, name in LANGUAGES
    ]
    return {
        "name": w["name"], "name_local": "Trà Vinh" if language == "km" else "ត្រាវិញ", "name_local_language": "vi" if language == "km" else "km",
        "menu": menu, "topics": topics, "languages": languages, "home_url": "/", "search_url": "/tim-kiem/", "office_name": w["office"],
        "imprint": w["imprint"], "year": 2026, "corrections_url": "/c/", "accessibility_url": "/a/", "feeds_url": "/f/", "verify_url": "/verify/",
        "contact_url": "/lien-he/", "text_licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "feeds": [{"type": "application/rss+xml", "title": "RSS", "url": "/rss.xml"}],
    }  # fmt: skip


def cards(language: str) -> list[dict[str, Any]]:
    w = words(language)
    return [
        {"title": title, "lead": lead, "url": f"/{key}/", "topic": {"title": w["topics"][k % 8], "url": "/t/"}, "picture": picture(key, language),
         "language": language if language in WORDS else "en", "kind": "story", "badge": ""}
        for k, (key, title, lead) in enumerate(w["stories"])
    ]  # fmt: skip


def fact(language: str) -> dict[str, Any]:
    value, unit, name = words(language)["fact"]
    return {
        "key": "chua",
        "value": value,
        "unit": unit,
        "name": name,
        "owner": words(language)["office"],
        "as_of": DAY.date(),
        "source": {"title": "01/BC", "url": "/d/"},
        "is_past": False,
    }


def province_map(language: str) -> dict[str, Any]:
    """The profile's own drawing, with its first unit's names by key: names of places stand in the database."""
    drawn = json.loads((ROOT / "profiles" / "tra-vinh-2023" / "site" / "map.json").read_text("utf-8"))
    units = [
        {
            **unit,
            "name": unit["key"],
            "url": f"/p/{unit['key']}/",
            **{f"label_{a}": f"{unit['label'][a]:.1f}" for a in "xy"},
        }
        for unit in drawn["units"]
    ]
    named = {
        layer: [{**part, "name": part["names"].get(language, "")} for part in drawn[layer]]
        for layer in ("neighbours", "rivers", "seas")
    }
    return {
        **drawn,
        **named,
        "view_box": drawn["viewBox"],
        "title": words(language)["menu"][1],
        "units": units,
        "points": [],
        "note": "",
    }


def body(language: str) -> list[Block]:
    w = words(language)
    pictures = [picture(key, language, caption=title) for key, title, _ in w["stories"][:3]]
    video = {
        "title": w["heading"],
        "page_url": "https://video.example/1",
        "embed_url": "https://video.example/embed/1",
        "host": "video.example",
        "poster": pictures[1],
        "length": "3:20",
        "transcript": w["paragraphs"][0],
    }
    table = {
        "caption": w["heading"],
        "head": ["A", "B"],
        "rows": [["1", w["speaker"]], ["2", w["speaker"]]],
        "has_row_heads": True,
        "source": "01/BC",
    }
    document = {
        "url": "/d.pdf",
        "title": w["heading"],
        "number": "1899/QĐ-UBND",
        "issuer": w["office"],
        "issued_on": dt.date(2023, 12, 12),
        "format": "PDF",
        "size": 240_000,
    }
    return [
        Block("text", mark_safe("".join(f"<p>{text}</p>" for text in w["paragraphs"]))), Block("heading", {"text": w["heading"], "anchor": "h"}),  # noqa: S308
        Block("text", mark_safe(f"<p>{w['paragraphs'][1]} <sup><a href='#source-1'>1</a></sup></p>")),  # noqa: S308
        Block("image", {"picture": pictures[0], "is_wide": True}), Block("quote", {"text": w["quote"], "speaker": w["speaker"], "office": w["office"], "source_title": "01/BC", "source_url": ""}),
        Block("fact", {"figure": fact(language), "form": "figure"}), Block("gallery", {"pictures": pictures}), Block("video", video),
        Block("audio", {"src": "/a.mp3", "title": w["heading"], "length": "1:05"}),
        Block("timeline", {"events": [{"when": when, "text": text} for when, text in w["timeline"]]}), Block("table", table), Block("map", province_map(language)),
        Block("document", document), Block("action", {"url": "/x/", "label": w["action"]}), Block("remark", {"heading": w["heading"], "text": w["note"]}),
    ]  # fmt: skip


def story(language: str) -> dict[str, Any]:
    w = words(language)
    return {
        "topic": {"title": w["topics"][0], "url": "/t/0/"}, "places": [{"title": "Ao Bà Om", "url": "/p/"}],
        "updated_notes": [{"on": DAY.date(), "text": w["note"], "kind": "correction"}], "badge": "", "facts_updated": [],
        "sources": [{"number": 1, "title": "Decision 1899/QĐ-UBND", "publisher": "UBND", "url": "https://example.vn/", "seen": DAY.date()}],
        "translated_from": "Tiếng Việt" if language != "vi" else "", "available_in": [], "author_line": "Nhịp Cầu",
    }  # fmt: skip


class _Field:
    def __init__(self, name: str, label: str) -> None:
        self.label, self.id_for_label, self.help_text, self.errors = label, f"id_{name}", "", ""
        self.field = type("F", (), {"required": True})
        self._html = mark_safe(f'<input id="id_{name}" name="{name}" required>')  # noqa: S308

    def __str__(self) -> str:
        return self._html

    def __html__(self) -> str:
        return self._html


class _Form:
    non_field_errors = ""
    hidden_fields: list[Any] = []

    def __init__(self, labels: list[str]) -> None:
        self.visible_fields = [_Field(f"f{k}", label) for k, label in enumerate(labels)]


def base(language: str, title: str) -> dict[str, Any]:
    w = words(language)
    return {
        "page_language": language, "site_chrome": chrome(language), "query": "",
        "meta": {"title": f"{title} · {w['name']}", "description": w["lead"], "canonical": f"https://example.vn/{language}/", "image": "https://example.vn/c.png", "robots": "", "json_ld": mark_safe('<script type="application/ld+json">{}</script>'),
                 "alternates": [{"code": code, "url": f"https://example.vn/{code}/"} for code, _ in LANGUAGES]},
        "breadcrumbs": [{"title": w["name"], "url": "/"}, {"title": title, "url": ""}],
    }  # fmt: skip


def contexts(language: str) -> dict[str, dict[str, Any]]:
    """Template → what it is given."""
    w = words(language)
    some = cards(language)
    key, title, lead = w["stories"][0]
    page = {"title": title, "lead": lead, "body": body(language), "first_published_at": DAY, "last_published_at": DAY}
    listing = {"title": w["menu"][0], "lead": w["lead"], "body": []}
    one = base(language, title)
    many = base(language, w["menu"][0])
    told = {
        **one,
        "page": page,
        "story": story(language),
        "picture": picture(key, language, eager=True),
        "related": some[1:4],
    }
    pages = Paginator(range(100), 12).get_page(3)
    hero = {
        "picture": picture("khmer-pagoda", language),
        "title": w["slogan"],
        "lead": w["lead"],
        "url": "/ao-ba-om/",
        "action": w["action"],
        "kicker": w["name"],
    }
    video = {
        "title": title,
        "page_url": "https://video.example/1",
        "embed_url": "https://video.example/embed/1",
        "host": "video.example",
        "poster": picture("ngo-boat", language),
    }
    return {
        "home": {**many, "hero": hero, "features": some, "facts": [fact(language)] * 3, "photo_stories": some[1:3], "places": some[2:6], "films": some[:2], **{f"{n}_url": "/x/" for n in ("stories", "facts", "photos", "places", "films")}},
        "topic": {**many, "page": listing, "picture": picture("three-peoples", language), "cards": some, "pages": pages},
        "listing": {**many, "page": listing, "cards": some, "pages": pages, "filters": chrome(language)["topics"]},
        "story": told, "photo_story": {**told, "pictures": [picture(k, language, caption=t) for k, t, _ in w["stories"]]}, "film": {**told, "video": video},
        "place": {**told, "place": {"name": title, "kind": w["place"], "other_names": [{"code": "km", "name": "ស្រះបាអុំ"}, {"code": "en", "name": "Square Pond"}], "note": ""}, "cards": some[:3]},
        "places": {**many, "page": listing, "map": province_map(language), "cards": some}, "facts": {**many, "page": listing, "fact_groups": [{"title": w["facts"], "facts": [fact(language)] * 4}], "dataset_url": "/f.csv"},
        "documents": {**many, "page": listing, "documents": [body(language)[12].value] * 4, "pages": pages},
        "contact": {**many, "page": {**listing, "body": body(language)[:1]}, "form": _Form(w["menu"][:3]), "contact": {"address": "Trà Vinh", "phone": "0294 000 0000", "phone_link": "+842940000000", "email": "lienhe@example.vn", "hours": "7:00–17:00"}},
        "search": {**many, **found(language)},
        "publication": {**one, "page": {**page, "body": body(language)[:1]}, "picture": picture("dishes", language), "publication": {"imprint": w["imprint"], "files": [{"url": "/e.epub", "format": "EPUB", "size": 900_000}, {"url": "/e.pdf", "format": "PDF", "size": 2_000_000}], "chapters": [{"title": c["title"], "url": c["url"], "lead": c["lead"]} for c in some]}},
        "verify": {**many, "form": _Form(w["menu"][:2]), "verdict": {"is_good": True, "text": w["heading"], "url": "/x/", "title": title}, "public_key": "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="},
        "tombstone": {**one, "page": page, "tombstone": {"withdrawn_at": DAY, "reason": w["note"], "replacement": {"url": "/x/", "title": some[1]["title"]}}},
        "document": {**many, "document": {"title": title, "number": "1899/QĐ-UBND", "issuer": w["office"], "issued_on": DAY.date()}, "lines": w["paragraphs"]},
        "other_languages": {**many, "page": page, "story": {"available_in": [{"code": "en", "name": "English", "url": "/en/x/"}]}, "card": some[0]},
        "404": many, "500": {}, "stopped": {**many, "heading": "…", "text": "…"},
    }  # fmt: skip


def found(language: str) -> dict[str, Any]:
    """What the page of results shows for two words."""
    w = words(language)
    hits = tuple(
        Hit("document" if at == 1 else "page", str(at), (Piece(title, at == 0),), (Piece(lead[:12]), Piece(lead[12:18], True), Piece(lead[18:])),
            f"/{key}/", DAY.date(), "en" if at == 2 else language, (Crumb(w["name"], "/"), Crumb(w["menu"][0], "/x/")), w["office"] if at == 1 else "",
            clause="Điều 5, khoản 2" if at == 1 else "")
        for at, (key, title, lead) in enumerate(w["stories"][:3])
    )  # fmt: skip
    facets = {"kinds": (Facet("kinds", "page", w["topics"][0], 41), Facet("kinds", "document", w["menu"][5], 7)), "offices": (Facet("offices", "1", w["office"], 5), Facet("offices", "2", w["speaker"], 2))}  # fmt: skip
    answer = Answer(hits, 48, True, facets, (Facet("languages", "en", "English", 3),), w["stories"][1][1], hits[0])
    return context_of(Question("Ok Om Bok", language, since=DAY.date()), answer)


def _parts(given: dict[str, Any]) -> list[Part]:
    page = given.get("page") or {}
    return [Part(f"public/blocks/{block.block_type}.html", block.value) for block in page.get("body", ())]


def pages(language: str) -> dict[str, str]:
    """Template → the whole page's HTML in ``language``."""
    from django.utils import translation

    from nhipcau.public.style import dressed

    with translation.override(language):
        return {
            name: dressed(render_to_string(f"public/{name}.html", {"body": _parts(given), **given}))
            for name, given in contexts(language).items()
        }
