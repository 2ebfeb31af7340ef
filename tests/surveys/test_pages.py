"""Doors of surveys: the public page without script, results, lists, forms, rights."""

import html
import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from python_calamine import CalamineWorkbook

from kept.people.actions.company import name_company
from kept.people.models import Person
from kept.surveys.actions.answering import Sheet, answer_survey, enter_paper_answers
from kept.surveys.actions.surveying import close_survey
from kept.surveys.models import Answer, Invitation, Questionnaire, Response, Survey
from kept.surveys.rules.marks import Mark
from tests.factories import HOUSE, NOON, a_customer, staff

from .scenes import CASE, ITEMS, LINK, a_contact, a_survey, all_marks, an_invitation, read_mark, the_case

pytestmark = pytest.mark.django_db


def _filled(**changed: Any) -> dict[str, Any]:
    """What a browser without script posts."""
    given = {f"{name}-{code}": "5" for code in ITEMS for name in ("importance", "performance")}
    return {**given, "website": "", **{name.replace("__", "-"): value for name, value in changed.items()}}


def _as(role: str, **where: Any) -> tuple[Client, Person]:
    person, client = staff(role, **where), Client()
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "en"
    return client, person


def _text(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)


# The public page


def test_the_public_page_is_a_plain_form_that_needs_no_login_and_no_script(client: Client) -> None:
    invitation = an_invitation(language="en")
    name_company(names={"zh-hans": "久久大经纬", "en": "Jiujiu"}, by=HOUSE, at=NOON)

    page = client.get(invitation.address)

    html = page.content.decode()
    assert page.status_code == 200
    assert html.count('type="radio"') == 8 * 2 * 7
    assert f'<form class="form questions" method="post" action="{invitation.address}"' in html
    assert '<span class="owner">Jiujiu</span>' in html
    assert "no-store" in page["Cache-Control"] or "no-cache" in page["Cache-Control"]


@pytest.mark.spec("R329")
def test_answers_are_sent_and_the_same_address_says_thanks(client: Client) -> None:
    invitation = an_invitation(language="en")

    sent = client.post(
        invitation.address, read_mark(invitation) | _filled(importance__price="7"), follow=True
    )

    assert sent.redirect_chain == [(invitation.address, 302)]
    assert "Thank you" in _text(sent)
    assert Response.objects.get().answers.get(item__code="price").importance == 7


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "货品价格"), ("zh-hant", "貨品價格"), ("en", "Completeness of assortment")],
)
def test_the_page_speaks_the_invitations_language(client: Client, language: str, words: str) -> None:
    assert words in _text(client.get(an_invitation(language=language).address))


def test_the_reader_may_choose_another_language(client: Client) -> None:
    invitation = an_invitation(language="zh-hans")

    client.post(reverse("kernel:language"), {"language": "en", "next": invitation.address})

    assert "Stock-out notice" in _text(client.get(invitation.address))


def test_what_is_missing_is_marked_and_what_was_chosen_stays(client: Client) -> None:
    invitation = an_invitation(language="en")
    given = _filled(importance__quality="6")
    del given["performance-price"]

    page = client.post(invitation.address, given)

    assert page.status_code == 422
    assert "Please choose a mark." in _text(page)
    radios = re.findall(r'<input type="radio" name="importance-quality"[^>]*>', page.content.decode())
    assert [f'value="{mark}"' in radios[mark - 1] for mark in range(1, 8)] == [True] * 7
    assert ["checked" in radio for radio in radios] == [mark == 6 for mark in range(1, 8)]
    assert not Response.objects.exists()


def test_a_mark_off_the_scale_is_refused(client: Client) -> None:
    page = client.post(an_invitation(language="en").address, _filled(importance__price="8"))

    assert page.status_code == 422
    assert not Response.objects.exists()


def test_a_robot_that_fills_the_hidden_field_is_refused(client: Client) -> None:
    page = client.post(an_invitation(language="en").address, _filled(website="http://spam.example"))

    assert page.status_code == 422
    assert "looks like a robot" in _text(page)
    assert not Response.objects.exists()


