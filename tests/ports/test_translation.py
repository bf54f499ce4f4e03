"""A translating machine is asked as LibreTranslate says, and whatever goes wrong is told, not hidden."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from nhipcau.ports.translation import AT_ONCE, MOST_LETTERS, LibreTranslate, NoSuggestion, NoTranslator, translator_at


class Machine(BaseHTTPRequestHandler):
    """Answers as the test says; keeps what it was asked."""

    asked: list[dict[str, Any]] = []
    answer: Any = None
    status = 200

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append(said | {"path": self.path})
        body = (
            self.answer
            if isinstance(self.answer, bytes)
            else json.dumps(
                self.answer or {"translatedText": [f"[{said['target']}] {q}" for q in said["q"]]}
            ).encode()
        )
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Silent."""


@pytest.fixture
def machine() -> Iterator[tuple[str, type[Machine]]]:
    kind = type("One", (Machine,), {"asked": [], "answer": None, "status": 200})
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", kind
    server.shutdown()
    server.server_close()
    thread.join()


def test_texts_go_as_html_with_the_key_and_come_back_in_their_order(machine: tuple[str, type[Machine]]) -> None:
    url, kind = machine
    said = LibreTranslate(f"{url}/translate", "secret").suggest(['Ở <a id="a1">đây</a>', "Hai"], "vi", "zh-hans")
    assert said == ['[zh-Hans] Ở <a id="a1">đây</a>', "[zh-Hans] Hai"]
    (asked,) = kind.asked
    assert asked == {"q": ['Ở <a id="a1">đây</a>', "Hai"], "source": "vi", "target": "zh-Hans", "format": "html",
                     "api_key": "secret", "path": "/translate"}  # fmt: skip


def test_long_pages_go_in_batches(machine: tuple[str, type[Machine]]) -> None:
    url, kind = machine
    texts = ["x" * (AT_ONCE // 2 + 1)] * 3
    assert len(LibreTranslate(url).suggest(texts, "vi", "en")) == 3
    assert [len(one["q"]) for one in kind.asked] == [1, 1, 1]
    assert "api_key" not in kind.asked[0]


@pytest.mark.parametrize(
    ("status", "answer"),
    [(500, {"error": "x"}), (403, {"error": "key"}), (200, b"<html>"), (200, {"translatedText": ["one"]}), (200, {"translatedText": [1, 2]}), (200, ["x"]), (200, b"\xff")],
)  # fmt: skip
def test_an_answer_that_is_not_as_agreed_is_no_suggestion(
    machine: tuple[str, type[Machine]], status: int, answer: Any
) -> None:
    url, kind = machine
    kind.status, kind.answer = status, answer
    with pytest.raises(NoSuggestion):
        LibreTranslate(url).suggest(["a", "b"], "vi", "en")


def test_what_cannot_be_asked_is_no_suggestion() -> None:
    with pytest.raises(NoSuggestion):
        LibreTranslate("http://127.0.0.1:9/", timeout=1).suggest(["a"], "vi", "en")
    with pytest.raises(NoSuggestion):
        LibreTranslate("file:///etc/passwd").suggest(["a"], "vi", "en")
    with pytest.raises(NoSuggestion):
        LibreTranslate("http://127.0.0.1:9/").suggest(["x" * (MOST_LETTERS + 1)], "vi", "en")


def test_a_machine_that_does_not_answer_is_not_waited_for() -> None:
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(NoSuggestion):
            LibreTranslate(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2).suggest(["a"], "vi", "en")


def test_none_is_the_rule() -> None:
    assert isinstance(translator_at(""), NoTranslator)
    with pytest.raises(NoSuggestion):
        translator_at("").suggest(["a"], "vi", "en")
