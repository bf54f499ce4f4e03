"""A small press on 127.0.0.1: feeds, pages, and every way in which servers misbehave; articles and stories for tests."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.utils import timezone

from nhipcau.monitoring.models import Article, Digest, Source, Story
from nhipcau.monitoring.rules.links import host_of, key_of
from nhipcau.people.models import Office, Staff

Page = tuple[int, dict[str, str], bytes]
SENTENCES = [
    "Sáng nay, tại khu kinh tế Định An, tỉnh Trà Vinh, lãnh đạo tỉnh tiếp đoàn nhà đầu tư nước ngoài đến tìm hiểu môi trường đầu tư",
    "Hai bên trao đổi về cảng biển, điện gió và chế biến thủy sản xuất khẩu của vùng Đồng bằng sông Cửu Long",
    "Đoàn cho biết sẽ quay lại khảo sát thêm vào quý một năm sau, cùng các chuyên gia về logistics và năng lượng",
    "Tỉnh cam kết rút ngắn thời gian giải quyết thủ tục, bố trí đầu mối hỗ trợ và công khai quy hoạch trên cổng thông tin",
    "Nhiều hộ dân ven biển kỳ vọng dự án mang lại việc làm ổn định, đường sá thuận tiện và nước sạch cho xóm ấp",
]


class Press:
    """Serves ``pages`` (path → page, or a function of the request's headers that answers one); counts what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Callable[[dict[str, str]], Page]] = {}
        self.asked: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.now, self.most = 0, 0
        lock = threading.Lock()
        press = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with lock:
                    press.now += 1
                    press.most = max(press.most, press.now)
                    press.asked[self.path] += 1
                    press.headers.append({k.lower(): v for k, v in self.headers.items()})
                try:
                    page = press.pages.get(self.path, (404, {}, b""))
                    status, headers, body = page(press.headers[-1]) if callable(page) else page
                    self.send_response(status)
                    for name, value in ({"Content-Length": str(len(body))} | headers).items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass
                finally:
                    with lock:
                        press.now -= 1

            def log_message(self, *args: Any) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def article(
        self, path: str, title: str, text: str | None = None, *, head: str = "", on: str = "2026-11-24"
    ) -> str:
        """A page with an article; answers its address."""
        paragraphs = "".join(f"<p>{line}.</p>" for line in (text or story_text(title)).split("\n"))
        page = (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title><meta property="og:title" content="{title}">'
            f'<meta property="og:image" content="/anh.jpg"><meta name="author" content="Phóng viên Ví Dụ">{head}'
            f'<script type="application/ld+json">{{"datePublished": "{on}T08:00:00+07:00", "author": {{"name": "Phóng viên Ví Dụ"}}}}</script></head>'
            f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
        )
        self.pages[path] = (200, {"Content-Type": "text/html; charset=utf-8"}, page.encode())
        return f"{self.base}{path}"

    def feed(self, path: str, items: list[tuple[str, str]], *, etag: str = '"1"') -> str:
        """An RSS feed of (title, link), answering 304 to its own ETag; answers its address."""
        rows = "".join(
            f"<item><title>{title}</title><link>{link}</link><author>phongvien@example.vn</author></item>"
            for title, link in items
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Báo Ví Dụ</title>{rows}</channel></rss>'.encode()

        def answer(headers: dict[str, str]) -> Page:
            if headers.get("if-none-match") == etag:
                return 304, {"ETag": etag}, b""
            return 200, {"Content-Type": "application/rss+xml", "ETag": etag}, body

        self.pages[path] = answer
        return f"{self.base}{path}"


@contextmanager
def press_running() -> Iterator[Press]:
    """A press that is closed at the end."""
    press = Press()
    try:
        yield press
    finally:
        press.close()


def story_text(seed: str, lines: int = 5) -> str:
    """Paragraphs that differ with ``seed`` in nearly every run of words: another story for another seed."""
    words = [word for sentence in SENTENCES for word in sentence.split()]
    found = []
    number = sum(ord(letter) * (at + 1) for at, letter in enumerate(seed))
    for at in range(lines):
        picked = []
        for n in range(34):
            number = (number * 1_103_515_245 + 12_345) % (1 << 31)
            picked.append(
                words[number % len(words)]
                if n % 3
                else f"{words[number % len(words)]} {seed.split()[-1]}{number % 97}"
            )
        found.append(f"{SENTENCES[0] if at == 0 else ''} {' '.join(picked)}".strip())
    return "\n".join(found)


def source_of(url: str, **fields: Any) -> Source:
    """A feed that is due."""
    return Source.objects.create(url=url, name=fields.pop("name", url[-60:]), **fields)


def story_of(title: str = "Trà Vinh đón nhà đầu tư", **fields: Any) -> Story:
    """A story with one article that was read."""
    now: datetime = fields.pop("first_at", timezone.now())
    text = fields.pop("text", story_text(title))
    url = fields.pop("url", f"https://bao-vi-du.vn/{abs(hash(title))}.html")
    outlet, host = fields.pop("outlet", "Báo Ví Dụ"), host_of(url)
    story = Story.objects.create(title=title, first_at=now, **fields)
    from nhipcau.documents.rules.folding import fold

    article = Article.objects.create(
        key=key_of(url), url=url, host=host, state="read", title=title, outlet=outlet, published_at=now, seen_at=now, text=text,
        lead=text[:120], folded=fold(f"{title}\n{text}"), language="vi", story=story, stream=story.stream, sha256="0" * 64,
    )  # fmt: skip
    story.first = article
    story.save()
    return story


def digest_of(office: Office, by: Staff, *stories: Story, **fields: Any) -> Digest:
    """A draft with summaries written."""
    digest = Digest.objects.create(
        kind=fields.pop("kind", "daily"), title=fields.pop("title", "Điểm báo ngày 25/11/2026"), on_date=fields.pop("on_date", timezone.localdate()),
        office=office, made_by=by, **fields,
    )  # fmt: skip
    for at, story in enumerate(stories, 1):
        first = story.first
        assert first is not None
        digest.items.create(
            story=story, topic=story.topics.first(), position=at, title=story.title, summary=f"Tóm tắt {at} do người viết.", outlet=first.outlet,
            url=first.url, published_at=story.first_at,
        )  # fmt: skip
    return digest
