"""The database itself refuses to change or remove a row of the public log or a step of a case, and a row about what is no statement of fact."""

from django.db import migrations

KEPT = {
    "corrections_logentry": "a row of the public log is kept as it was signed",
    "corrections_step": "a step of a case is kept as it was taken",
}
NO_OPINION = "only a statement of fact has an entry in the public log"


def keep(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, said in KEPT.items():
            schema_editor.execute(
                f"""CREATE FUNCTION {table}_refuses() RETURNS trigger AS $$
                    BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END;
                    $$ LANGUAGE plpgsql;""",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_refuses();",
                params=None,
            )
        schema_editor.execute(
            f"""CREATE FUNCTION corrections_logentry_of_fact() RETURNS trigger AS $$
                BEGIN
                    IF NOT EXISTS (SELECT 1 FROM corrections_case WHERE id = NEW.case_id AND kind = 'fact') THEN
                        RAISE EXCEPTION '{NO_OPINION}' USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                END;
                $$ LANGUAGE plpgsql;""",
            params=None,
        )
        schema_editor.execute(
            "CREATE TRIGGER corrections_logentry_fact BEFORE INSERT ON corrections_logentry "
            "FOR EACH ROW EXECUTE FUNCTION corrections_logentry_of_fact();",
            params=None,
        )
        return
    for table, said in KEPT.items():
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END;",
                params=None,
            )
    schema_editor.execute(
        "CREATE TRIGGER corrections_logentry_fact BEFORE INSERT ON corrections_logentry "
        "WHEN NOT EXISTS (SELECT 1 FROM corrections_case WHERE id = NEW.case_id AND kind = 'fact') "
        f"BEGIN SELECT RAISE(ABORT, '{NO_OPINION}'); END;",
        params=None,
    )


def let_go(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER corrections_logentry_fact ON corrections_logentry")
        schema_editor.execute("DROP FUNCTION corrections_logentry_of_fact()")
        for table in KEPT:
            schema_editor.execute(f"DROP TRIGGER {table}_no_change ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_refuses()")
        return
    schema_editor.execute("DROP TRIGGER corrections_logentry_fact")
    for table in KEPT:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("corrections", "0001_initial")]
    operations = [migrations.RunPython(keep, let_go)]
