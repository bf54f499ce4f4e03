"""The database adds the money up and holds what was approved: written twice, for SQLite and for PostgreSQL.

Sums: a child's change sets its parent's column to the sum of all children; a parent's column set to anything else is
refused. Together with the check constraints of 0001 this refuses over-commitment and overpayment, whoever writes.
Frozen: rows of an approved round change only by an amendment's change with the next revision; what was booked stays.
"""

from django.db import migrations

LINE, CONTRACT, ROUND, PLAN = "planning_planline", "planning_contract", "planning_planround", "planning_officeplan"

SUMS = [
    # child, its link, columns that matter, parent, column, what the column must be for parent row {p}
    ("planning_item", "line_id", ("amount", "line_id"), LINE, "proposed",
     "(SELECT COALESCE(SUM(amount), 0) FROM planning_item WHERE line_id = {p}.id)"),
    ("planning_change", "line_id", ("delta", "line_id"), LINE, "current",
     "CASE WHEN {p}.approved IS NULL THEN 0 ELSE {p}.approved + "
     "(SELECT COALESCE(SUM(delta), 0) FROM planning_change WHERE line_id = {p}.id) END"),
    (CONTRACT, "line_id", ("value", "line_id"), LINE, "committed",
     "(SELECT COALESCE(SUM(value), 0) FROM planning_contract WHERE line_id = {p}.id)"),
    (CONTRACT, "line_id", ("paid", "line_id"), LINE, "paid",
     "(SELECT COALESCE(SUM(paid), 0) FROM planning_contract WHERE line_id = {p}.id)"),
    ("planning_contractchange", "contract_id", ("delta", "contract_id"), CONTRACT, "value",
     "{p}.amount + (SELECT COALESCE(SUM(delta), 0) FROM planning_contractchange WHERE contract_id = {p}.id)"),
    ("planning_acceptance", "contract_id", ("amount", "contract_id"), CONTRACT, "accepted",
     "(SELECT COALESCE(SUM(amount), 0) FROM planning_acceptance WHERE contract_id = {p}.id)"),
    ("planning_payment", "contract_id", ("amount", "contract_id"), CONTRACT, "paid",
     "(SELECT COALESCE(SUM(amount), 0) FROM planning_payment WHERE contract_id = {p}.id)"),
]  # fmt: skip

_ROUND_OF_PLAN = f"(SELECT r.state FROM {PLAN} p JOIN {ROUND} r ON r.id = p.round_id WHERE p.id = {{row}}.plan_id)"
_LINE_IS_FROZEN = (
    f"EXISTS (SELECT 1 FROM {LINE} l JOIN {PLAN} p ON p.id = l.plan_id JOIN {ROUND} r ON r.id = p.round_id "
    "WHERE l.id = {row}.line_id AND r.state = 'approved' AND NOT (l.added_by_id IS NOT NULL AND l.state = 'open'))"
)
_LINE_COLUMNS = (
    "plan_id", "position", "duty_id", "clause_id", "basis", "topic_id", "activity", "output", "measure", "starts_on",
    "ends_on", "lead_id", "fund", "state", "appraised", "appraisal_reason", "approved", "revision", "added_by_id",
)  # fmt: skip
_CONTRACT_COLUMNS = (
    "line_id", "office_id", "kind", "number", "signed_on", "supplier", "subject", "ends_on", "amount", "by_id", "at",
    "evidence_id",
)  # fmt: skip
FROZEN = "what was approved changes only by an amendment"
BOOKED = "what was booked stays; correct it with a row of its own"
SUM = "this figure is added up by the database"