def test_a_second_answer_by_the_same_link_is_refused_with_clear_words(client: Client) -> None:
    invitation = an_invitation(language="en")
    client.post(invitation.address, read_mark(invitation) | _filled())

    again = client.post(invitation.address, read_mark(invitation) | _filled())

    assert again.status_code == 409
    assert "already been answered by this link" in _text(again)
    assert Response.objects.count() == 1


def test_after_the_end_the_page_says_so(client: Client) -> None:
    invitation = an_invitation(language="en")
    close_survey(survey=invitation.survey, by=HOUSE, at=now())

    seen, sent = (
        client.get(invitation.address),
        client.post(invitation.address, read_mark(invitation) | _filled()),
    )

    assert "This survey has ended" in _text(seen)
    assert (sent.status_code, "takes no more answers" in _text(sent)) == (409, True)
    assert not Response.objects.exists()


def test_an_unknown_link_is_not_found(client: Client) -> None:
    assert client.get(reverse("surveys:answering", args=["x" * 32])).status_code == 404


def test_an_anonymous_survey_promises_it_on_the_page(client: Client) -> None:
    invitation = an_invitation(a_survey(is_anonymous=True), language="en")

    assert "Nobody can find out who gave which answer" in _text(client.get(invitation.address))


# Results


def test_results_show_means_gaps_classes_and_how_sure_they_are() -> None:
    survey, (client, _) = the_case(), _as("clerk")

    page = client.get(survey.get_absolute_url())

    text = _text(page)
    assert page.status_code == 200
    assert "Furthest from what is wanted: Price , importance 6.2, performance 3.4, gap 2.8 ." in text
    assert "2.72 – 4.08" in text
    assert "Must improve" in text


@pytest.mark.spec("R540")
def test_the_matrix_draws_each_item_by_its_number_with_a_link_to_its_answers() -> None:
    survey, (client, _) = the_case(), _as("clerk")

    html = client.get(reverse("surveys:matrix", args=[survey.number])).content.decode()

    for place, code in enumerate(ITEMS, 1):
        assert re.search(rf'chart-spot-text">{place}</text>', html)
        assert f"/surveys/{survey.number}/answers/?item={code}" in html


def test_the_matrix_in_quadrants_says_where_its_lines_cross() -> None:
    survey, (client, _) = the_case(), _as("clerk")
    address = reverse("surveys:matrix", args=[survey.number])

    means = _text(client.get(address, {"view": "four", "crosshair": "mean"}))
    middle = _text(client.get(address, {"view": "four", "crosshair": "midpoint"}))

    assert "The lines cross at importance 5.575 and performance 4.575." in means
    assert "The lines cross at importance 4 and performance 4." in middle
    assert means.count("Low priority") > 4  # three items, the cell, and what to do
    assert "Must improve" not in means and re.search(
        r"The widest gap is .* \(Low priority|Concentrate", means
    )
    assert middle.count("Low priority") == 1


def test_the_matrix_takes_other_cuts_from_the_address_and_refuses_wrong_ones() -> None:
    survey, (client, _) = the_case(), _as("clerk")
    address = reverse("surveys:matrix", args=[survey.number])

    cut = _text(client.get(address, {"cuts": "2.33,4.67"}))
    wrong = _text(client.get(address, {"cuts": "5,9"}))

    assert "Must improve" in cut
    assert wrong.count("The cuts must rise and lie within the scale.") == 1


def test_days_the_wrong_way_round_are_told_at_their_field() -> None:
    survey, (client, _) = the_case(), _as("clerk")
    address = reverse("surveys:matrix", args=[survey.number])

    page = client.get(address, {"since": "2026-12-31", "until": "2026-01-01"})

    assert page.context["form"].errors == {"until": ["The last day lies before the first."]}
    assert "The last day lies before the first." in _text(page)


