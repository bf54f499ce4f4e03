from django.db import migrations, models


def lift(apps, schema_editor):
    """The marks would fail every write without their table. They are laid after migrate (``reports.triggers``)."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE starts_with(tgname::text, 'reports_touch_')")
            drop = "DROP FUNCTION {}() CASCADE"
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 14) = 'reports_touch_'")
            drop = "DROP TRIGGER {}"
        for (name,) in cursor.fetchall():
            cursor.execute(drop.format(name))


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_overview_copies'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanMoney',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.BigIntegerField(unique=True)),
                ('planned', models.DecimalField(decimal_places=0, max_digits=20)),
                ('committed', models.DecimalField(decimal_places=0, max_digits=20)),
                ('paid', models.DecimalField(decimal_places=0, max_digits=20)),
            ],
        ),
        migrations.CreateModel(
            name='Touched',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('all', 'All'), ('duty', 'Duty'), ('day', 'Day'), ('plan', 'Plan')], max_length=4)),
                ('key', models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('all', 'All'), ('office', 'Office'), ('clause', 'Clause'), ('topic', 'Topic')], max_length=6)),
                ('key', models.BigIntegerField()),
                ('risky_from', models.DateField(null=True)),
                ('late_from', models.DateField(null=True)),
                ('has_work', models.BooleanField()),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'key', 'late_from'], name='reports_cou_kind_783d41_idx'), models.Index(fields=['late_from'], name='reports_cou_late_fr_d568f1_idx'), models.Index(fields=['risky_from'], name='reports_cou_risky_f_6aaae2_idx')],
                'constraints': [models.UniqueConstraint(fields=('duty', 'kind', 'key'), name='overview_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='DueDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(db_index=True)),
                ('state', models.CharField(max_length=20)),
                ('opens_on', models.DateField()),
                ('works', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('due_on', 'state', 'opens_on'), name='overview_due_day_once')],
            },
        ),
        migrations.CreateModel(
            name='Reckoned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_date', models.DateField()),
                ('holders', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='reckoned_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('all', 'All'), ('office', 'Office'), ('clause', 'Clause'), ('topic', 'Topic')], max_length=6)),
                ('key', models.BigIntegerField()),
                ('late', models.IntegerField(default=0)),
                ('at_risk', models.IntegerField(default=0)),
                ('on_time', models.IntegerField(default=0)),
                ('no_work', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', '-late', '-at_risk'], name='reports_tal_kind_0cfb2c_idx')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='overview_tally_once'), models.CheckConstraint(condition=models.Q(('at_risk__gte', 0), ('late__gte', 0), ('no_work__gte', 0), ('on_time__gte', 0)), name='overview_tally_counts_up')],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, lift),
    ]
