"""The licences that the library knows from the start."""

from django.db import migrations

CC = "https://creativecommons.org"
ROWS = [
    # key, name, name in English, address, publish, derive, share, credit, proof
    ("own", "Tác phẩm của cơ quan", "Work of the office", "", True, True, True, True, False),
    ("cc-by", "CC BY 4.0 (Ghi công)", "CC BY 4.0", f"{CC}/licenses/by/4.0/", True, True, True, True, False),
    ("cc-by-sa", "CC BY-SA 4.0 (Ghi công, chia sẻ tương tự)", "CC BY-SA 4.0", f"{CC}/licenses/by-sa/4.0/", True, True,
     True, True, False),
    ("cc0", "CC0 1.0 (Hiến tặng công chúng)", "CC0 1.0", f"{CC}/publicdomain/zero/1.0/", True, True, True, False, False),
    ("public-domain", "Thuộc về công chúng", "Public domain", f"{CC}/publicdomain/mark/1.0/", True, True, True, False,
     False),
    ("contract", "Mua hoặc đặt hàng theo hợp đồng", "Licensed by contract", "", True, True, False, True, True),
    ("letter", "Có văn bản cho phép", "Used with written permission", "", True, True, False, True, True),
    ("none", "Chỉ lưu nội bộ, không công bố", "Internal use only", "", False, False, False, False, False),
]


def add(apps, schema_editor):
    licence = apps.get_model("media", "Licence")
    for at, (key, name, name_en, url, publish, derive, share, credit, proof) in enumerate(ROWS, start=1):
        licence.objects.update_or_create(
            key=key,
            defaults={
                "name": name, "name_en": name_en, "url": url, "allows_publish": publish, "allows_derive": derive,
                "allows_share": share, "needs_credit": credit, "needs_proof": proof, "position": at * 10,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("media", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