@pytest.mark.spec("R539", "R540")
def test_the_matrix_draws_ellipses_and_the_path_with_its_table_when_asked() -> None:
    earlier = the_case()
    survey, (client, _) = a_survey(at=NOON + timedelta(days=40)), _as("clerk")
    sheets = [Sheet(respondent=f"R{n}", marks=all_marks(6, 4 + n % 3)) for n in range(6)]
    enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON + timedelta(days=40))
    address = reverse("surveys:matrix", args=[survey.number])

    usual = client.get(address).content.decode()
    around = client.get(address, {"around": "95", "way": "no"}).content.decode()
    file = client.get(address, {"export": "csv"}).content.decode("utf-8-sig")

    assert usual.count('class="chart-path') == 8 and "chart-around" not in usual
    assert "The path of each item" in usual and "6.20 / 3.40" in _text(client.get(address))
    assert around.count('class="chart-around') == 8 and "chart-path" not in around
    assert "The path of each item" not in around
    assert f"{earlier.title}: Importance" in file.splitlines()[0]
    assert file.splitlines()[1].endswith("6.2,3.4")


def test_the_matrix_by_quarters_shows_the_newest_and_the_way_to_it() -> None:
    survey, (client, _) = a_survey(), _as("clerk")
    for n, performance in enumerate((3, 5)):
        sheets = [Sheet(respondent=f"R{n}{one}", marks=all_marks(6, performance)) for one in range(5)]
        enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON + timedelta(days=92 * n))

    text = _text(client.get(reverse("surveys:matrix", args=[survey.number]), {"way": "quarters"}))

    assert "5 answers" in text and "6.00 / 3.00" in text and "6.00 / 5.00" in text
    assert "-2.00" in text


def test_results_are_narrowed_to_a_kind_of_customer() -> None:
    survey, (client, _) = a_survey(), _as("clerk")
    for kind in ("enterprise", "person"):
        customer = a_customer(kind=kind)
        sheets = [Sheet(respondent=f"{kind}{n}", marks=all_marks(), customer=customer) for n in range(5)]
        enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON)

    text = _text(client.get(reverse("surveys:matrix", args=[survey.number]), {"kind": "person"}))

    assert "5 answers" in text


def test_a_survey_whose_time_is_over_is_not_called_running() -> None:
    over, (client, _) = a_survey(closes_at=NOON + timedelta(days=1)), _as("clerk")
    runs = a_survey(title="没有期限")

    shown = _text(client.get(reverse("surveys:surveys")))
    running = _text(client.get(reverse("surveys:surveys"), {"state": "open"}))
    closed = _text(client.get(reverse("surveys:surveys"), {"state": "closed"}))

    assert "Closed to answers" in shown
    assert runs.number in running and over.number not in running
    assert over.number in closed and runs.number not in closed
    assert "Closed to answers" in _text(client.get(over.get_absolute_url()))


def test_the_newest_matrix_is_one_click_away() -> None:
    survey, (client, _) = the_case(), _as("clerk")

    plain, cut = (client.get(reverse("surveys:newest_matrix"), asked) for asked in ({}, {"grid": "2x2"}))

    there = reverse("surveys:matrix", args=[survey.number])
    assert plain.headers["Location"] == there
    assert cut.headers["Location"] == f"{there}?grid=2x2"


def test_results_are_exported_as_csv_and_excel() -> None:
    survey, (client, _) = the_case(), _as("clerk")

    csv = client.get(survey.get_absolute_url(), {"export": "csv"}).content.decode("utf-8-sig")
    excel = client.get(reverse("surveys:matrix", args=[survey.number]), {"export": "xlsx"}).content

    lines = csv.splitlines()
    bounds = "lower bound,upper bound"
    assert (
        lines[0]
        == f"No.,Code,Item,Answers received,Importance,{bounds},Performance,{bounds},Gap,Class,Spread"
    )
    assert lines[8].startswith("8,urgent_delivery,Urgent delivery,5,5.4,")
    assert lines[8].endswith(",2.8,Must improve,0.547723")
    assert CalamineWorkbook.from_filelike(BytesIO(excel)).sheet_names == ["Matrix"]