GUARDS = [
    # table, event, columns, refused when, what is said
    (ROUND, "UPDATE", (), "OLD.state = 'approved'", FROZEN),
    (ROUND, "DELETE", (), "OLD.state = 'approved'", FROZEN),
    (PLAN, "INSERT", (), f"(SELECT state FROM {ROUND} WHERE id = NEW.round_id) = 'approved'", FROZEN),
    (PLAN, "UPDATE", (), f"(SELECT state FROM {ROUND} WHERE id = OLD.round_id) = 'approved'", FROZEN),
    (PLAN, "DELETE", (), f"(SELECT state FROM {ROUND} WHERE id = OLD.round_id) = 'approved'", FROZEN),
    (LINE, "INSERT", (), f"NEW.added_by_id IS NULL AND {_ROUND_OF_PLAN.format(row='NEW')} = 'approved'", FROZEN),
    (LINE, "INSERT", (), "NEW.proposed <> 0 OR NEW.current <> 0 OR NEW.committed <> 0 OR NEW.paid <> 0 "
     "OR NEW.approved IS NOT NULL OR NEW.revision <> 0", SUM),
    (LINE, "UPDATE", _LINE_COLUMNS, f"{_ROUND_OF_PLAN.format(row='OLD')} = 'approved' AND NOT ("
     "NEW.revision = OLD.revision + 1 AND EXISTS (SELECT 1 FROM planning_change c "
     "WHERE c.line_id = OLD.id AND c.revision = NEW.revision))", FROZEN),
    (LINE, "DELETE", (), f"{_ROUND_OF_PLAN.format(row='OLD')} = 'approved'", FROZEN),
    ("planning_item", "INSERT", (), _LINE_IS_FROZEN.format(row="NEW"), FROZEN),
    ("planning_item", "UPDATE", (), _LINE_IS_FROZEN.format(row="OLD"), FROZEN),
    ("planning_item", "DELETE", (), _LINE_IS_FROZEN.format(row="OLD"), FROZEN),
    (CONTRACT, "INSERT", (), "NEW.value <> NEW.amount OR NEW.accepted <> 0 OR NEW.paid <> 0", SUM),
    (CONTRACT, "UPDATE", _CONTRACT_COLUMNS, "1 = 1", BOOKED),
    (CONTRACT, "DELETE", (), "1 = 1", BOOKED),
]  # fmt: skip
for _table in ("amendment", "change", "contractchange", "acceptance", "payment"):
    for _event in ("UPDATE", "DELETE"):
        GUARDS.append((f"planning_{_table}", _event, (), "1 = 1", BOOKED))
for _child, _link, _columns, _parent, _column, _right in SUMS:
    GUARDS.append((_parent, "UPDATE", (_column,), f"NEW.{_column} <> {_right.format(p='NEW')}", SUM))


def _of(columns):
    return f" OF {', '.join(columns)}" if columns else ""


def _sum_name(child, column, event=""):
    return f"{child}_adds_{column}{event and '_' + event.lower()}"


def _sqlite_sums():
    for child, link, columns, parent, column, right in SUMS:
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("NEW", "OLD")), ("DELETE", ("OLD",))):
            of = _of(columns) if event == "UPDATE" else ""
            body = " ".join(
                f"UPDATE {parent} SET {column} = {right.format(p=parent)} WHERE id = {row}.{link};" for row in rows
            )
            yield (_sum_name(child, column, event),
                   f"CREATE TRIGGER {_sum_name(child, column, event)} AFTER {event}{of} ON {child} BEGIN {body} END;")  # fmt: skip


def _sqlite_guards():
    for at, (table, event, columns, refused, said) in enumerate(GUARDS):
        name = f"{table}_guard_{at}"
        yield name, (
            f"CREATE TRIGGER {name} BEFORE {event}{_of(columns)} ON {table} WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END;"
        )


def _postgres(execute):
    for child, link, columns, parent, column, right in SUMS:
        name = _sum_name(child, column)

        def change(row, parent=parent, column=column, right=right, link=link):
            # The parent is locked by a statement of its own: the sum below then sees what others have committed.
            return (
                f"PERFORM 1 FROM {parent} WHERE id = {row}.{link} FOR NO KEY UPDATE; "
                f"UPDATE {parent} SET {column} = {right.format(p=parent)} WHERE id = {row}.{link};"
            )

        execute(
            f"""CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN
                IF TG_OP <> 'DELETE' THEN {change("NEW")} END IF;
                IF TG_OP = 'DELETE' THEN {change("OLD")}
                ELSIF TG_OP = 'UPDATE' THEN IF OLD.{link} <> NEW.{link} THEN {change("OLD")} END IF; END IF;
                RETURN NULL; END; $$ LANGUAGE plpgsql;"""
        )
        execute(
            f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE{_of(columns)} OR DELETE ON {child} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}();"
        )
    for at, (table, event, columns, refused, said) in enumerate(GUARDS):
        name = f"{table}_guard_{at}"
        back = "OLD" if event == "DELETE" else "NEW"
        execute(
            f"""CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN
                IF ({refused}) THEN RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
                RETURN {back}; END; $$ LANGUAGE plpgsql;"""
        )
        execute(
            f"CREATE TRIGGER {name} BEFORE {event}{_of(columns)} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();"
        )


def forwards(apps, schema_editor):
    def execute(statement):
        schema_editor.execute(statement, params=None)

    if schema_editor.connection.vendor == "postgresql":
        _postgres(execute)
        return
    for _name, statement in (*_sqlite_sums(), *_sqlite_guards()):
        execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        names = [_sum_name(child, column) for child, _l, _c, _p, column, _r in SUMS]
        names += [f"{table}_guard_{at}" for at, (table, *_rest) in enumerate(GUARDS)]
        for name in names:
            schema_editor.execute(f"DROP FUNCTION {name}() CASCADE")
        return
    for name, _statement in (*_sqlite_sums(), *_sqlite_guards()):
        schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
