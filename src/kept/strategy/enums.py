from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GapSource(TextChoices):
    """Where a shortfall was seen."""

    SURVEY_ITEM = "survey_item", _("Felt: survey item")
    SERVICE_LEVEL = "service_level", _("Done: service level")
    COMPONENT = "component", _("Done: part of the service level")
    PROMISE_KIND = "promise_kind", _("Done: promises kept")


class GapState(TextChoices):
    OPEN = "open", _("Not acted on")
    ACTED = "acted", _("Being acted on")
    CLOSED = "closed", _("Filled")


class ActionState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    RUNNING = "running", _("Running")
    DONE = "done", _("Carried out")
    DROPPED = "dropped", _("Given up")


class Verdict(TextChoices):
    """What measuring again has shown."""

    BETTER = "better", _("Better")
    WORSE = "worse", _("Worse")
    UNPROVEN = "unproven", _("No difference shown")
    TOO_LITTLE = "too_little", _("Not enough data")


class Answered(TextChoices):
    """What the records say to one of the three questions of service management."""

    YES = "yes", pgettext_lazy("answer", "Yes")
    PARTLY = "partly", pgettext_lazy("answer", "In part")
    NO = "no", pgettext_lazy("answer", "No")
    UNKNOWN = "unknown", pgettext_lazy("answer", "Unknown")


class CycleState(TextChoices):
    DRAFTED = "drafted", _("Drafted")
    IN_FORCE = "in_force", pgettext_lazy("strategy", "In force")
    CLOSED = "closed", _("Closed")


class FindingKind(TextChoices):
    """What a strategy cycle writes down that no record of another room says."""

    BUSINESS = "business", _("The customer's business")
    BUYER = "buyer", _("The buyer")
    USER = "user", _("The user")
    NEED = "need", _("Need or expectation")
    TALK = "talk", _("Talk with the customer")
    OWN_STRENGTH = "own_strength", _("Our core competence")
    THEIR_STRENGTH = "their_strength", _("Core competence of a competitor")
    UNDERSTOOD = "understood", _("Needs are understood fully and truly")
    VALUE_FACTORS = "value_factors", _("Key value-added factors are identified")
    REAL_GOALS = "real_goals", _("The service goals are real ones")
    FOLLOW_UP = "follow_up", _("Follow-up and evaluation")


WHO = (FindingKind.BUSINESS, FindingKind.BUYER, FindingKind.USER)
CHECKLIST = (FindingKind.UNDERSTOOD, FindingKind.VALUE_FACTORS, FindingKind.REAL_GOALS)
STRENGTHS = (FindingKind.OWN_STRENGTH, FindingKind.THEIR_STRENGTH)


class StageCode(TextChoices):
    """Five stages of the project, and three of the schedule."""

    TEAM = "team", _("Team and plan")
    DATA = "data", _("Data and survey")
    ANALYSIS = "analysis", _("Analysis and personalised plan")
    PROCESS = "process", _("Process and monitoring")
    PARTNER = "partner", _("Partner plan and evaluation")
    FIRST = "first", _("Months 1–3: data and team")
    SECOND = "second", _("Months 4–6: relations and value")
    THIRD = "third", _("Months 7–12: improvement and evaluation")


PROJECT = (StageCode.TEAM, StageCode.DATA, StageCode.ANALYSIS, StageCode.PROCESS, StageCode.PARTNER)
SCHEDULE = (StageCode.FIRST, StageCode.SECOND, StageCode.THIRD)


class EffectKind(TextChoices):
    """What a strategy is expected to change."""

    SATISFACTION = "satisfaction", _("Satisfaction")
    QUALITY = "quality", _("Quality of deliveries")
    COMPLAINTS = "complaints", _("Complaints")
    COST = "cost", _("Cost")
    BRAND = "brand", _("Brand: would recommend us")
    CONTRIBUTION = "contribution", _("Contribution: revenue a week")


class ServiceClass(TextChoices):
    """The level of service that the five criteria lead to."""

    BASIC = "basic", _("Basic service")
    STANDARD = "standard", _("Standard service")
    RAISED = "raised", _("Raised service")
