"""Documents with an approved reading, and duties, for tests."""

from __future__ import annotations

import hashlib
from datetime import date

import factory
from factory.django import DjangoModelFactory

from nhipcau.documents.models import Clause, Document, DutyReading, ItemState, SourceFile
from nhipcau.duties.models import Duty, DutyOffice
from nhipcau.people.models import Office


class SourceFactory(DjangoModelFactory[SourceFile]):
    """A source file without its bytes on disk."""

    class Meta:
        model = SourceFile

    name = factory.Sequence(lambda n: f"van-ban-{n}.txt")
    sha256 = factory.LazyAttribute(lambda s: hashlib.sha256(s.name.encode()).hexdigest())
    size = 1
    content = "sources/none.txt"


class DocumentFactory(DjangoModelFactory[Document]):
    """An approved decision of 12/12/2023."""

    class Meta:
        model = Document

    number = factory.Sequence(lambda n: f"{n}/QĐ-UBND")
    number_key = factory.LazyAttribute(lambda d: d.number.lower())
    kind = "quyết định"
    issued_on = date(2023, 12, 12)
    title = "Ban hành Kế hoạch thông tin đối ngoại"
    text = "1. Sở Thông tin và Truyền thông\nChủ trì, phối hợp với Sở Công Thương báo cáo hàng năm. Rà soát văn bản."
    source = factory.SubFactory(SourceFactory)
    stage = Document.Stage.APPROVED


class ClauseFactory(DjangoModelFactory[Clause]):
    """The first clause."""

    class Meta:
        model = Clause

    document = factory.SubFactory(DocumentFactory)
    path = "ke-hoach/III/1"
    label = "1"
    heading = "Sở Thông tin và Truyền thông"
    start = 0
    end = 31
    position = 0


class ReadingFactory(DjangoModelFactory[DutyReading]):
    """A confirmed duty as read in the second line of the text."""

    class Meta:
        model = DutyReading

    document = factory.SubFactory(DocumentFactory)
    clause = factory.SubFactory(ClauseFactory, document=factory.SelfAttribute("..document"))
    path = "ke-hoach/III/1"
    text = "Chủ trì, phối hợp với Sở Công Thương báo cáo hàng năm."
    agencies = ["Sở Thông tin và Truyền thông"]
    partners = ["Sở Công Thương"]
    recipients = ["Ủy ban nhân dân tỉnh"]
    role = "chủ trì"
    cadence = "hàng năm"
    start = 32
    end = 87
    sentence_start = 32
    sentence_end = 87
    state = ItemState.CONFIRMED


class DutyFactory(DjangoModelFactory[Duty]):
    """A duty in force, addressed to nobody yet."""

    class Meta:
        model = Duty

    document = factory.SubFactory(DocumentFactory)
    path = "ke-hoach/III/1"
    position = factory.Sequence(lambda n: n)
    text = factory.Sequence(lambda n: f"Chủ trì tham mưu báo cáo số {n}")
    quote = factory.LazyAttribute(lambda d: d.text)
    start = 0
    end = 10
    role = "chủ trì"


def duty_of(*offices: Office, **fields: object) -> Duty:
    """A duty addressed to ``offices``."""
    duty: Duty = DutyFactory(**fields)
    for office in offices:
        DutyOffice.objects.create(duty=duty, office=office, printed=office.name)
    return duty
