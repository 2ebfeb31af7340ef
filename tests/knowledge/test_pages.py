"""What people see and do about articles and scripts in the browser and over the API."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kept.documents.models import Document
from kept.knowledge.models import Article, Script, Wish
from kept.people.models import CompanyName, Person
from tests.desk.test_pages import PNG
from tests.factories import staff
from tests.knowledge.scenes import a_draft, an_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def manager(client: Client) -> Person:
    person = staff("service_manager")
    client.force_login(person)
    return person


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


def test_empty_pages_say_what_to_do(client: Client, manager: Person) -> None:
    for name in ("find", "articles", "wishes", "intake", "new_article", "scripts", "new_script"):
        assert "<h1>" in page_of(client, reverse(f"knowledge:{name}"))
    assert "Nothing is published here yet." in page_of(client, "/knowledge/")


def test_an_article_is_written_reviewed_and_published_in_the_browser(client: Client, manager: Person) -> None:
    given = {"language": "en", "title": "Damage", "body": "Take **pictures** first.", "audience": "staff"}

    client.post("/knowledge/articles/new/", given)
    article = Article.objects.get()
    for act in ("submission", "publication"):
        client.post(f"/knowledge/articles/{article.number}/{act}/")

    page = page_of(client, article.get_absolute_url())
    assert "Take <strong>pictures</strong> first." in page
    assert Article.objects.get().opened == 1


def test_a_form_without_text_keeps_what_was_typed(client: Client, manager: Person) -> None:
    response = client.post(
        "/knowledge/articles/new/", {"language": "en", "title": "Damage", "audience": "staff"}
    )

    assert response.status_code == 422
    assert 'value="Damage"' in response.content.decode()


def test_a_search_in_vain_becomes_a_wish(client: Client, manager: Person) -> None:
    an_article()
    page = page_of(client, "/knowledge/?q=危险品")
    assert "Nothing is written about “危险品” yet." in page

    client.post("/knowledge/wishes/new/", {"words": "危险品", "note": "SDS?"})

    assert list(Wish.objects.values_list("words", "note", "count")) == [("危险品", "SDS?", 1)]
    assert "SDS?" in page_of(client, "/knowledge/wishes/")


def test_a_search_marks_the_words(client: Client, manager: Person) -> None:
    an_article()

    assert "<mark>破损</mark>" in page_of(client, "/knowledge/?q=破损")


def test_a_reader_says_what_is_missing(client: Client, manager: Person) -> None:
    article = an_article()

    client.post(f"/knowledge/articles/{article.number}/judgement/", {"helped": "no", "comment": "没写保价"})

    assert "没写保价" in page_of(client, article.get_absolute_url())


def test_a_version_is_shown_with_what_changed_and_taken_up_again(client: Client, manager: Person) -> None:
    article = an_article()
    client.post(
        f"/knowledge/articles/{article.number}/text/",
        {"language": "zh-hans", "title": article.title, "body": "新办法", "why": "新规定"},
    )
    newest, first = article.versions.order_by("-n")

    page = page_of(client, reverse("knowledge:version", args=[article.number, newest.pk]))
    client.post(reverse("knowledge:restoration", args=[article.number, first.pk]))

    assert "put-in" in page and "taken-out" in page and "新规定" in page
    assert article.versions.first().body == first.body  # type: ignore[union-attr]


def test_a_picture_is_shown_to_readers_of_the_article_alone(client: Client, manager: Person) -> None:
    article, other = an_article(), an_article("别的")
    upload = SimpleUploadedFile("box.png", PNG, "image/png")

    client.post(f"/knowledge/articles/{article.number}/images/", {"picture": upload})

    token = Document.objects.get().token
    assert client.get(f"/knowledge/articles/{article.number}/images/{token}/").status_code == 200
    assert client.get(f"/knowledge/articles/{other.number}/images/{token}/").status_code == 404


def test_articles_go_out_as_markdown_and_as_a_list(client: Client, manager: Person) -> None:
    article = an_article()

    archive = client.get("/knowledge/archive/")
    listed = page_of(client, "/knowledge/articles/?export=csv")

    names = zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
    assert names == [f"{article.number}.zh-hans.md"]
    assert "外箱破损的处理" in listed


def test_a_wrong_archive_is_refused_beside_its_field(client: Client, manager: Person) -> None:
    response = client.post("/knowledge/intake/", {"file": SimpleUploadedFile("a.zip", b"x")})

    assert response.status_code == 422
    assert "This is no archive (ZIP) of Markdown files." in response.content.decode()


def test_a_manager_names_the_company_and_a_clerk_changes_a_script(client: Client, manager: Person) -> None:
    client.post("/scripts/company-name/", {"en": "Jiujiu"})
    assert CompanyName.objects.get().names == {"en": "Jiujiu"}
    assert "this is Jiujiu" in page_of(client, "/scripts/")
    refused = client.post("/scripts/company-name/", {"en": "x" * 300}, follow=True).content.decode()
    assert "Saved." not in refused and "at most" in refused
    assert CompanyName.objects.get().names == {"en": "Jiujiu"}

    closing = Script.objects.get(code="closing")
    given = {
        "stage": "closing",
        "place": 90,
        "is_active": "on",
        "title_en": "End",
        "text_en": "Bye.",
        "why": "short",
    }
    client.post(closing.get_absolute_url(), given)

    closing.refresh_from_db()
    assert closing.texts == {"en": "Bye."}
    assert "short" in page_of(client, closing.get_absolute_url())


def test_a_clerk_writes_and_does_not_publish(client: Client) -> None:
    client.force_login(staff("clerk"))
    article = a_draft()

    client.post(f"/knowledge/articles/{article.number}/submission/")

    assert client.post(f"/knowledge/articles/{article.number}/publication/").status_code == 403
    assert Article.objects.get().state == "in_review"


def test_a_program_writes_publishes_and_finds(client: Client, manager: Person) -> None:
    given = {"language": "zh-hans", "title": "拒收", "body": "联系发货客户"}
    made = client.post("/api/v1/knowledge/articles", given, content_type="application/json")
    number = made.json()["number"]
    for act in ("submission", "publication"):
        client.post(f"/api/v1/knowledge/articles/{number}/{act}")

    found = client.get("/api/v1/knowledge/search?q=jushou").json()
    scripts = client.get("/api/v1/knowledge/scripts?channel=wechat").json()

    assert made.status_code == 201
    assert [hit["number"] for hit in found] == [number]
    assert scripts[0]["stage"] == "greeting"


def test_the_form_of_an_article_shows_when_it_is_looked_at_again(client: Client, manager: Person) -> None:
    article = an_article()
    client.cookies["django_language"] = "zh-hans"
    assert article.review_on
    page = page_of(client, reverse("knowledge:details", args=[article.number]))
    assert f'value="{article.review_on:%Y-%m-%d}"' in page
