from importlib.resources import files

from django.db import migrations

from nhipcau.search.rules.abbreviations import read_table


def fill(apps, schema_editor):
    lines = files("nhipcau.search").joinpath("abbreviations.tsv").read_text("utf-8").splitlines()
    kept = {}
    for row in read_table(lines):
        kept.setdefault(row.short.casefold(), row)
    model = apps.get_model("search", "Abbreviation")
    model.objects.bulk_create(model(short=row.short, forms=list(row.others)) for row in kept.values())


class Migration(migrations.Migration):
    dependencies = [("search", "0001_the_index")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
