"""The database itself refuses to change or remove a row of the trail."""

from django.db import migrations

SQLITE = [
    "CREATE TRIGGER trail_no_update BEFORE UPDATE ON people_trailentry BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;",
    "CREATE TRIGGER trail_no_delete BEFORE DELETE ON people_trailentry BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;",
]
POSTGRES = [
    """CREATE FUNCTION trail_refuses() RETURNS trigger AS $$
       BEGIN RAISE EXCEPTION 'the trail is append-only'; END; $$ LANGUAGE plpgsql;""",
    "CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON people_trailentry FOR EACH ROW EXECUTE FUNCTION trail_refuses();",
]


def close(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def reopen(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER trail_no_change ON people_trailentry")
        schema_editor.execute("DROP FUNCTION trail_refuses()")
    else:
        schema_editor.execute("DROP TRIGGER trail_no_update")
        schema_editor.execute("DROP TRIGGER trail_no_delete")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(close, reopen)]
