"""Every address has a door, and a record behind it is loaded through what the actor may see."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from ninja import Schema

from kept.config.api import api
from kept.kernel.access import ALL, PERMISSIONS, Permitted

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "kept"
API = "api/v1/"
"""Below it each operation has its own door, see the test of the API."""
SCOPES = {"company", "branch", "team", "customer", "partner"}


def test_every_address_names_a_permission_or_is_public() -> None:
    open_doors = [
        f"/{route}"
        for route, view in _addresses()
        if not route.startswith(API)
        if getattr(view, "permission", None) is None and not getattr(view, "public", False)
    ]

    assert open_doors == []


def test_the_permissions_that_doors_ask_for_are_declared() -> None:
    asked = {getattr(view, "permission", None) for _, view in _addresses()} - {None, "*"}

    assert asked - set(PERMISSIONS) == set()


def test_every_operation_of_the_api_wants_a_key_or_a_session() -> None:
    assert api.urls

    unguarded = [
        f"{router.prefix}{path}"
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
        for operation in view.operations
        if not operation.auth_callbacks
    ]

    assert unguarded == []


def _scoped() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("kept.") and isinstance(model._default_manager.all(), Permitted)
    ]


@pytest.mark.parametrize("model", _scoped(), ids=lambda model: model._meta.label)
def test_a_model_with_rights_says_which_scopes_reach_it(model: type[models.Model]) -> None:
    scopes: dict[str, Any] = model.SCOPES  # type: ignore[attr-defined]

    assert set(scopes) <= SCOPES
    assert [
        path for paths in scopes.values() if paths != ALL for path in paths if not _leads_on(model, path)
    ] == []


def test_views_load_records_through_what_is_permitted() -> None:
    assert [place for file in sorted(PACKAGE.glob("*/ui/**/*.py")) for place in _loads_unasked(file)] == []


def _addresses() -> Iterator[tuple[str, Any]]:
    def walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any]]:
        for each in patterns:
            route = prefix + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, route)
            elif isinstance(each, URLPattern):
                yield route, each.callback

    yield from walk(get_resolver().url_patterns, "")


def _leads_on(model: type[models.Model], path: str) -> bool:
    """Whether a lookup path exists on the model."""
    step: Any = model
    for name in path.split("__"):
        try:
            field = step._meta.pk if name == "pk" else _field(step, name)
        except FieldDoesNotExist:
            return False
        step = field.related_model or step
    return True


def _field(model: type[models.Model], name: str) -> Any:
    by_column = {field.attname: field for field in model._meta.concrete_fields}
    return by_column.get(name) or model._meta.get_field(name)


def _loads_unasked(file: Path) -> Iterator[str]:
    """Calls of get_object_or_404 in guarded views that skip `permitted()` on a model with scopes."""
    module = import_module("kept." + ".".join(file.relative_to(PACKAGE).with_suffix("").parts))
    for view in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)):
        if any(ast.unparse(mark) == "public" for mark in view.decorator_list):
            continue
        for call in (node for node in ast.walk(view) if isinstance(node, ast.Call)):
            if ast.unparse(call.func) != "get_object_or_404" or not call.args:
                continue
            if ".person_id" in ast.unparse(call):
                continue  # oneself
            source = ast.unparse(call.args[0])
            model = getattr(module, source.split(".")[0], None)
            if inspect.isclass(model) and hasattr(model, "SCOPES") and "permitted(" not in source:
                yield f"{file.relative_to(PACKAGE)}:{call.lineno} {source}"


def test_no_two_schemas_of_the_api_share_a_name() -> None:
    """OpenAPI knows a schema by its name alone: of two, readers would be shown one for both."""
    homes: dict[str, set[str]] = {}
    for schema in _schemas(Schema):
        if schema.__module__.startswith("kept."):
            homes.setdefault(schema.__name__, set()).add(schema.__module__)

    assert {name: places for name, places in homes.items() if len(places) > 1} == {}
    assert len(homes) > 100


def _schemas(above: type[Schema]) -> Iterator[type[Schema]]:
    for schema in above.__subclasses__():
        yield schema
        yield from _schemas(schema)
