from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonKind(TextChoices):
    STAFF = "staff", _("Staff")
    CLIENT = "client", _("Client")
    SUBCONTRACTOR = "subcontractor", _("Subcontractor")


class GrantScope(TextChoices):
    COMPANY = "company", _("Whole company")
    BRANCH = "branch", _("Branch")
    TEAM = "team", _("Team")
    CUSTOMER = "customer", _("Customer")
    PARTNER = "partner", _("Subcontractor")
