"""The database itself refuses to change or remove a step of a page: the log of who approved what stays as it was written."""

from django.db import migrations

TABLE = "newsroom_step"
SAID = "a step of a page is kept as it was taken"


def keep(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"""CREATE FUNCTION newsroom_step_refuses() RETURNS trigger AS $$
                BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END;
                $$ LANGUAGE plpgsql;""",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION newsroom_step_refuses();",
            params=None,
        )
        return
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END;",
            params=None,
        )


def let_go(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_change ON {TABLE}")
        schema_editor.execute("DROP FUNCTION newsroom_step_refuses()")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0001_initial")]
    operations = [migrations.RunPython(keep, let_go)]
