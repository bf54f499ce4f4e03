"""Newsletters over a real IMAP talk: every shape of mail, every way in which it breaks off, and a worker that is killed in the middle."""

from __future__ import annotations

import base64
import random
import signal
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.header import Header
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from nhipcau.monitoring import actions, jobs, mailbox
from nhipcau.monitoring.models import Article, Source, Story
from nhipcau.monitoring.rules.newsletters import read_mail
from nhipcau.people.models import Staff, TrailEntry
from nhipcau.people.trail import trail_faults
from nhipcau.ports.fetching import FetchError, Web
from tests.factories.imap import PASSWORD, USER, MailHouse, certificate_in, mail_house_running
from tests.factories.press import Press, source_of, story_text
from tests.monitoring.test_killed_worker import start_worker, wait_for
from tests.nursery import Child

HEADLINE = "Trà Vinh đón đoàn doanh nghiệp {} đến tìm hiểu đầu tư"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("imap"))


@pytest.fixture
def house(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailHouse]:
    """A server whose certificate this process trusts, and the login in the settings."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with (
        mail_house_running(certificate) as running,
        override_settings(NHIPCAU_MAILBOXES={"localhost": (USER, PASSWORD)}),
    ):
        yield running


def letter(
    links: list[tuple[str, str]], *, subject: str = "Bản tin", plain: bool = True, charset: str = "utf-8"
) -> bytes:
    """A newsletter as programs send it: plain words and HTML beside each other, with a link to unsubscribe."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, "Tòa soạn <ban-tin@bao.example>", "bantin@tinh.example"
    lines = "\n".join(f"{words}\n{url}\n" for words, url in links)
    if plain:
        mail.set_content(lines, charset=charset)
    rows = "".join(f'<p><a href="{url}">{words}</a></p>' for words, url in links)
    leave = '<a href="https://bao.example/unsubscribe">Bấm vào đây để hủy đăng ký nhận bản tin</a>'
    html = f"<html><body>{rows}{leave}</body></html>"
    (mail.add_alternative if plain else mail.set_content)(html, subtype="html", charset=charset)
    return mail.as_bytes()


def due_again() -> None:
    Source.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


# ---- one mail
def test_multipart_and_plain_and_html_alone_are_read() -> None:
    link = (HEADLINE.format("Nhật"), "https://bao.example/1")
    for content in (letter([link]), letter([link], plain=False)):
        assert [(e.title, e.link) for e in read_mail(content)] == [link]
    alone = f"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n1. {link[0]}\r\n{link[1]}\r\n\r\nHủy đăng ký nhận tin tại đây ngay\r\nhttps://bao.example/unsubscribe\r\n".encode()
    assert [(e.title, e.link) for e in read_mail(alone)] == [(f"1. {link[0]}", link[1])]


@pytest.mark.parametrize(
    "packed",
    [
        Header("Bản tin đối ngoại Trà Vinh số 12", "utf-8").encode(),
        "=?utf-8?B?" + base64.b64encode("Bản tin đối ngoại Trà Vinh số 12".encode()).decode() + "?=",
        "=?UTF-8?Q?B=E1=BA=A3n_tin_=C4=91=E1=BB=91i_ngo=E1=BA=A1i_?=\r\n =?UTF-8?Q?Tr=C3=A0_Vinh_s=E1=BB=91_12?=",
        "Bản tin đối ngoại Trà Vinh số 12",
    ],
)
def test_vietnamese_subjects_in_every_packing_name_a_mail_of_one_link(packed: str) -> None:
    content = f"Subject: {packed}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<a href='https://bao.example/9'>Xem</a>".encode()
    assert [(e.title, e.link) for e in read_mail(content)] == [
        ("Bản tin đối ngoại Trà Vinh số 12", "https://bao.example/9")
    ]


def test_other_charsets_and_wrong_ones_are_read_as_far_as_they_go() -> None:
    words = HEADLINE.format("Hàn Quốc")
    for charset in ("utf-8", "x-khong-co", "us-ascii"):
        body = f'<a href="https://bao.example/1">{words}</a>'.encode()
        packed = base64.encodebytes(body)
        mail = (
            f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
            + packed
        )
        (entry,) = read_mail(mail)
        assert entry.link == "https://bao.example/1"
        if charset != "us-ascii":
            assert entry.title == words


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0\xff\xfe", b"Subject", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x", b"Content-Type: ;;;=\r\n\r\n<a href=>",
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n****", b"Subject: =?utf-8?B?%%%?=\r\n\r\nhttps://[::1",
        b"Content-Type: message/rfc822\r\n\r\n", b"From: " + b"x" * 100_000,
    ],
)  # fmt: skip
def test_a_broken_mail_has_no_links_and_harms_nobody(content: bytes) -> None:
    assert mailbox._mail(_Box(content), 1) == ()  # type: ignore[arg-type]


