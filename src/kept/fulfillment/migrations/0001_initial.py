import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrackingTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("number", models.PositiveSmallIntegerField(verbose_name="publication of the day")),
                ("columns", models.JSONField(default=list, verbose_name="columns")),
                ("rows", models.JSONField(default=dict)),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tracking_tables",
                        to="parties.customer",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tracking table",
                "indexes": [models.Index(fields=["customer", "-id"], name="table_by_customer")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "day", "number"), name="publications_of_a_day_are_counted"
                    )
                ],
            },
        ),
    ]
