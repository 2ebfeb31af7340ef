from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="HandlingMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                ("words", models.JSONField(default=dict, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "handling mark",
                "ordering": ("position", "code"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PackageKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                ("words", models.JSONField(default=dict, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "package kind",
                "ordering": ("position", "code"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                ("words", models.JSONField(default=dict, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_value_added", models.BooleanField(default=False, verbose_name="value-added")),
                ("is_green", models.BooleanField(default=False, verbose_name="green service")),
                ("disposes_green", models.BooleanField(default=False, verbose_name="green disposal")),
                (
                    "green_why",
                    models.CharField(blank=True, max_length=200, verbose_name="why it is green"),
                ),
            ],
            options={
                "verbose_name": "service",
                "ordering": ("position", "code"),
                "abstract": False,
            },
        ),
    ]
