"""The tags that pages are written with."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from kept.kernel.actor import Actor
from kept.kernel.events import Subject
from kept.kernel.models import EventRecord
from kept.kernel.money import Money


def _render(source: str, **context: Any) -> str:
    return Template("{% load kept %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{% masked_phone v %}", "13812345678", "138******78"),
        ("{% masked_phone v %}", "1234", "****"),
        ("{% masked_phone v %}", None, ""),
        ("{% masked_name v %}", "张三丰", "张*"),
        ("{% masked_name v %}", "", ""),
        ("{% percent v %}", 0.955, "95.5 %"),
        ("{% percent v %}", None, "no data"),
        ("{% percent v 2 %}", "0.81450625", "81.45 %"),
        ("{% money v 'USD' %}", 1234567, "$12,345.67"),
        ("{% money v %}", Money(-500), "-¥5.00"),
        ("{% money v %}", None, '<span class="nothing">–</span>'),
        ("{% figure v 'kg' %}", 1234.5, '1,234.5 <span class="unit">kg</span>'),
        ("{% figure v %}", 12, "12"),
        ("{% span v %}", timedelta(minutes=75), "1 h 15 min"),
        ("{% day v %}", None, '<span class="nothing">–</span>'),
        ("{% promise_sign v %}", None, ""),
    ],
)
def test_a_value_is_said_in_one_way(source: str, value: Any, text: str) -> None:
    assert _render(source, v=value) == text


def test_a_day_is_said_with_the_whole_date_behind_it() -> None:
    assert _render("{% day v %}", v=date(2020, 2, 3)) == (
        '<time datetime="2020-02-03" title="2020-02-03">3 Feb 2020</time>'
    )


def test_a_state_is_a_dot_and_a_word() -> None:
    assert _render("{% state_mark c w %}", c="held", w="<Held>") == (
        '<span class="state is-soon"><i aria-hidden="true"></i>&lt;Held&gt;</span>'
    )


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in _render("{% icon 'phone' %}")
    assert 'role="img" aria-label="Call &amp; ask"' in _render("{% icon 'phone' l %}", l="Call & ask")


class Parcel(forms.Form):
    weight = forms.IntegerField(label="Weight", help_text="in kg", min_value=1)
    fragile = forms.BooleanField(label="Fragile", required=False)
    way = forms.ChoiceField(label="Way", choices=[("a", "Air")], widget=forms.RadioSelect)
    load = forms.ChoiceField(label="Load", choices=[("", "---------"), ("a", "Half")], required=False)
    by = forms.ModelChoiceField(EventRecord.objects.none(), label="By", required=False)


def test_a_field_says_its_help_and_its_error_to_everybody() -> None:
    html = _render("{% field form.weight %}", form=Parcel({"weight": "0"}))

    assert 'aria-describedby="id_weight_help id_weight_error"' in html and 'aria-invalid="true"' in html
    assert '<div class="help" id="id_weight_help">in kg</div>' in html
    assert 'id="id_weight_error"' in html and "greater than or equal to 1" in html


def test_a_check_stands_before_its_label_and_choices_are_a_group() -> None:
    check, group = (_render(f"{{% field form.{name} %}}", form=Parcel()) for name in ("fragile", "way"))

    assert check.index("<input") < check.index("<label")
    assert 'role="group" aria-labelledby="id_way_label"' in group


def test_nothing_chosen_is_a_dash_as_everywhere() -> None:
    load = _render("{% field form.load %}", form=Parcel())

    assert "---" not in load and '<option value="" selected>–</option>' in load


@pytest.mark.django_db
def test_no_record_chosen_is_a_dash_too() -> None:
    assert '<option value="" selected>–</option>' in _render("{% field form.by %}", form=Parcel())


def test_what_a_person_may_is_asked_in_the_page() -> None:
    request = SimpleNamespace(actor=Actor.system("test"))

    assert _render("{% may 'a.b' as yes %}{{ yes }}", request=request) == "True"


def test_an_undo_leads_only_inside() -> None:
    tags = ["undo:/ships/1/undo/", "undo:http://evil.example", "", None]
    messages = [SimpleNamespace(extra_tags=tag) for tag in tags]

    assert [_render("{{ m|undo_address }}", m=message) for message in messages] == [
        "/ships/1/undo/",
        "",
        "",
        "",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_timeline_is_one_stream_of_all_subjects(count: int, django_assert_num_queries: Any) -> None:
    moment = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    order, ship = Subject("orders.order", 1, "SO-1"), Subject("transport.shipment", 1, "WB-1")
    for subject in (order, ship):
        for n in range(count):
            EventRecord.objects.create(
                month=moment.date().replace(day=1),
                name="look.happened",
                subject_type=subject.type,
                subject_id=subject.id,
                subject_number=subject.number,
                occurred_at=moment + timedelta(minutes=n),
                recorded_at=moment + timedelta(hours=2 * n),
                actor_kind="system",
                actor_name="clock",
            )

    with django_assert_num_queries(1):
        html = _render("{% timeline subjects %}", subjects=[order, ship])

    assert html.count("<li ") == 2 * count
    assert html.count("WB-1") == count and "SO-1" not in html
    assert html.count("entered later") == 2 * (count - 1)


def test_a_timeline_of_nothing_says_so() -> None:
    assert "Nothing has happened yet." in _render("{% timeline none %}", none=[])


def test_words_kept_for_several_places_are_made_safe_once():
    page = "{% keep_as title %} {{ name }} {% endkeep_as %}<title>{{ title }}</title><h1>{{ title }}</h1>"

    said = _render(page, name='<b>A & "B"</b>')

    safe = "&lt;b&gt;A &amp; &quot;B&quot;&lt;/b&gt;"
    assert said == f"<title>{safe}</title><h1>{safe}</h1>"