def test_the_export_says_what_questions_of_other_kinds_came_to() -> None:
    client, _ = _as("clerk")
    wishes, nps = a_survey("kano"), a_survey("recommendation")
    codes = [item.code for item in wishes.questionnaire.items.all()]
    liked = {code: Mark(present=1, absent=3) for code in codes}
    asked = {"recommend": Mark(nps=9)}
    for survey, marks in ((wishes, liked), (nps, asked)):
        sheets = [Sheet(respondent=str(n), marks=marks) for n in range(5)]
        enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON)

    told = [
        client.get(survey.get_absolute_url(), {"export": "csv"}).content.decode("utf-8-sig").splitlines()
        for survey in (wishes, nps)
    ]

    assert told[0][0].endswith('Class,Spread,"Better, if it is there","Worse, if it is missing"')
    assert told[0][1].endswith(",Delights,,1.0,0.0")
    assert told[1][0].endswith("Class,Spread,Net promoter score,lower bound,upper bound")
    assert told[1][1].endswith(",100.0,100.0,100.0")


def test_a_name_that_looks_like_a_formula_is_made_harmless_in_the_file() -> None:
    survey, (client, _) = the_case(), _as("clerk")
    survey.questionnaire.items.filter(code="price").update(words={"en": "=1+1"})

    csv = client.get(survey.get_absolute_url(), {"export": "csv"}).content.decode("utf-8-sig")

    assert "'=1+1" in csv


def test_too_few_answers_show_no_figure_on_the_page() -> None:
    survey, (client, _) = a_survey(), _as("clerk")
    answer_survey(invitation=an_invitation(survey), marks=all_marks(), by=LINK, at=NOON)

    text = _text(client.get(survey.get_absolute_url()))

    assert text.count("fewer than 5 answers") == 8
    assert "Figures are shown from 5 answers on." in text


def test_results_drill_down_to_the_answers_of_an_item() -> None:
    survey, (client, _) = the_case(), _as("clerk")

    text = _text(client.get(reverse("surveys:answers", args=[survey.number]), {"item": "price", "most": 3}))

    assert [store for store in ("CS1", "CS2", "CS3", "CS4", "CS5") if store in text] == ["CS1", "CS2", "CS4"]


def test_answers_of_every_kind_of_question_stand_in_the_list() -> None:
    survey, (client, _) = a_survey("recommendation"), _as("clerk")
    asked = {item.asks: item.code for item in survey.questionnaire.items.order_by("-position")}
    marks = {asked["nps"]: Mark(nps=8)}
    answer_survey(invitation=an_invitation(survey), marks=marks, by=LINK, at=NOON)

    sheet = client.get(reverse("surveys:answers", args=[survey.number]), {"export": "csv"})

    assert any(",8," in row for row in sheet.getvalue().decode().splitlines())


def test_cuts_of_a_matrix_are_written_shortly() -> None:
    survey, (client, _) = a_survey(), _as("general_manager")
    Questionnaire.objects.filter(pk=survey.questionnaire.pk).update(
        importance_cuts=["2.333333333333333333", "3.666666666666666666"]
    )

    text = _text(client.get(survey.questionnaire.get_absolute_url()))

    assert "low below 2.33, high from 3.67" in text or "低于 2.33 为低，3.67 及以上为高" in text


