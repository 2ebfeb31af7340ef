"""`{% load kept %}`: what the pages of all rooms are written with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import forms, template
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import get_language

from kept.kernel.actor import Actor
from kept.kernel.money import Money
from kept.kernel.web import cells, marks, panels, stories, timelines, times, zones
from kept.kernel.web.charts import drawing
from kept.kernel.web.signs import Promised, Sign
from kept.kernel.web.signs import promise_sign as sign_of
from kept.methods.masking import mask_phone

register = template.Library()
register.filter("zone_words", zones.zone_words)


@register.simple_tag
def promise_sign(promise: Promised | Sign | str | None) -> SafeString:
    """The sign of one promise; nothing where there is none."""
    if promise is None or isinstance(promise, str):
        return SafeString("")
    return cells.sign(promise if isinstance(promise, Sign) else sign_of(promise, now()))


@register.simple_tag
def promise_signs(promises: Iterable[Promised]) -> SafeString:
    """Signs of several promises, each with its kind before it."""
    at = now()
    rows = ((str(getattr(p, "kind_words", "") or ""), cells.sign(sign_of(p, at))) for p in promises or ())
    return format_html_join("", '<span class="signed"><span class="sign-kind">{}</span>{}</span>', rows)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return cells.icon(name, label)


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    return cells.NOTHING if value is None or value == "" else cells.moment(value, now())


@register.simple_tag
def day(value: date | None) -> SafeString:
    return cells.NOTHING if value is None or value == "" else cells.day(value, now())


@register.simple_tag
def money(amount: int | str | Money | None, currency: str = "CNY") -> str:
    """An amount in minor units with its currency."""
    if amount is None or amount == "":
        return cells.NOTHING
    return str(amount if isinstance(amount, Money) else Money(int(amount), currency or "CNY"))


@register.simple_tag
def percent(fraction: Any, digits: int = 1) -> str:
    return cells.percent(None if fraction == "" else fraction, digits=digits)


@register.simple_tag
def figure(value: Any, unit: str = "", digits: int | None = None) -> SafeString:
    """A number grouped by thousands, with its unit."""
    from kept.kernel.web.columns import Column

    return cells.show_value(Column("figure", "", kind="number", unit=unit, digits=digits), value, now())


@register.simple_tag
def span(value: Any) -> str:
    """A timedelta in words."""
    return cells.NOTHING if value is None or value == "" else times.span_words(value)


@register.simple_tag
def state_mark(code: Any, label: Any) -> SafeString:
    return cells.state_mark(code, label)


@register.simple_tag
def masked_phone(phone: Any) -> str:
    """138******78: at least six digits are hidden, all of a short number."""
    return mask_phone(str(phone or "").strip())


@register.simple_tag
def masked_name(name: Any) -> str:
    """张*: the first letter only."""
    text = str(name or "").strip()
    return f"{text[0]}*" if text else ""


@register.inclusion_tag("kernel/parts/field.html")
def field(bound: forms.BoundField) -> dict[str, Any]:
    """A field: label above, help, control, and its error beside it."""
    return _field(bound)


@register.simple_tag
def fields_of(form: forms.BaseForm) -> SafeString:
    """All fields of a form. While nobody has filled it, one that is `same_for_all` is drawn once for all."""
    if getattr(form, "same_for_all", False) and not form.is_bound:
        make: Callable[[], forms.BaseForm] = type(form)
        return _blank_fields(make, get_language() or "")
    return _drawn_fields(form)


@lru_cache(maxsize=256)
def _blank_fields(make: Callable[[], forms.BaseForm], language: str) -> SafeString:
    """The language is the one in force: it is here to tell drawings apart."""
    return _drawn_fields(make())


def _drawn_fields(form: forms.BaseForm) -> SafeString:
    drawn = (render_to_string("kernel/parts/field.html", _field(bound)) for bound in form)
    return format_html_join("", "{}", ((each,) for each in drawn))


@register.inclusion_tag("kernel/parts/field.html")
def filter_field(bound: forms.BoundField) -> dict[str, Any]:
    """A field of a filter: like any other, without saying that it may stay empty."""
    return {**_field(bound), "in_filter": True}


@register.simple_tag
def marks_of(type_name: str, rows: Iterable[Model]) -> dict[int, marks.Mark]:
    """What later rooms say beside rows of this kind, by id."""
    return marks.marks_of(type_name, list(rows))


@register.simple_tag
def mark_at(found: dict[int, marks.Mark], pk: int) -> SafeString:
    """The mark of one row; nothing where there is none."""
    return mark(found.get(pk))


@register.simple_tag
def mark(shown: marks.Mark | None) -> SafeString:
    if shown is None:
        return SafeString("")
    return format_html('{} <a href="{}">{}</a>', shown.words, shown.address, shown.number)


@register.inclusion_tag("kernel/parts/timeline.html")
def timeline(subjects: Any, limit: int = 60) -> dict[str, Any]:
    """One stream of what happened to a record or several; one statement."""
    lines = timelines.lines_of(subjects, limit=limit)
    return {"lines": lines, "rooms": timelines.rooms_of(lines)}


@register.inclusion_tag("kernel/parts/timeline.html", takes_context=True)
def story(context: template.Context, type_name: str, record: Model) -> dict[str, Any]:
    """What later rooms tell of a record, as one stream; two statements."""
    lines = stories.story_of(type_name, record, Actor.of(context["request"]))
    return {"lines": lines, "rooms": timelines.rooms_of(lines)}


@register.inclusion_tag("kernel/parts/panels.html", takes_context=True)
def panels_of(context: template.Context, type_name: str, record: Model, when: str = "load") -> dict[str, Any]:
    """What later rooms know about a record: each panel loads on its own, at once or when it is seen."""
    hung = panels.panels_of(type_name, Actor.of(context["request"]))
    return {"panels": [(panel, panel.address(record)) for panel in hung], "when": when}


@register.simple_tag(takes_context=True)
def may(context: template.Context, permission: str) -> bool:
    """`{% may "orders.place" as may_place %}`"""
    return Actor.of(context["request"]).may(permission)


@register.filter
def undo_address(message: Any) -> str:
    """Where a message's undo is posted to, if it has one."""
    tags = str(getattr(message, "extra_tags", "") or "")
    return tags.removeprefix("undo:") if tags.startswith("undo:/") else ""