class _Box:
    """As much of a mailbox as reading one mail needs."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def uid(self, *asked: str) -> tuple[str, list[Any]]:
        return "OK", [(b"1", self.content), b")"]


# ---- a mailbox
@pytest.mark.django_db
def test_mails_become_articles_once_and_are_left_unread(house: MailHouse, press: Press, web: Web) -> None:
    text = story_text("Định An")
    links = [
        (HEADLINE.format(name), press.article(f"/{at}", HEADLINE.format(name), f"{text}\n{name}"))
        for at, name in enumerate(("Nhật", "Hàn"))
    ]
    house.post(letter(links[:1]))
    house.post(b"\0 this is no mail")
    source = source_of(
        house.address, kind="mailbox", stream="official", country="Nhật Bản", outlet="Bản tin Bộ Ví Dụ"
    )
    jobs.look_at_due(by=web)
    jobs.read_waiting(by=web)
    source.refresh_from_db()
    assert (source.fault_code, source.etag) == ("", "1:2")
    assert Story.objects.get().stream == "official"
    house.post(letter(links))
    due_again()
    jobs.look_at_due(by=web)
    jobs.read_waiting(by=web)
    assert sorted(Article.objects.values_list("url", "state", "outlet")) == [
        (url, "read", "Bản tin Bộ Ví Dụ") for _words, url in links
    ]
    fetched = [one for one in house.asked if "FETCH" in one.upper()]
    assert len(fetched) == 3, "a mail is taken out once"
    assert house.folders["INBOX"].seen == set()
    assert not any("STORE" in one.upper() or one.upper().startswith("SELECT") for one in house.asked)
    due_again()
    jobs.look_at_due(by=web)
    assert len([one for one in house.asked if "FETCH" in one.upper()]) == 3


@pytest.mark.django_db
def test_more_mails_than_one_look_takes_are_all_read_in_the_end(
    house: MailHouse, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "AT_ONCE", 5)
    monkeypatch.setattr(mailbox, "FIRST", 3)
    for at in range(10):
        house.post(letter([(HEADLINE.format(f"trước {at}"), f"https://bao.example/old/{at}")]))
    source_of(house.address, kind="mailbox")
    jobs.look_at_due(by=web)
    assert Article.objects.count() == 3, "a new source begins with the newest"
    for at in range(12):
        house.post(letter([(HEADLINE.format(at), f"https://bao.example/{at}")]))
    for _look in range(3):
        due_again()
        jobs.look_at_due(by=web)
    assert Article.objects.filter(url__regex=r"example/\d+$").count() == 12


@pytest.mark.django_db
def test_a_mailbox_that_was_empty_at_first_is_read_from_its_first_mail(
    house: MailHouse, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "FIRST", 3)
    source_of(house.address, kind="mailbox")
    jobs.look_at_due(by=web)
    assert Source.objects.get().etag == "1:0"
    for at in range(8):
        house.post(letter([(HEADLINE.format(at), f"https://bao.example/{at}")]))
    due_again()
    jobs.look_at_due(by=web)
    assert Article.objects.count() == 8


@pytest.mark.django_db
def test_a_mailbox_that_was_numbered_anew_is_read_anew_and_nothing_is_doubled(house: MailHouse, web: Web) -> None:
    house.post(letter([(HEADLINE.format("A"), "https://bao.example/a")]))
    source_of(house.address, kind="mailbox")
    jobs.look_at_due(by=web)
    house.folders["INBOX"].validity = 2
    house.post(letter([(HEADLINE.format("B"), "https://bao.example/b")]))
    due_again()
    jobs.look_at_due(by=web)
    assert sorted(Article.objects.values_list("url", flat=True)) == ["https://bao.example/a", "https://bao.example/b"]
    assert Source.objects.get().etag == "2:2"


def test_a_big_mail_is_read_by_its_beginning(house: MailHouse) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Bản tin"
    mail.set_content(f'<a href="https://bao.example/1">{HEADLINE.format("Pháp")}</a>', subtype="html")
    mail.add_attachment(random.Random(1).randbytes(6_000_000), maintype="image", subtype="jpeg", filename="a.jpg")
    house.post(mail.as_bytes())
    house.post(letter([(HEADLINE.format("Đức"), "https://bao.example/2")]))
    post = mailbox.look_into_mailbox(house.address)
    assert [e.link for e in post.entries] == ["https://bao.example/1", "https://bao.example/2"]


def test_folders_with_other_letters_are_found(house: MailHouse) -> None:
    house.post(letter([(HEADLINE.format("Ý"), "https://bao.example/1")]), folder="B&HqM-n tin")
    address = f"imaps://localhost:{house.port}/B%E1%BA%A3n%20tin"
    assert len(mailbox.look_into_mailbox(address).entries) == 1
    with pytest.raises(FetchError) as fault:
        mailbox.look_into_mailbox(f"imaps://localhost:{house.port}/kh%C3%B4ng")
    assert fault.value.code == "mailbox_folder"


@pytest.mark.django_db
def test_a_line_that_breaks_off_in_the_middle_loses_and_doubles_nothing(house: MailHouse, web: Web) -> None:
    for at in range(4):
        house.post(letter([(HEADLINE.format(at), f"https://bao.example/{at}")]))
    house.drop_at = 3
    source = source_of(house.address, kind="mailbox")
    jobs.look_at_due(by=web)
    source.refresh_from_db()
    assert (source.fault_code, source.etag, Article.objects.count()) == ("broken", "1:3", 2)
    assert source.next_try_at > timezone.now()
    house.drop_at = None
    due_again()
    jobs.look_at_due(by=web)
    source.refresh_from_db()
    assert (source.fault_code, Article.objects.count()) == ("", 4)


@pytest.mark.django_db
def test_a_mail_that_always_breaks_off_is_set_aside_and_keeps_nobody_waiting(
    house: MailHouse, web: Web, coordinator: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    for at in range(1, 6):
        house.post(letter([(HEADLINE.format(at), f"https://bao.example/{at}")]))
    house.drop_at = 3
    source = source_of(house.address, kind="mailbox")
    for look in range(1, 6):
        due_again()
        jobs.look_at_due(by=web)
        if look == 2:
            assert Article.objects.count() == 4, "those behind it came with the second look"
    source.refresh_from_db()
    (mail,) = source.stuck.all()
    assert (mail.uid, mail.tries, mail.is_aside, mail.fault_code) == (3, 3, True, "mail_breaks_off")
    assert (source.fault_code, source.failures, source.etag) == ("", 0, "1:5")
    assert len([one for one in house.asked if " FETCH 3 " in one]) == 3, "it is left alone after three tries"
    assert TrailEntry.objects.filter(action="monitoring.set_mail_aside").count() == 1
    page = reverse("monitoring:source", args=[source.pk])
    shown = signed_in(coordinator).get(page).content.decode()
    assert "Thư số 3" in shown
    assert "Hộp thư ngắt kết nối khi đang lấy thư này ra." in shown
    house.drop_at = None
    assert signed_in(coordinator).post(page, {"step": "again", "mail": mail.pk}).status_code == 302
    jobs.look_at_due(by=web)
    assert sorted(Article.objects.values_list("url", flat=True)) == [
        f"https://bao.example/{at}" for at in range(1, 6)
    ]
    assert not source.stuck.exists()
    assert "Thư số 3" not in signed_in(coordinator).get(page).content.decode()


@pytest.mark.django_db
def test_a_mail_that_breaks_again_when_tried_by_hand_is_set_aside_at_once(
    house: MailHouse, web: Web, coordinator: Staff
) -> None:
    house.post(letter([(HEADLINE.format(1), "https://bao.example/1")]))
    house.drop_at = 1
    source = source_of(house.address, kind="mailbox")
    for _look in range(3):
        due_again()
        jobs.look_at_due(by=web)
    actions.try_mail_again(source.stuck.get(), by=coordinator)
    jobs.look_at_due(by=web)
    assert [(mail.tries, mail.is_aside) for mail in source.stuck.all()] == [(4, True)]


@pytest.mark.django_db
def test_mails_that_cannot_be_read_or_are_refused_pass_the_word_on(
    house: MailHouse, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(1, 5):
        house.post(letter([(HEADLINE.format(at), f"https://bao.example/{at}")], subject=f"Số {at}"))
    house.refuses.add(2)

    def falls(content: bytes) -> Any:
        if b"bao.example/3" in content:
            raise ValueError
        return read_mail(content)

    monkeypatch.setattr(mailbox, "read_mail", falls)
    source = source_of(house.address, kind="mailbox")
    jobs.look_at_due(by=web)
    source.refresh_from_db()
    assert (source.fault_code, source.etag, Article.objects.count()) == ("", "1:4", 2)
    assert set(source.stuck.values_list("uid", "fault_code")) == {(2, "mail_refused"), (3, "mail_unreadable")}
    monkeypatch.setattr(mailbox, "read_mail", read_mail)
    house.refuses.clear()
    due_again()
    jobs.look_at_due(by=web)
    assert (Article.objects.count(), source.stuck.count()) == (4, 0)


@pytest.mark.django_db
def test_numbers_of_a_mailbox_that_was_numbered_anew_are_forgotten(house: MailHouse, web: Web) -> None:
    house.post(letter([(HEADLINE.format(1), "https://bao.example/1")]))
    house.refuses.add(1)
    source = source_of(house.address, kind="mailbox")
    jobs.look_at_due(by=web)
    house.folders["INBOX"].validity = 2
    house.refuses.clear()
    due_again()
    jobs.look_at_due(by=web)
    assert (Article.objects.count(), source.stuck.count()) == (1, 0)


def test_each_fault_is_told_apart(house: MailHouse, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def code(address: str) -> str:
        with pytest.raises(FetchError) as fault:
            mailbox.look_into_mailbox(address)
        assert PASSWORD not in str(fault.value)
        return fault.value.code

    assert code(house.address.replace("imaps", "imap")) == "bad_address", (
        "no password goes over the line in the clear"
    )
    assert code("imaps://localhost:99999/x") == "bad_address"
    with override_settings(NHIPCAU_MAILBOXES={}):
        assert code(house.address) == "mailbox_login"
    with override_settings(NHIPCAU_MAILBOXES={"localhost": (USER, "sai")}):
        assert code(house.address) == "mailbox_login"
    with mail_house_running(None) as clear:
        assert code(clear.address) in {"not_secure", "unreachable"}
        assert clear.asked == [] or not any("LOGIN" in one for one in clear.asked)
    assert code(clear.address) == "unreachable"
    monkeypatch.delenv("SSL_CERT_FILE")
    assert code(house.address) == "not_secure", "a certificate that nobody vouches for"
    assert ssl.create_default_context().check_hostname


@pytest.mark.slow
@pytest.mark.usefixtures("frozen_rows_let_go")
@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(600)
def test_a_worker_killed_while_it_reads_mails_loses_and_doubles_nothing(
    house: MailHouse, press: Press, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHIPCAU_IMAP", f"localhost|{USER}|{PASSWORD}")
    house.pause = 0.02
    source_of(house.address, kind="mailbox", etag="1:0")
    chance, workers, in_the_middle = random.Random(1899), [], 0
    try:
        for number in range(8):
            for at in range(10):
                name = f"{number}-{at}"
                url = press.article(f"/{name}", HEADLINE.format(name), story_text(name))
                house.post(letter([(HEADLINE.format(name), url)]))
            due_again()
            worker: Child = start_worker(press)
            workers.append(worker)
            asked = len(house.asked)
            wait_for(worker, until=lambda asked=asked: len(house.asked) > asked + 3)
            time.sleep(chance.uniform(0, 0.3))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            in_the_middle += (
                Source.objects.exclude(holder="").exists() or Article.objects.filter(state="waiting").exists()
            )
        assert in_the_middle >= 4, "too few kills came in the middle"
        due_again()
        last = start_worker(press)
        workers.append(last)
        wait_for(last, until=lambda: Article.objects.filter(state="read").count() >= 80)
        last.terminate()
        last.wait(timeout=60)
    finally:
        for worker in workers:
            if worker.poll() is None:
                worker.kill()
                worker.wait()
    assert sorted(Article.objects.values_list("url", flat=True)) == sorted(
        f"{press.base}/{number}-{at}" for number in range(8) for at in range(10)
    )
    assert Story.objects.count() == 80
    assert trail_faults() == []