def test_an_anonymous_answer_shows_no_name_anywhere() -> None:
    survey, (client, _) = a_survey(is_anonymous=True), _as("general_manager")
    invitation = an_invitation(survey, contact_person=a_contact(a_customer(name="秘密公司")))
    response = answer_survey(invitation=invitation, marks=all_marks(), by=LINK, at=NOON)

    pages = [
        client.get(reverse("surveys:answers", args=[survey.number])),
        client.get(reverse("surveys:responses", args=[survey.number])),
        client.get(reverse("surveys:response", args=[survey.number, response.pk])),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert not any("秘密公司" in _text(page) or "张三" in _text(page) for page in pages)


# Running a survey


def test_a_manager_starts_a_survey_invites_and_closes_it() -> None:
    client, _ = _as("service_manager")
    person = a_contact(a_customer(segment="core"))
    questionnaire = Questionnaire.objects.current().get(code="eight_items")

    client.post(
        reverse("surveys:new"), {"questionnaire": questionnaire.pk, "title": "Spring", "trigger": "person"}
    )
    survey = Survey.objects.get(title="Spring")
    asked = {"segments": ["core"], "states": ["active"], "language": "en", "customer": ""}
    client.post(reverse("surveys:invite", args=[survey.number]), asked)
    listed = _text(client.get(reverse("surveys:invitations", args=[survey.number])))
    client.post(reverse("surveys:closure", args=[survey.number]))

    assert [i.contact_person for i in Invitation.objects.all()] == [person]
    assert "张三" in listed
    assert Survey.objects.get(title="Spring").state == "closed"


@pytest.mark.spec("R334")
def test_customers_who_left_can_be_asked_too() -> None:
    client, _ = _as("service_manager")
    person = a_contact(a_customer(state="lost"))
    survey = a_survey("why_left", at=now())

    asked = {"segments": ["general"], "states": ["lost"], "language": "zh-hans", "customer": ""}
    client.post(reverse("surveys:invite", args=[survey.number]), asked)

    assert [i.contact_person for i in Invitation.objects.all()] == [person]


def test_an_unknown_customer_number_is_refused_beside_the_field() -> None:
    client, _ = _as("service_manager")
    survey = a_survey(at=now())

    page = client.post(
        reverse("surveys:invite", args=[survey.number]), {"customer": "C-nix", "language": "en"}
    )

    assert (page.status_code, "There is no customer of this number." in _text(page)) == (422, True)


@pytest.mark.spec("R537", "R538")
def test_a_paper_is_typed_in() -> None:
    client, _ = _as("service_manager")
    survey, customer = a_survey(), a_customer()

    client.post(
        reverse("surveys:paper", args=[survey.number]),
        _filled(respondent="CS9", customer=customer.number),
    )

    assert Response.objects.values_list("respondent", "customer", "channel").get() == (
        "CS9",
        customer.pk,
        "paper",
    )


@pytest.mark.parametrize("door", ["paper", "phone", "ratings"])
def test_no_sheet_is_begun_after_the_end_of_a_survey(door: str) -> None:
    client, _ = _as("service_manager")
    survey = a_survey()
    close_survey(survey=survey, by=HOUSE, at=NOON)

    page = client.get(reverse(f"surveys:{door}", args=[survey.number]))

    assert page.status_code == 409
    assert "This survey has ended and takes no more answers." in _text(page)


@pytest.mark.spec("R537", "R538")
def test_an_entered_sheet_is_corrected_on_its_page() -> None:
    client, _ = _as("service_manager")
    survey = the_case()
    response = survey.responses.get(respondent="CS1")
    address = reverse("surveys:correction", args=[survey.number, response.pk])

    shown = client.get(address).content.decode()
    client.post(address, _filled(importance__price="2", why="Misread"))

    radios = re.findall(r'<input type="radio" name="importance-price"[^>]*>', shown)
    assert ["checked" in radio for radio in radios] == [mark == 6 for mark in range(1, 8)]
    assert response.answers.get(item__code="price").importance == 2


def test_closing_a_survey_can_be_undone() -> None:
    client, _ = _as("service_manager")
    survey = a_survey()

    client.post(reverse("surveys:closure", args=[survey.number]))
    client.post(reverse("surveys:reopening", args=[survey.number]))

    survey.refresh_from_db()
    assert (survey.state, survey.closed_at) == ("open", None)


@pytest.mark.spec("R535", "R537", "R538")
def test_a_file_of_ratings_is_taken_in_and_a_wrong_row_named() -> None:
    client, _ = _as("service_manager")
    survey = a_survey()
    address = reverse("surveys:ratings", args=[survey.number])
    wrong = CASE.read_bytes().replace(b"CS5,urgent_delivery,6,2", b"CS5,urgent_delivery,6,12")
    odd = CASE.read_bytes().replace(b"CS5,urgent_delivery", b"CS5,weather")

    refused = client.post(address, {"file": SimpleUploadedFile("a.csv", wrong)})
    unknown = client.post(address, {"file": SimpleUploadedFile("a.csv", odd)})
    assert Response.objects.count() == 0
    client.post(address, {"file": SimpleUploadedFile("a.csv", CASE.read_bytes())})

    assert "Row 41, column performance: 12 is off the scale from 1 to 7." in _text(refused)
    assert "Row 41, column item: this survey has no item &#x27;weather&#x27;." in _text(unknown)
    assert set(Response.objects.values_list("channel", flat=True)) == {"file"}
    assert Response.objects.count() == 5


@pytest.mark.spec("R535")
def test_a_file_answers_every_kind_of_question() -> None:
    client, _ = _as("service_manager")
    survey = a_survey("recommendation")
    address = reverse("surveys:ratings", args=[survey.number])
    good = "respondent,item,nps,text\r甲,recommend,9,\r乙,1,3,\r乙,why_low,,送得慢\r"

    assert "respondent, item, nps, text" in _text(client.get(address))
    refused = client.post(address, {"file": SimpleUploadedFile("a.csv", good.replace("3,", "11,").encode())})
    assert "Row 3, column nps: 11 is off the scale from 0 to 10." in _text(refused)
    client.post(address, {"file": SimpleUploadedFile("a.csv", good.encode())})

    told = Answer.objects.order_by("response", "item__position").values_list(
        "response__respondent", "nps", "text"
    )
    assert list(told) == [("甲", 9, ""), ("乙", 3, ""), ("乙", None, "送得慢")]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("甲,recommend,,", "Row 2, column nps: is empty."),
        ("甲,recommend,9,why", "Row 2, column text: this item does not ask that."),
        ("甲,recommend,4.5,", "Row 2, column nps: marks of this survey are whole numbers."),
        ("甲,recommend,=9,", "Row 2, column nps: '=9' is not a number."),
        ("甲" * 81 + ",recommend,9,", "Row 2, column respondent: At most 80 letters."),
        ("甲,recommend,9,\n甲,1,8,", "Row 3, column item: 甲 has already marked this item in row 2."),
        ("甲,recommend," + "9" * 200_000 + ",", "This file cannot be read."),
        ("甲\0,recommend,9,", "This file cannot be read."),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_taken_in(rows: str, words: str) -> None:
    client, _ = _as("service_manager")
    address = reverse("surveys:ratings", args=[a_survey("recommendation").number])
    file = SimpleUploadedFile("a.csv", f"respondent,item,nps,text\n{rows}\n".encode())

    answer = client.post(address, {"file": file})

    assert answer.status_code == 422
    assert words in html.unescape(_text(answer))
    assert Response.objects.count() == 0


def test_a_manager_cuts_the_matrix() -> None:
    client, _ = _as("service_manager")
    questionnaire = Questionnaire.objects.current().get(code="eight_items")
    own = [questionnaire.code, 1]
    cuts = {"importance_low": 3, "importance_high": 5, "performance_low": 2, "performance_high": 4}
    cells = {
        f"cell-{i}/{p}": "maintain" for i in ("high", "medium", "low") for p in ("low", "medium", "high")
    }

    client.post(reverse("surveys:cuts", args=own), {**cuts, "middle": "median", **cells})

    questionnaire.refresh_from_db()
    assert questionnaire.matrix.performance_cuts == (Decimal(2), Decimal(4))
    for name in ("questionnaire", "cuts"):
        assert client.get(reverse(f"surveys:{name}", args=own)).status_code == 200


# Rights


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [
        ("survey", "finance", 200),
        ("matrix", "finance", 200),
        ("answers", "finance", 403),
        ("answers", "clerk", 200),
        ("responses", "finance", 403),
        ("invite", "clerk", 403),
        ("invite", "service_manager", 200),
        ("paper", "clerk", 403),
        ("ratings", "clerk", 403),
        ("invitations", "clerk", 403),
        ("survey", "client", 404),
    ],
)
def test_each_door_opens_to_its_own_people(name: str, role: str, status: int) -> None:
    where = {"customer": a_customer()} if role == "client" else {}
    client, _ = _as(role, **where)

    assert client.get(reverse(f"surveys:{name}", args=[the_case().number])).status_code == status


