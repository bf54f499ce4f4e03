import django.db.models.deletion
import nhipcau.reports.models.overview
from django.conf import settings
from django.db import migrations, models

TABLE = "reports_overviewcopy"
SAID = "a frozen copy of the overview stays as it is"


def freeze(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"""CREATE FUNCTION {TABLE}_refuses() RETURNS trigger AS $$
                BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END;
                $$ LANGUAGE plpgsql;""",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuses();",
            params=None,
        )
        return
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END;",
            params=None,
        )


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuses() CASCADE")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_what_was_handed_in_stays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="OverviewCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=nhipcau.reports.models.overview.new_key, max_length=40, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="occasion of the copy")),
                ("on_date", models.DateField(verbose_name="day")),
                ("figures", models.JSONField()),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("made_at", models.DateTimeField(verbose_name="when")),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "frozen copy of the overview",
                "verbose_name_plural": "frozen copies of the overview",
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["-made_at", "-id"], name="reports_ove_made_at_bbecc7_idx")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="overview_copy_is_named"),
                    models.CheckConstraint(condition=models.Q(("sha256", ""), _negated=True), name="overview_copy_is_hashed"),
                ],
            },
        ),
        migrations.RunPython(freeze, thaw),
    ]
