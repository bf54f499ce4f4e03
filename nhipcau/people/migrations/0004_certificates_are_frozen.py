"""The database itself refuses to change or remove a certificate; the subjects that Decision 1899 speaks of are laid."""

from django.db import migrations

SAID = "a certificate is frozen when it is issued"
SOURCE = "Quyết định 1899/QĐ-UBND ngày 12/12/2023 của UBND tỉnh Trà Vinh"
SUBJECTS = [
    ("nghiep-vu-ttdn", "Nghiệp vụ thông tin đối ngoại", f"{SOURCE}, mục II.6 và III.2"),
    ("doi-ngoai", "Công tác đối ngoại và hội nhập quốc tế", f"{SOURCE}, mục III.1"),
    ("phat-ngon", "Phát ngôn và cung cấp thông tin cho báo chí", f"{SOURCE}, mục III.1"),
    ("le-tan", "Lễ tân ngoại giao", f"{SOURCE}, mục III.1"),
    ("du-lich", "Nghiệp vụ thông tin đối ngoại trong văn hóa, du lịch", f"{SOURCE}, mục III.3"),
    ("bi-mat", "Bảo vệ bí mật nhà nước trong thông tin đối ngoại", f"{SOURCE}, mục III.8"),
]


def freeze(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"""CREATE FUNCTION people_certificate_refuses() RETURNS trigger AS $$
                BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END;
                $$ LANGUAGE plpgsql;""",
            params=None,
        )
        schema_editor.execute(
            "CREATE TRIGGER people_certificate_no_change BEFORE UPDATE OR DELETE ON people_certificate "
            "FOR EACH ROW EXECUTE FUNCTION people_certificate_refuses();",
            params=None,
        )
        return
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER people_certificate_no_{verb.lower()} BEFORE {verb} ON people_certificate "
            f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END;",
            params=None,
        )


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER people_certificate_no_change ON people_certificate")
        schema_editor.execute("DROP FUNCTION people_certificate_refuses()")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER people_certificate_no_{verb}")


def lay(apps, schema_editor):
    subject = apps.get_model("people", "TrainingSubject")
    for key, name, source in SUBJECTS:
        subject.objects.get_or_create(key=key, defaults={"name": name, "source": source})


class Migration(migrations.Migration):
    dependencies = [("people", "0003_focal_points_and_training")]
    operations = [migrations.RunPython(freeze, thaw), migrations.RunPython(lay, migrations.RunPython.noop)]