@register.tag
def keep_as(parser: Any, token: Any) -> KeepNode:
    """`{% keep_as page_title %}...{% endkeep_as %}`: render once, use in several places."""
    name = token.split_contents()[1]
    inside = parser.parse(("endkeep_as",))
    parser.delete_first_token()
    return KeepNode(name, inside)


class KeepNode(template.Node):
    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = SafeString(self.nodelist.render(context).strip())  # strip() forgets it
        return SafeString("")


UNSAID, DASH = "---------", "–"
"""What Django shows where nothing is chosen, and what the house does."""


def _field(bound: forms.BoundField) -> dict[str, Any]:
    widget = bound.field.widget
    if isinstance(bound.field, forms.ModelChoiceField):
        if bound.field.empty_label in (UNSAID, ""):
            bound.field.empty_label = DASH
    elif isinstance(widget, forms.Select) and ("", UNSAID) in widget.choices:
        widget.choices = [("", DASH) if one == ("", UNSAID) else one for one in widget.choices]
    return {
        "field": bound,
        "widget": _with_descriptions(bound),
        "is_check": isinstance(widget, forms.CheckboxInput),
        "is_group": isinstance(widget, (forms.RadioSelect, forms.MultiWidget)),
    }


def _with_descriptions(bound: forms.BoundField) -> SafeString:
    described = [f"{bound.auto_id}_help"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return bound.as_widget(attrs=attrs)


for chart_tag in ("bar_chart", "line_chart", "waterfall_chart", "matrix_chart", "dot_map"):
    register.simple_tag(drawing.draw, name=chart_tag)