def test_without_a_login_results_lead_to_the_login_page(client: Client) -> None:
    page = client.get(reverse("surveys:surveys"))

    assert page.status_code == 302


def test_a_clerk_cannot_close_a_survey() -> None:
    client, _ = _as("clerk")
    survey = a_survey()

    assert client.post(reverse("surveys:closure", args=[survey.number])).status_code == 403
    survey.refresh_from_db()
    assert survey.state == "open"


# Statements


@pytest.mark.parametrize("name", ["surveys:survey", "surveys:matrix"])
def test_a_results_page_costs_at_most_twelve_statements(
    name: str,
    django_assert_max_num_queries: Any,
) -> None:
    survey, (client, _) = the_case(), _as("clerk")

    with django_assert_max_num_queries(12):
        assert client.get(reverse(name, args=[survey.number])).status_code == 200


def test_the_list_costs_the_same_for_one_survey_and_for_three(django_assert_max_num_queries: Any) -> None:
    client, _ = _as("clerk")
    for _n in range(3):
        the_case()

    with django_assert_max_num_queries(8):
        assert client.get(reverse("surveys:surveys")).status_code == 200


def test_the_customers_page_shows_what_the_customer_said(django_assert_max_num_queries: Any) -> None:
    client, _ = _as("clerk")
    invitation = an_invitation()
    answer_survey(invitation=invitation, marks=all_marks(price=(6, 2)), by=LINK, at=NOON)
    own = ("surveys.said", "parties.customer", invitation.customer_id)

    with django_assert_max_num_queries(9):
        text = _text(client.get(reverse("kernel:panel", args=own)))

    assert "春季满意度" in text and "1 low mark" in text


