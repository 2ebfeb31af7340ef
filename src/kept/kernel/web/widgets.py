"""How form fields are drawn, where Django's own way costs a page too much."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


class QuickSelects(DjangoTemplates):
    """Draws lists of choices without a template: Django takes two of them for each option, and a page of the
    desk has some hundred options."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == SELECT:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: dict[str, Any]) -> SafeString:
    inside = []
    for group, options, _ in widget["optgroups"]:
        drawn = "".join(map(_option, options))
        inside.append(f'<optgroup label="{conditional_escape(group)}">{drawn}</optgroup>' if group else drawn)
    name, attributes = conditional_escape(widget["name"]), _attributes(widget["attrs"])
    return mark_safe(f'<select name="{name}"{attributes}>{"".join(inside)}</select>')


def _option(option: dict[str, Any]) -> str:
    value, label = conditional_escape(str(option["value"])), conditional_escape(localize(option["label"]))
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _attributes(attributes: dict[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    )
