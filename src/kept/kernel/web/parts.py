"""A part of a page: a `{% partialdef %}` of its template or one of its blocks, inherited ones too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template import Context, Template, TemplateDoesNotExist, loader
from django.template.context import make_context
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode


def render_part(request: HttpRequest, template: str, part: str, values: dict[str, Any]) -> str:
    """The HTML of one part."""
    try:
        return loader.get_template(f"{template}#{part}").render(values, request)
    except TemplateDoesNotExist as missing:
        if missing.args and missing.args[0] not in (part, f"{template}#{part}"):
            raise
    return _render_block(request, loader.get_template(template).template, part, values)  # type: ignore[attr-defined]


def _render_block(request: HttpRequest, template: Template, name: str, values: dict[str, Any]) -> str:
    context = make_context(values, request)
    with context.render_context.push_state(template), context.bind_template(template):
        blocks = BlockContext()
        for layer in _layers(template, context):
            blocks.add_blocks(layer)
        context.render_context[BLOCK_CONTEXT_KEY] = blocks
        block = blocks.get_block(name)
        if block is None:
            raise TemplateDoesNotExist(f"{template.name}#{name}")
        return block.render(context)


def _layers(template: Template, context: Context) -> Iterator[dict[str, BlockNode]]:
    """The blocks of a template, then of what it extends, and so on."""
    extends = next((node for node in template.nodelist if isinstance(node, ExtendsNode)), None)
    if extends is None:
        found = template.nodelist.get_nodes_by_type(BlockNode)
        yield {node.name: node for node in found if isinstance(node, BlockNode)}
        return
    yield extends.blocks
    yield from _layers(extends.get_parent(context), context)
