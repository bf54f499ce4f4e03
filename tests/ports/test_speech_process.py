"""The recognition process: started when needed, busy, slow, crashed and up again, and never left behind."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import threading
from array import array
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from nhipcau.ports.speech import Busy, Crashed, Manifest, Noise, RemoteRecogniser, Slow, SpeechFault, Transcript
from nhipcau.ports.speech.manifest import write_manifest
from nhipcau.ports.speech.remote import ROOT
from nhipcau.ports.speech.server import Server
from nhipcau.ports.speech.wire import ANOTHER, LARGEST_HEAD, UNLOADABLE, Bounds, address_for

SOUND = array("f", [0.25] * 1600)


def model_in(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_manifest(
        folder, Manifest("obedient", "whisper", "Obedient", "MIT", "tests", ("vi",), {"model.bin": "0" * 64})
    )
    return folder


def asked_of(tmp_path: Path, *, seconds: float = 20.0, mood: str = "well") -> RemoteRecogniser:
    model, runtime = model_in(tmp_path / "model"), tmp_path / "run"
    command = [
        sys.executable,
        "-m",
        "tests.ports.hearing_process",
        str(address_for(model, runtime)),
        str(seconds),
        mood,
    ]
    return RemoteRecogniser(model, runtime=runtime, bounds=Bounds(seconds=seconds), command=command)


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[RemoteRecogniser]:
    recogniser = asked_of(tmp_path)
    yield recogniser
    recogniser.end()


def test_it_is_started_by_the_first_request_and_answers(remote: RemoteRecogniser) -> None:
    assert not remote.address.exists()
    heard = remote.recognise(SOUND, language="vi", prompt="Ao Bà Om")
    assert heard == Transcript("1600 Ao Bà Om", ("khác",), 0.5, 0.25)
    assert oct(remote.address.stat().st_mode)[-3:] == "600"
    assert oct(remote.address.parent.stat().st_mode)[-3:] == "700"


def test_it_is_woken_before_the_first_request(remote: RemoteRecogniser) -> None:
    remote.wake()
    child = remote._child
    assert child is not None
    assert remote.recognise(SOUND, language="vi", prompt="").text == "1600 "
    remote.wake()
    assert remote._child is child
    assert remote.recognise(SOUND, language="vi", prompt="").text == "1600 ", (
        "a caller who says nothing is no trouble"
    )


def test_many_at_once_share_one_process(remote: RemoteRecogniser) -> None:
    remote.recognise(SOUND, language="vi", prompt="")
    child = remote._child
    with ThreadPoolExecutor(2) as people:
        said = [people.submit(remote.recognise, SOUND, language="vi", prompt=str(n)) for n in range(2)]
        assert sorted(one.result().text for one in said) == ["1600 0", "1600 1"]
    assert remote._child is child


def test_a_full_queue_says_busy_at_once_and_the_others_are_served(remote: RemoteRecogniser, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(4) as people:

        def ask(language: str) -> Future[Transcript]:
            return people.submit(remote.recognise, SOUND, language=language, prompt=str(pipe))

        first = ask("wait")
        with pipe.open("wb"):  # opens when the process reads: the first is at work now
            waiting = [ask("vi"), ask("vi"), ask("vi")]
            busy = [one for one in waiting if isinstance(one.exception() if _comes_first(one) else None, Busy)]
        assert len(busy) == 2
        assert first.result().text.startswith("1600")
        assert [one.result().text for one in waiting if one not in busy] == [f"1600 {pipe}"]


def _comes_first(one: Future[Transcript]) -> bool:
    """Refusals come back while the first is still at work; the one that waits does not."""
    try:
        one.exception(timeout=2)
    except TimeoutError:
        return False
    return True


def test_a_crash_is_told_and_the_next_request_starts_anew(remote: RemoteRecogniser) -> None:
    with pytest.raises(Crashed):
        remote.recognise(SOUND, language="boom", prompt="")
    assert remote.recognise(SOUND, language="vi", prompt="x").text == "1600 x"


def test_what_a_recogniser_raises_fails_one_request_only(remote: RemoteRecogniser) -> None:
    for language, fault in (("oops", SpeechFault), ("noise", Noise)):
        with pytest.raises(fault):
            remote.recognise(SOUND, language=language, prompt="")
    child = remote._child
    assert remote.recognise(SOUND, language="vi", prompt="").text == "1600 "
    assert remote._child is child


def test_no_answer_in_time_is_told(tmp_path: Path) -> None:
    recogniser = asked_of(tmp_path, seconds=3.0)
    recogniser.recognise(SOUND, language="vi", prompt="")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    keeper = os.open(pipe, os.O_RDWR)
    try:
        with pytest.raises(Slow):
            recogniser.recognise(SOUND, language="wait", prompt=str(pipe))
    finally:
        os.close(keeper)
        recogniser.end()


def test_a_model_that_cannot_be_loaded_is_not_started_over_and_over(tmp_path: Path) -> None:
    recogniser = asked_of(tmp_path, mood="unloadable")
    with pytest.raises(SpeechFault):
        recogniser.recognise(SOUND, language="vi", prompt="")
    for _try in range(2):
        with pytest.raises(SpeechFault):
            recogniser.recognise(SOUND, language="vi", prompt="")
    recogniser.end()


def test_it_ends_with_the_one_who_started_it(remote: RemoteRecogniser) -> None:
    remote.recognise(SOUND, language="vi", prompt="")
    child = remote._child
    assert child is not None
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(10) == 0
    assert not remote.address.exists()


def test_a_second_process_leaves_the_first_alone(remote: RemoteRecogniser) -> None:
    remote.recognise(SOUND, language="vi", prompt="")
    second = subprocess.run(remote._command, cwd=ROOT, stdin=subprocess.DEVNULL, timeout=30)
    assert second.returncode == ANOTHER
    assert remote.recognise(SOUND, language="vi", prompt="").text == "1600 "


def test_hostile_words_on_the_socket_harm_nobody(remote: RemoteRecogniser) -> None:
    remote.recognise(SOUND, language="vi", prompt="")
    for said in (b"", b"GET / HTTP/1.1\r\n\r\n", struct.pack("!II", LARGEST_HEAD + 1, 0), struct.pack("!II", 5, 0) + b"12345",
                 struct.pack("!II", 2, 3) + b"{}" + b"abc", struct.pack("!II", 9, 1 << 31)):  # fmt: skip
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(10)
            line.connect(str(remote.address))
            line.sendall(said)
            try:
                line.shutdown(socket.SHUT_WR)
                answer = line.recv(1000)
            except (ConnectionResetError, OSError):
                answer = b""  # hung up on without a word
            assert not answer or "fault" in json.loads(answer[8:])
    assert remote.recognise(SOUND, language="vi", prompt="").text == "1600 "


def test_it_ends_by_itself_when_nobody_asks_and_says_when_it_cannot_load(tmp_path: Path) -> None:
    assert Server(tmp_path / "a" / "s.sock", lambda: None, Bounds(idle=0.01)).run() == 0

    def unloadable() -> None:
        raise ValueError

    assert Server(tmp_path / "b" / "s.sock", unloadable, Bounds()).run() == UNLOADABLE


def test_it_ends_when_its_socket_is_gone(tmp_path: Path) -> None:
    address = tmp_path / "s.sock"
    server = Server(address, address.unlink, Bounds())
    done: list[int] = []
    thread = threading.Thread(target=lambda: done.append(server.run()), daemon=True)
    thread.start()
    thread.join(20)
    assert done == [0]


def test_a_path_too_long_for_a_socket_is_moved(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    assert len(str(address_for(tmp_path, deep)).encode()) <= 100
    assert address_for(tmp_path, tmp_path).parent == tmp_path or len(str(tmp_path)) > 80