# The API


def test_a_program_answers_by_the_token_and_only_once(client: Client) -> None:
    invitation = an_invitation()
    address = f"/api/v1/surveys/answers/{invitation.token}"
    given = {"answers": {code: {"importance": 6, "performance": 5} for code in ITEMS}}

    first = client.post(address, given, content_type="application/json")
    again = client.post(address, given, content_type="application/json")
    unknown = client.post("/api/v1/surveys/answers/nope", given, content_type="application/json")

    assert (first.status_code, first.json()) == (201, {"survey": invitation.survey.number, "items": 8})
    assert again.status_code == 409
    assert unknown.status_code == 401


def test_a_program_is_told_which_field_is_wrong(client: Client) -> None:
    given = {"answers": {code: {"importance": 6, "performance": 9} for code in ITEMS}}

    told = client.post(
        f"/api/v1/surveys/answers/{an_invitation().token}", given, content_type="application/json"
    )

    assert (told.status_code, told.json()["field"]) == (409, "performance-price")


def test_results_come_as_json_to_who_may_see_them(client: Client) -> None:
    survey, (clerk, _) = the_case(), _as("clerk")
    address = f"/api/v1/surveys/results/{survey.number}"

    told = clerk.get(address).json()

    assert client.get(address).status_code == 401
    assert (told["responses"], told["least_answers"]) == (5, 5)
    assert told["items"][7] | {"figures": None} == {
        "number": 8,
        "code": "urgent_delivery",
        "item": "Urgent delivery",
        "answers": 5,
        "is_enough": True,
        "figures": None,
        "gap": 2.8,
        "cell": "high/low",
        "class": "must_improve",
        "promoter_score": None,
        "choices": {},
        "top_share": None,
        "kano": None,
    }
