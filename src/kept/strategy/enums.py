from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
