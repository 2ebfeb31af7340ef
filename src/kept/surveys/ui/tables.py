"""Lists of surveys, of what was answered, of who was asked."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table

from ..models import Answer, Response


class SurveyTable(Table):
    name = "surveys"
    title = _("Surveys")
    empty = _("Nobody was asked yet.")
    empty_act = ("surveys:new", _("Start a survey"), "surveys.run")
    acts = (("surveys:new", _("Start a survey"), "surveys.run"),)
    columns = (
        Column("number", _("Survey"), link="surveys:survey", sort="number", phone=True),
        Column("title", _("Title"), phone=True),
        Column(
            "questionnaire",
            _("Questionnaire"),
            value=lambda survey: str(survey.questionnaire),
            phone=False,
        ),
        Column("state", _("State"), kind="state", value=lambda s: s.state_words(now()), phone=True),
        Column("trigger", _("How asked"), value="get_trigger_display", phone=False),
        Column("invited", _("Invited"), kind="number", phone=False),
        Column("answered", _("Answers received"), kind="number", phone=True),
        Column("rate", _("Response rate"), kind="percent", value=lambda s: _share(s.by_link, s.invited)),
        Column("anonymous", _("Anonymous"), kind="yesno", value="is_anonymous"),
        Column("opens_at", _("Begins"), kind="day", sort="-opens_at"),
        Column("closes_at", _("Ends"), kind="day"),
    )
    default = (
        "number",
        "title",
        "questionnaire",
        "state",
        "invited",
        "answered",
        "rate",
        "opens_at",
        "closes_at",
    )
    order = ("-opens_at", "-id")


class AnswerTable(Table):
    name = "survey-answers"
    title = _("Single answers")
    empty = _("No answers yet.")
    columns = (
        Column(
            "respondent",
            _("Respondent"),
            value=lambda answer: str(answer.response),
            link=lambda answer: _response_url(answer),
        ),
        Column("item", _("Item"), value=lambda answer: str(answer.item)),
        Column("importance", _("Importance"), kind="number"),
        Column("performance", _("Performance"), kind="number", sort="performance"),
        Column("gap", _("Gap"), kind="number"),
        Column("expected", _("Expectation"), kind="number"),
        Column("perceived", _("Perception"), kind="number"),
        Column("nps", _("Would recommend"), kind="number"),
        Column("choice", _("Choice"), value=lambda answer: answer.chosen),
        Column("text", _("Own words")),
        Column("segment", _("Segment"), value="response.get_segment_display"),
        Column("answered_at", _("Answered on"), kind="day", value="response.answered_at"),
    )
    default = (
        "respondent",
        "item",
        "importance",
        "performance",
        "gap",
        "expected",
        "perceived",
        "nps",
        "choice",
        "text",
        "segment",
        "answered_at",
    )
    order = ("-id",)


class ResponseTable(Table):
    name = "survey-responses"
    title = _("Filled questionnaires")
    empty = _("No answers yet.")
    columns = (
        Column("respondent", _("Respondent"), value=lambda r: str(r), link=lambda r: _url_of(r)),
        Column("segment", _("Segment"), value="get_segment_display"),
        Column("channel", _("Came"), value="get_channel_display"),
        Column("answered_at", _("Answered on"), kind="day"),
        Column("marked", _("Items"), kind="number"),
        Column("lowest", _("Lowest mark"), kind="number"),
    )
    order = ("-answered_at", "-id")


class InvitationTable(Table):
    name = "survey-invitations"
    title = _("Invitations")
    empty = _("Nobody was invited yet.")
    columns = (
        Column("customer", _("Customer"), value=lambda i: i.customer and str(i.customer)),
        Column(
            "contact_person", _("Contact person"), value=lambda i: i.contact_person and i.contact_person.name
        ),
        Column("trigger", _("How asked"), value="get_trigger_display"),
        Column("about_number", _("About")),
        Column("sent_at", _("Sent"), kind="moment"),
        Column(
            "answered_at",
            _("Answered on"),
            kind="day",
            value=lambda i: None if i.is_anonymous else i.answered_at,
        ),
        Column("answered", _("Has answered"), kind="yesno", value=lambda i: i.answered_at is not None),
        Column("reminders", _("Reminders"), kind="number"),
        Column(
            "link", _("Page for the customer"), value=lambda i: _("Open the page"), link=lambda i: i.address
        ),
    )
    default = ("customer", "contact_person", "trigger", "sent_at", "answered", "reminders", "link")
    order = ("-sent_at", "-id")


class QuestionnaireTable(Table):
    name = "questionnaires"
    title = _("Questionnaires")
    acts = (("surveys:new_questionnaire", _("Write a questionnaire"), "surveys.run"),)
    columns = (
        Column("title", _("Title"), value=lambda q: str(q), link=lambda q: q.get_absolute_url()),
        Column("code", _("Code"), phone=False),
        Column("version", _("Version"), kind="number"),
        Column("state", _("State"), kind="state", value=lambda q: (q.state, q.get_state_display())),
        Column("items", _("Items"), kind="number", value="asked"),
        Column("scale", _("Scale"), value=lambda q: f"{q.low} – {q.high}"),
    )
    default = ("title", "version", "state", "items", "scale")
    order = ("code", "-version", "id")


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _response_url(answer: Answer) -> str:
    return _url_of(answer.response)


def _url_of(response: Response) -> str:
    return reverse("surveys:response", args=[response.survey.number, response.pk])
