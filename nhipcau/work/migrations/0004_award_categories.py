"""Titles and forms of award that a province may use, with their basis in the law of 2022.

The articles were not compared with the printed law by a person of the province: ``verified_by`` stays empty, and the
screens say so.
"""

from datetime import date

from django.db import migrations

LAW = "Luật Thi đua, khen thưởng số 06/2022/QH15"
FROM = date(2024, 1, 1)
PROVINCE = "Chủ tịch Ủy ban nhân dân cấp tỉnh"
HEAD = "Thủ trưởng cơ quan, đơn vị hoặc Chủ tịch Ủy ban nhân dân cùng cấp"
PRIME = "Thủ tướng Chính phủ"
ROWS = [
    ("chien-si-thi-dua-toan-quoc", "Chiến sĩ thi đua toàn quốc", "title", "person", PRIME, "Điều 21"),
    ("chien-si-thi-dua-tinh", "Chiến sĩ thi đua cấp tỉnh", "title", "person", PROVINCE, "Điều 22"),
    ("chien-si-thi-dua-co-so", "Chiến sĩ thi đua cơ sở", "title", "person", HEAD, "Điều 23"),
    ("lao-dong-tien-tien", "Lao động tiên tiến", "title", "person", HEAD, "Điều 24"),
    ("co-thi-dua-chinh-phu", "Cờ thi đua của Chính phủ", "title", "office", "Chính phủ", "Điều 25"),
    ("co-thi-dua-tinh", "Cờ thi đua của Ủy ban nhân dân tỉnh", "title", "office", PROVINCE, "Điều 26"),
    ("tap-the-lao-dong-xuat-sac", "Tập thể lao động xuất sắc", "title", "office", PROVINCE, "Điều 27"),
    ("tap-the-lao-dong-tien-tien", "Tập thể lao động tiên tiến", "title", "office", HEAD, "Điều 28"),
    ("bang-khen-thu-tuong", "Bằng khen của Thủ tướng Chính phủ", "form", "both", PRIME, "Điều 73"),
    ("bang-khen-tinh", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "form", "both", PROVINCE, "Điều 74"),
    ("giay-khen", "Giấy khen", "form", "both", HEAD, "Điều 75"),
]


def lay(apps, schema_editor):
    category = apps.get_model("work", "AwardCategory")
    for key, name, kind, whom, decided_by, article in ROWS:
        category.objects.get_or_create(
            key=key,
            defaults={
                "name": name, "kind": kind, "whom": whom, "decided_by": decided_by, "instrument": LAW,
                "article": article, "valid_from": FROM, "note": "Số điều chưa được đối chiếu với bản in của luật",
            },
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("work", "0003_awards_and_sessions")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
