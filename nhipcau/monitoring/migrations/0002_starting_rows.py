"""A first rule, so that the desk sorts from the first day. Everything in it can be changed at the screen."""

from django.db import migrations

RULES = [
    ("place", "Địa danh của tỉnh", "", 10),
    ("words", "Thông tin đối ngoại", "thông tin đối ngoại\nđối ngoại\nhợp tác quốc tế\nhữu nghị\nđại sứ quán\ntổng lãnh sự\nkiều bào\nphóng viên nước ngoài", 5),
    ("words", "Đầu tư và thương mại", "FDI\nODA\nxúc tiến đầu tư\nnhà đầu tư nước ngoài\nkhu kinh tế Định An\nxuất khẩu", 3),
    ("programme", "OCOP", "OCOP\nmỗi xã một sản phẩm", 3),
]


def add(apps, schema_editor):
    Rule = apps.get_model("monitoring", "Rule")
    if not Rule.objects.exists():
        Rule.objects.bulk_create(Rule(kind=k, name=n, words=w, points=p) for k, n, w, p in RULES)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
