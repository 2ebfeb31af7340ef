"""Files are judged by what they hold."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from kept.documents.actions import keep_document
from kept.documents.models import Document
from kept.documents.rules import EmptyFile, FileTooLarge, UnknownFile
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = pytest.mark.django_db
OFFICE = "application/vnd.openxmlformats-officedocument"


def picture(kind="PNG"):
    held = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(held, kind)
    return held.getvalue()


def office(*parts, listed="application/xml"):
    """A file of an office program with these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        if listed:
            file.writestr(
                zipfile.ZipInfo("[Content_Types].xml"), f'<Types><Default ContentType="{listed}"/></Types>'
            )
        for part in parts:
            file.writestr(zipfile.ZipInfo(part), "<x/>")
    return held.getvalue()


def kept(content, name="x.bin", **more):
    customer = more.pop("about", None) or a_customer()
    upload = ContentFile(content, name=name)
    return keep_document(
        upload=upload, kind="photo", about=customer, customer_id=customer.pk, by=HOUSE, at=NOON
    )


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (picture(), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (b"%PDF-1.7 ...", "application/pdf"),
        (office("word/document.xml"), f"{OFFICE}.wordprocessingml.document"),
        (office("xl/workbook.xml"), f"{OFFICE}.spreadsheetml.sheet"),
        ("您好，货到了".encode(), "text/plain; charset=utf-8"),
    ],
)
def test_what_we_take(content, content_type):
    assert kept(content).content_type == content_type


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00 a program",
        b"\x7fELF...",
        b"#!/bin/sh\nrm -rf /",
        b"<html><script>alert(1)</script>",
        b"<svg onload=alert(1)>",
        picture()[:20],
        b"PK\x03\x04 not really",
    ],
)
def test_a_program_or_a_page_in_disguise_is_refused_and_nothing_is_kept(content):
    with pytest.raises(UnknownFile):
        kept(content, name="photo.png")

    assert not Document.objects.exists()


MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    "content",
    [
        office("xl/workbook.xml", "xl/vbaProject.bin"),
        office("word/document.xml", "word/vbaProject.bin"),
        office("word/document.xml", listed=MACROS),
        office("word/document.xml", listed=""),
        office("word/document.xml", "xl/workbook.xml"),
        office("ppt/presentation.xml"),
        office("evil.exe"),
        office("word/document.xml")[:60],
    ],
)
def test_an_office_file_with_macros_or_of_another_kind_is_refused(content):
    with pytest.raises(UnknownFile):
        kept(content, name="letter.docx")

    assert not Document.objects.exists()


def test_nothing_and_too_much_are_refused(settings):
    settings.UPLOAD_LIMIT = 20 * 1024 * 1024
    with pytest.raises(EmptyFile):
        kept(b"")
    with pytest.raises(FileTooLarge, match="larger than 20 MB"):
        kept(b"0" * (settings.UPLOAD_LIMIT + 1))


def test_the_same_file_about_the_same_record_is_kept_once():
    customer = a_customer()

    assert kept(picture(), about=customer) == kept(picture(), name="again.png", about=customer)


def test_the_senders_file_name_never_reaches_the_disk():
    document = kept(picture(), name="../../etc/passwd")

    assert document.name == "passwd"
    assert document.file.name.startswith("documents/2026/03/")
    assert "passwd" not in document.file.name


def test_a_client_opens_its_own_files_and_nobody_elses(client):
    document, other = kept(picture()), kept(b"%PDF-1.4")
    person = staff("client", customer=type(a_customer()).objects.get(pk=document.customer_id))
    client.force_login(person)

    opened = client.get(document.get_absolute_url())

    assert (opened.status_code, opened["Content-Type"], opened["X-Content-Type-Options"]) == (
        200,
        "image/png",
        "nosniff",
    )
    assert client.get(other.get_absolute_url()).status_code == 404
