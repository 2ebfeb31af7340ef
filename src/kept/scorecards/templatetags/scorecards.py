"""What templates of scorecards look up."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def line_of(lines: dict[str, Any], leaf: Any) -> Any:
    """`{% line_of lines leaf as line %}`: how a leaf of the tree is shown."""
    return lines.get(leaf.indicator.code, {})
