import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CompanyName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", models.JSONField(default=dict, verbose_name="company name")),
            ],
            options={
                "verbose_name": "company name",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("login", models.CharField(max_length=60, unique=True, verbose_name="login")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("client", "Client"),
                            ("subcontractor", "Subcontractor"),
                            ("supervisor", "Social supervisor"),
                        ],
                        default="staff",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("language", models.CharField(default="zh-hans", max_length=10, verbose_name="language")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("is_new", models.BooleanField(default=False, verbose_name="new to the work")),
            ],
            options={
                "verbose_name": "person",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("words", models.JSONField(default=dict)),
                ("permissions", models.JSONField(default=list)),
                ("known", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "role",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("prefix", models.CharField(max_length=12)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "API key",
            },
        ),
        migrations.CreateModel(
            name="Branch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="city")),
                ("is_headquarters", models.BooleanField(default=False, verbose_name="headquarters")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outlets",
                        to="people.branch",
                    ),
                ),
            ],
            options={
                "verbose_name": "branch",
                "ordering": ("code",),
            },
        ),
        migrations.AddField(
            model_name="person",
            name="branch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="persons",
                to="people.branch",
            ),
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="people.branch"
                    ),
                ),
            ],
            options={
                "verbose_name": "team",
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="person",
            name="teams",
            field=models.ManyToManyField(blank=True, related_name="members", to="people.team"),
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope_kind",
                    models.CharField(
                        choices=[
                            ("company", "Whole company"),
                            ("branch", "Branch"),
                            ("team", "Team"),
                            ("customer", "Customer"),
                            ("partner", "Subcontractor"),
                        ],
                        default="company",
                        max_length=20,
                        verbose_name="scope",
                    ),
                ),
                ("scope_id", models.BigIntegerField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True, verbose_name="valid until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="people.role"
                    ),
                ),
            ],
            options={
                "verbose_name": "grant",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scope_id", None), ("scope_kind", "company")),
                            models.Q(
                                models.Q(("scope_kind", "company"), _negated=True),
                                models.Q(("scope_id", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_company_grant_names_no_part",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftPattern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("words", models.JSONField(default=dict, verbose_name="name")),
                ("begins", models.TimeField(verbose_name="begins")),
                ("ends", models.TimeField(verbose_name="ends")),
                ("breaks", models.JSONField(blank=True, default=list, verbose_name="breaks")),
                ("zone", models.CharField(default="Asia/Shanghai", max_length=40, verbose_name="time zone")),
            ],
            options={
                "verbose_name": "shift",
                "ordering": ("begins", "code"),
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[("craft", "Craft"), ("language", "Language")],
                        default="craft",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("words", models.JSONField(default=dict, verbose_name="name")),
            ],
            options={
                "verbose_name": "skill",
                "ordering": ("kind", "code"),
            },
        ),
        migrations.AddField(
            model_name="person",
            name="capacity",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="most open matters at once"
            ),
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leave", "Leave"),
                            ("sick", "Sick"),
                            ("training", "Training"),
                            ("other", "Other"),
                        ],
                        default="leave",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deputy",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "ordering": ("starts_at", "id"),
                "indexes": [models.Index(fields=["starts_at", "ends_at"], name="absence_by_moment")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="an_absence_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deputy", None),
                            models.Q(("deputy", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_deputises_for_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("begins", models.TimeField(verbose_name="begins")),
                ("ends", models.TimeField(verbose_name="ends")),
                ("breaks", models.JSONField(blank=True, default=list, verbose_name="breaks")),
                ("zone", models.CharField(default="Asia/Shanghai", max_length=40, verbose_name="time zone")),
                ("starts_at", models.DateTimeField(editable=False)),
                ("ends_at", models.DateTimeField(editable=False)),
                ("ending_told_at", models.DateTimeField(editable=False, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duties",
                        to="people.team",
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duties",
                        to="people.shiftpattern",
                    ),
                ),
            ],
            options={
                "verbose_name": "duty",
                "ordering": ("day", "begins", "person"),
                "indexes": [models.Index(fields=["starts_at", "ends_at"], name="duty_by_moment")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "day", "begins"), name="a_person_begins_a_shift_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="a_duty_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonSkill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Basic"), (2, "Good"), (3, "Expert")], default=2, verbose_name="level"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skills",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holders", to="people.skill"
                    ),
                ),
            ],
            options={
                "verbose_name": "skill of a person",
                "ordering": ("skill",),
                "constraints": [
                    models.UniqueConstraint(fields=("person", "skill"), name="a_person_has_a_skill_once"),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 3)),
                        name="a_skill_level_is_one_to_three",
                    ),
                ],
            },
        ),
    ]
