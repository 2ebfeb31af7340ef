import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.kernel.lifecycle


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="import")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("stored_as", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("mapping_name", models.CharField(max_length=60, verbose_name="mapping")),
                ("mapping_text", models.TextField()),
                ("mapping_digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Being checked"),
                            ("checked", "Checked"),
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("dropped", "Dropped"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("is_job", models.BooleanField(default=False)),
                ("columns", models.JSONField(default=list)),
                ("rows_total", models.PositiveIntegerField(null=True, verbose_name="rows in the file")),
                ("rows_done", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                ("rows_taken", models.PositiveIntegerField(default=0, verbose_name="taken in")),
                ("rows_known", models.PositiveIntegerField(default=0, verbose_name="already there")),
                ("rows_rejected", models.PositiveIntegerField(default=0, verbose_name="rows rejected")),
                ("marked", models.JSONField(default=dict)),
                ("preview", models.JSONField(default=dict)),
                ("promises", models.PositiveIntegerField(default=0, verbose_name="promises")),
                ("new_customers", models.PositiveIntegerField(default=0, verbose_name="new customers")),
                ("new_partners", models.PositiveIntegerField(default=0, verbose_name="new partners")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="problem")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="started by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("from_row", models.PositiveIntegerField()),
                ("to_row", models.PositiveIntegerField()),
                ("taken", models.PositiveIntegerField()),
                ("known", models.PositiveIntegerField()),
                ("rejected", models.PositiveIntegerField()),
                ("acknowledged_at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batches",
                        to="exchange.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "import batch",
            },
        ),
        migrations.CreateModel(
            name="MappingFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("text", models.TextField(verbose_name="mapping")),
                ("digest", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(verbose_name="added")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mapping",
            },
        ),
        migrations.CreateModel(
            name="RejectedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField(verbose_name="row")),
                ("column", models.CharField(blank=True, max_length=120, verbose_name="column")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("missing", "is empty"),
                            ("not_a_date", "'%(value)s' is not a date"),
                            ("no_such_day", "there is no day '%(value)s'"),
                            ("not_a_number", "'%(value)s' is not a number"),
                            ("misplaced_separator", "the separators of '%(value)s' stand in the wrong place"),
                            ("not_whole", "'%(value)s' is not a whole number"),
                            ("negative", "'%(value)s' must not be below 0"),
                            ("not_yes_no", "'%(value)s' is neither yes nor no"),
                            ("too_long", "'%(value)s' is longer than %(limit)s characters"),
                            ("too_high", "%(value)s is above the limit of %(limit)s"),
                            ("too_low", "%(value)s is below the limit of %(limit)s"),
                            ("unknown_code", "'%(value)s' stands in no code table of the mapping"),
                            ("unknown_branch", "there is no branch with the code '%(value)s'"),
                            ("unknown_service", "there is no service with the code '%(value)s'"),
                            ("cells", "the row has %(value)s cells, the head has %(limit)s"),
                            ("twice", "the key '%(value)s' stands in row %(limit)s already"),
                            ("backwards", "'%(value)s' lies before %(limit)s"),
                            ("more_pieces", "%(value)s pieces delivered, but only %(limit)s sent"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=120)),
                ("limit", models.CharField(blank=True, max_length=120)),
                ("key", models.CharField(blank=True, max_length=160)),
                ("cells", models.JSONField(default=list)),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejected",
                        to="exchange.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "rejected row",
                "ordering": ("row",),
            },
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(
                condition=models.Q(("is_job", True), ("state__in", ("uploaded", "waiting", "running"))),
                fields=["id"],
                name="import_to_work_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.UniqueConstraint(
                fields=("digest", "mapping_digest"), name="a_file_is_imported_once_by_a_mapping"
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="a_run_counts_its_batches"),
        ),
        migrations.AddIndex(
            model_name="mappingfile",
            index=models.Index(fields=["name", "-id"], name="mapping_by_name"),
        ),
        migrations.AddConstraint(
            model_name="mappingfile",
            constraint=models.UniqueConstraint(fields=("name", "digest"), name="a_mapping_is_kept_once"),
        ),
        migrations.AddConstraint(
            model_name="rejectedrow",
            constraint=models.UniqueConstraint(fields=("run", "row"), name="a_row_is_rejected_once"),
        ),
    ]
