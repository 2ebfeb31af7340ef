"""What we ask customers, whom we asked, and what they said."""

from __future__ import annotations

import secrets
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.desk.models import Case
from kept.kernel.access import ALL, Permitted
from kept.kernel.numbering import number_series
from kept.kernel.words import say
from kept.methods.importance_performance import Centre, MatrixOptions
from kept.parties.enums import Segment
from kept.parties.models import ContactPerson, Customer
from kept.people.models import Branch, Person

from .enums import AskedIf, Asks, Channel, Feeling, Level, Middle, QuestionnaireState, SurveyState, Trigger
from .rules.cells import classes_of
from .rules.marks import Mark

number_series("survey", "SV-{yy}{mm}-{n:03}", _("Surveys"))

STAFF_ONLY: dict[str, Any] = {"branch": ALL, "team": ALL}


def new_token() -> str:
    """192 bits that nobody guesses."""
    return secrets.token_urlsafe(24)


class QuestionnaireQuerySet(Permitted["Questionnaire"]):
    def current(self) -> QuestionnaireQuerySet:
        return self.filter(state=QuestionnaireState.CURRENT)

    def drafts(self) -> QuestionnaireQuerySet:
        return self.filter(state=QuestionnaireState.DRAFT)


class Questionnaire(models.Model):
    """One version of a set of questions on one scale, and how its matrix is cut."""

    code = models.CharField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=QuestionnaireState, default=QuestionnaireState.CURRENT
    )
    words = models.JSONField(_("title"), default=dict)
    intro = models.JSONField(_("introduction"), default=dict, blank=True)
    low = models.SmallIntegerField(_("lowest mark"), default=1)
    high = models.SmallIntegerField(_("highest mark"), default=7)
    dimensions = models.JSONField(_("dimensions"), default=list, blank=True)
    importance_cuts = models.JSONField(_("cuts of importance"), default=list)
    performance_cuts = models.JSONField(_("cuts of performance"), default=list)
    middle = models.CharField(_("middle"), max_length=8, choices=Middle, default=Middle.MEAN)
    classes = models.JSONField(_("class of each cell"), default=dict, blank=True)
    made_at = models.DateTimeField()

    SCOPES: ClassVar = STAFF_ONLY
    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        ordering = ("code", "-version")
        constraints = (
            models.UniqueConstraint(fields=("code", "version"), name="a_questionnaire_counts_its_versions"),
            models.UniqueConstraint(
                fields=("code",),
                condition=Q(state="current"),
                name="one_version_of_a_questionnaire_is_in_use",
            ),
            models.UniqueConstraint(
                fields=("code",),
                condition=Q(state="draft"),
                name="one_version_of_a_questionnaire_is_being_written",
            ),
            models.CheckConstraint(name="a_scale_rises", condition=Q(low__lt=F("high"))),
        )

    def __str__(self) -> str:
        return say(self.words) or self.code

    def get_absolute_url(self) -> str:
        return reverse("surveys:questionnaire", args=[self.code, self.version])

    @property
    def number(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == QuestionnaireState.DRAFT

    @property
    def marks(self) -> range:
        return range(self.low, self.high + 1)

    def dimension_words(self, code: str) -> str:
        """What a dimension is called by the reader."""
        return next((say(one["words"]) for one in self.dimensions if one["code"] == code), code)

    @property
    def matrix(self) -> MatrixOptions:
        """Scale, cuts, middle and classes as the method wants them."""
        return MatrixOptions(
            scale=(self.low, self.high),
            importance_cuts=_pair(self.importance_cuts),
            performance_cuts=_pair(self.performance_cuts),
            centre=Centre(self.middle),
            classes=classes_of(self.classes),
        )


class Item(models.Model):
    """One question. `promise_kind` ties it to what we promise, so that felt and done can be compared.

    With `after` it is asked only if that earlier question was answered as `after_test` and `after_value` say.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="items")
    code = models.CharField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("number"))
    words = models.JSONField(_("question"), default=dict)
    asks = models.CharField(_("asks"), max_length=24, choices=Asks, default=Asks.IMPORTANCE_PERFORMANCE)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    ends = models.JSONField(_("ends of the scale"), default=dict, blank=True)
    dimension = models.CharField(_("dimension"), max_length=40, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=True)
    after = models.CharField(_("asked only if"), max_length=40, blank=True)
    after_test = models.CharField(_("asked if it"), max_length=8, choices=AskedIf, blank=True)
    after_value = models.CharField(_("asked if value"), max_length=40, blank=True)
    promise_kind = models.CharField(_("promise"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("item")
        ordering = ("questionnaire", "position")
        constraints = (
            models.UniqueConstraint(fields=("questionnaire", "code"), name="an_item_is_asked_once"),
            models.UniqueConstraint(fields=("questionnaire", "position"), name="items_stand_in_a_row"),
            models.CheckConstraint(
                name="a_branching_names_its_test",
                condition=Q(after="") | ~Q(after_test=""),
            ),
        )

    def __str__(self) -> str:
        return say(self.words) or self.code

    @property
    def is_pair(self) -> bool:
        return self.asks == Asks.IMPORTANCE_PERFORMANCE

    def choice_words(self, codes: str) -> str:
        """What the chosen codes say to the reader."""
        offered = {choice["code"]: say(choice["words"]) for choice in self.choices}
        return str(_(", ")).join(offered.get(code, code) for code in codes.split())


class SurveyQuerySet(Permitted["Survey"]):
    def ended_at(self, at: datetime) -> SurveyQuerySet:
        return self.filter(Q(state=SurveyState.CLOSED) | Q(closes_at__lte=at))

    def not_ended_at(self, at: datetime) -> SurveyQuerySet:
        return self.filter(state=SurveyState.OPEN).filter(Q(closes_at=None) | Q(closes_at__gt=at))

    def open_at(self, at: datetime) -> SurveyQuerySet:
        return self.not_ended_at(at).filter(opens_at__lte=at)


class Survey(models.Model):
    """One round of asking with one version of a questionnaire, until it is closed."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=120)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="surveys", verbose_name=_("questionnaire")
    )
    trigger = models.CharField(_("asked"), max_length=10, choices=Trigger, default=Trigger.PERSON)
    plan = models.JSONField(_("sample plan"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=SurveyState, default=SurveyState.OPEN)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    opens_at = models.DateTimeField(_("begins"))
    closes_at = models.DateTimeField(_("ends"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    started_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    SCOPES: ClassVar = STAFF_ONLY
    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        ordering = ("-opens_at", "-id")
        indexes = (models.Index(fields=("trigger", "state"), name="survey_by_trigger"),)
        constraints = (
            models.CheckConstraint(
                name="a_survey_ends_after_it_begins",
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
            ),
            models.CheckConstraint(
                name="a_closed_survey_has_a_moment",
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", args=[self.number])

    def has_ended(self, at: datetime) -> bool:
        return self.state == SurveyState.CLOSED or (self.closes_at is not None and self.closes_at <= at)

    def state_words(self, at: datetime) -> tuple[str, str]:
        """Closed by somebody or by the clock: it is the same to the reader."""
        state = SurveyState.CLOSED if self.has_ended(at) else SurveyState.OPEN
        return state.value, str(state.label)

    def takes_answers(self, at: datetime) -> bool:
        return self.opens_at <= at and not self.has_ended(at)


class InvitationQuerySet(Permitted["Invitation"]):
    def answered(self) -> InvitationQuerySet:
        return self.exclude(answered_at=None)

    def waiting(self, at: datetime) -> InvitationQuerySet:
        """Not answered, of surveys that still take answers."""
        return self.filter(answered_at=None, survey__in=Survey.objects.open_at(at))


class Invitation(models.Model):
    """A link by which one person answers once."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="invitations")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("customer"),
    )
    contact_person = models.ForeignKey(
        ContactPerson,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("contact person"),
    )
    trigger = models.CharField(_("asked"), max_length=10, choices=Trigger, default=Trigger.PERSON)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    about_number = models.CharField(_("about"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    sent_at = models.DateTimeField(_("sent"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    SCOPES: ClassVar = STAFF_ONLY | {"customer": ("customer",)}
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        indexes = (
            models.Index(fields=("survey", "-sent_at"), name="invitation_by_survey"),
            models.Index(fields=("contact_person", "-sent_at"), name="invitation_by_person"),
            models.Index(fields=("customer", "-sent_at"), name="invitation_by_customer"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("survey", "about_type", "about_id", "contact_person"),
                condition=Q(about_id__isnull=False),
                name="a_person_is_asked_once_about_a_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.survey.number} · {self.contact_person or self.customer or ''}".rstrip(" ·")

    @property
    def address(self) -> str:
        """The page behind the link."""
        return reverse("surveys:answering", args=[self.token])


class Response(models.Model):
    """One filled questionnaire. An anonymous one keeps the day, and its level in a crowd: no way to who."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, blank=True, related_name="response"
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="responses", verbose_name=_("customer")
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level, blank=True)
    branch = models.ForeignKey(
        Branch, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    case = models.OneToOneField(
        Case, models.SET_NULL, null=True, blank=True, related_name="survey_response", verbose_name=_("case")
    )
    respondent = models.CharField(_("respondent"), max_length=80, blank=True)
    channel = models.CharField(_("came"), max_length=8, choices=Channel, default=Channel.LINK)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    answered_at = models.DateTimeField(_("answered at"))
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    SCOPES: ClassVar = STAFF_ONLY | {"customer": ("customer",)}
    objects = Permitted["Response"].as_manager()

    class Meta:
        verbose_name = _("filled questionnaire")
        indexes = (
            models.Index(fields=("survey", "-answered_at"), name="response_by_survey"),
            models.Index(fields=("customer", "-answered_at"), name="response_by_customer"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("survey", "respondent"),
                condition=~Q(respondent=""),
                name="a_named_respondent_answers_a_survey_once",
            ),
            models.CheckConstraint(
                name="an_anonymous_answer_leads_to_nobody",
                condition=Q(is_anonymous=False)
                | Q(invitation=None, customer=None, branch=None, case=None, entered_by=None, respondent=""),
            ),
        )

    def __str__(self) -> str:
        return self.respondent or str(self.customer or _("anonymous"))


class Answer(models.Model):
    """What one response says of one item; only what the item asks is filled."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, models.PROTECT, related_name="answers")
    importance = models.SmallIntegerField(_("importance"), null=True, blank=True)
    performance = models.SmallIntegerField(_("performance"), null=True, blank=True)
    expected = models.SmallIntegerField(_("expectation"), null=True, blank=True)
    perceived = models.SmallIntegerField(_("perception"), null=True, blank=True)
    nps = models.SmallIntegerField(_("would recommend"), null=True, blank=True)
    present = models.SmallIntegerField(_("if there"), choices=Feeling, null=True, blank=True)
    absent = models.SmallIntegerField(_("if missing"), choices=Feeling, null=True, blank=True)
    choice = models.CharField(_("choice"), max_length=400, blank=True)
    text = models.TextField(_("own words"), blank=True)

    SCOPES: ClassVar = STAFF_ONLY | {"customer": ("response__customer",)}
    objects = Permitted["Answer"].as_manager()

    class Meta:
        verbose_name = _("answer")
        constraints = (
            models.UniqueConstraint(fields=("response", "item"), name="an_item_is_answered_once"),
            models.CheckConstraint(
                name="a_recommendation_is_between_0_and_10",
                condition=Q(nps=None) | Q(nps__gte=0, nps__lte=10),
            ),
        )

    @property
    def gap(self) -> int | None:
        """Wanted minus got, positive when something is missing."""
        if self.importance is not None and self.performance is not None:
            return self.importance - self.performance
        if self.expected is not None and self.perceived is not None:
            return self.expected - self.perceived
        return None

    @property
    def mark(self) -> Mark:
        """What was said, without who said it."""
        return Mark(**{name: getattr(self, name) for name in Mark.__dataclass_fields__})

    @property
    def chosen(self) -> str:
        """The choice, or what is felt if the service is there and if it is missing, in words."""
        if self.present is not None and self.absent is not None:
            return f"{Feeling(self.present).label} / {Feeling(self.absent).label}"
        return self.item.choice_words(self.choice)


def _pair(cuts: list[Any]) -> tuple[Decimal, Decimal]:
    first, second = cuts
    return Decimal(str(first)), Decimal(str(second))
