"""The database holds what others rely on, whoever writes: written twice, for SQLite and for PostgreSQL.

What was handed in, the steps and remarks are never changed; a released form, an issued report and what it was made of
are not changed either.
"""

from django.db import migrations

KEPT = "what was handed in stays as it was"
RELEASED = "a released form does not change; make the next version"
ISSUED = "an issued report does not change; make the next version"
_OF_ISSUED = "(SELECT state FROM reports_consolidation WHERE id = {row}.consolidation_id) = 'issued'"
_DESIGN = "OLD.design <> NEW.design OR OLD.form_id <> NEW.form_id OR OLD.number <> NEW.number OR OLD.sha256 <> NEW.sha256 OR OLD.state <> NEW.state"
_DESIGN_PG = _DESIGN.replace("OLD.design <> NEW.design", "OLD.design::text <> NEW.design::text")

GUARDS = [
    # table, event, refused when (SQLite), the same (PostgreSQL), what is said
    *[(f"reports_{table}", event, "1 = 1", "true", KEPT)
      for table in ("handing", "submissionstep", "submissionremark") for event in ("UPDATE", "DELETE")],
    ("reports_formversion", "UPDATE", f"OLD.state = 'released' AND ({_DESIGN})", f"OLD.state = 'released' AND ({_DESIGN_PG})", RELEASED),
    ("reports_formversion", "DELETE", "OLD.state = 'released'", "OLD.state = 'released'", RELEASED),
    ("reports_reportrequest", "UPDATE", "OLD.version_id <> NEW.version_id", "OLD.version_id <> NEW.version_id", RELEASED),
    ("reports_consolidation", "UPDATE", "OLD.state = 'issued'", "OLD.state = 'issued'", ISSUED),
    ("reports_consolidation", "DELETE", "OLD.state = 'issued'", "OLD.state = 'issued'", ISSUED),
    ("reports_consolidationsource", "INSERT", _OF_ISSUED.format(row="NEW"), _OF_ISSUED.format(row="NEW"), ISSUED),
    ("reports_consolidationsource", "UPDATE", _OF_ISSUED.format(row="OLD"), _OF_ISSUED.format(row="OLD"), ISSUED),
    ("reports_consolidationsource", "DELETE", _OF_ISSUED.format(row="OLD"), _OF_ISSUED.format(row="OLD"), ISSUED),
]  # fmt: skip


def _name(table, event):
    return f"{table}_kept_on_{event.lower()}"


def lay(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table, event, on_sqlite, on_postgres, said in GUARDS:
        name = _name(table, event)
        if vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {on_sqlite} BEGIN SELECT RAISE(ABORT, '{said}'); END;"
            )
        else:
            schema_editor.execute(
                f"""CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN
                    IF {on_postgres} THEN RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
                    RETURN {"OLD" if event == "DELETE" else "NEW"}; END; $$ LANGUAGE plpgsql;"""
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();"
            )


def lift(apps, schema_editor):
    for table, event, *_rest in GUARDS:
        name = _name(table, event)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_requests_and_submissions")]
    operations = [migrations.RunPython(lay, lift)]
