from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PersonKind(TextChoices):
    STAFF = "staff", _("Staff")
    CLIENT = "client", _("Client")
    SUBCONTRACTOR = "subcontractor", _("Subcontractor")
    SUPERVISOR = "supervisor", _("Social supervisor")


class GrantScope(TextChoices):
    COMPANY = "company", _("Whole company")
    BRANCH = "branch", _("Branch")
    TEAM = "team", _("Team")
    CUSTOMER = "customer", _("Customer")
    PARTNER = "partner", _("Subcontractor")


class SkillKind(TextChoices):
    CRAFT = "craft", _("Craft")
    LANGUAGE = "language", _("Language")


class SkillLevel(IntegerChoices):
    BASIC = 1, _("Basic")
    GOOD = 2, pgettext_lazy("level of a skill", "Good")
    EXPERT = 3, _("Expert")


class AbsenceKind(TextChoices):
    LEAVE = "leave", _("Leave")
    SICK = "sick", _("Sick")
    TRAINING = "training", _("Training")
    OTHER = "other", _("Other")
