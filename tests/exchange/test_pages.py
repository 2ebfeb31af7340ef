"""Imports in the browser: look a file through, then take it in."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pytest_django import Settings

from kept.exchange.models import ImportRun, MappingFile
from kept.exchange.queries.mappings import SAMPLES
from kept.exchange.tasks import take_files_in
from kept.transport.models import Shipment
from tests.factories import staff

from .conftest import MAPPING, Write

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(
        staff("document_clerk", language="en"), backend="kept.people.queries.signed_in.PersonBackend"
    )
    return client


def send(client: Client, path: Path, mapping: str = "", own: str = "") -> Any:
    files: dict[str, Any] = {"file": SimpleUploadedFile(path.name, path.read_bytes()), "mapping": mapping}
    if own:
        files["own"] = SimpleUploadedFile("small.toml", own.encode())
    return client.post(reverse("exchange:new_run"), files)


def test_a_file_is_looked_through_shown_and_taken_in_by_the_worker(manager: Client, small: Write) -> None:
    sent = send(manager, small("1,A,F,2026-03-02,2026-03-02,1", "2,A,F,2026-03-02,bad,1"), own=MAPPING)
    run = ImportRun.objects.get()
    address = reverse("exchange:run", args=[run.number])
    assert (sent.status_code, sent["Location"], run.state) == (302, address, "uploaded")

    take_files_in(now())
    run.refresh_from_db()
    assert (run.state, run.preview["would_come_in"], run.rows_rejected) == ("checked", 1, 1)
    assert not Shipment.objects.exists()
    assert manager.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    shown = manager.get(address).content.decode()
    assert "Take it in" in shown
    assert "&#x27;bad&#x27; is not a date" in shown

    assert manager.post(reverse("exchange:start", args=[run.number])).status_code == 302
    take_files_in(now())
    run.refresh_from_db()
    assert (run.state, run.rows_taken, run.rows_rejected, run.rejected.count()) == ("done", 1, 1, 1)
    assert not run.path.exists()
    assert manager.get(address).status_code == 200
    assert manager.get(reverse("exchange:runs")).status_code == 200
    assert manager.get(reverse("exchange:rejected", args=[run.number])).status_code == 200
    file = b"".join(manager.get(reverse("exchange:rejected_file", args=[run.number])).streaming_content)
    assert "Done: 'bad' is not a date" in file.decode()


def test_the_same_file_again_says_which_import_has_it(manager: Client, small: Write) -> None:
    path = small("1,A,F,2026-03-02,2026-03-02,1")
    send(manager, path, own=MAPPING)
    take_files_in(now())
    run = ImportRun.objects.get()
    manager.post(reverse("exchange:start", args=[run.number]))
    take_files_in(now())

    again = send(manager, path, mapping="small")

    assert again.status_code == 422
    assert f"This file is in already: {run.number}" in again.content.decode()
    assert MappingFile.objects.count() == 1


def test_a_checked_file_can_be_put_aside(manager: Client, small: Write) -> None:
    send(manager, small("1,A,F,2026-03-02,2026-03-02,1"), own=MAPPING)
    take_files_in(now())
    run = ImportRun.objects.get()

    manager.post(reverse("exchange:drop", args=[run.number]))

    run.refresh_from_db()
    assert run.state == "dropped"
    assert manager.post(reverse("exchange:start", args=[run.number])).status_code == 409
    assert not Shipment.objects.exists()


@pytest.mark.parametrize(
    ("content", "mapping", "said"),
    [
        (b"\x00\x01\x02", "scms", "This is not a table: send CSV, Excel or Parquet."),
        (b"A,B\n1,2\n", "scms", "The column &#x27;ID&#x27; is not in the file; there are: A, B"),
        (b"A,B\n1,2\n", "", "Choose a mapping, or send one of your own."),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(
    manager: Client, tmp_path: Path, content: bytes, mapping: str, said: str
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)

    response = send(manager, path, mapping=mapping)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not ImportRun.objects.exists()


def test_a_wrong_mapping_is_refused_with_its_place(manager: Client, small: Write) -> None:
    response = send(manager, small(), own="[fields]\ncolour = 'x'\n")

    assert response.status_code == 422
    assert "Mapping, [fields] colour: no such field" in response.content.decode()
    assert not MappingFile.objects.exists()


def test_a_file_above_the_limit_names_the_command(manager: Client, small: Write, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 10

    response = send(manager, small("1,A,F,2026-03-02,2026-03-02,1"), mapping="scms")

    assert "kept import deliveries small.csv --mapping scms" in response.content.decode()


def test_a_long_import_is_done_a_turn_at_a_time(
    manager: Client, small: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kept.exchange.actions import importing, jobs

    send(manager, small(*(f"{n},A,F,2026-03-02,2026-03-02,1" for n in range(5))), own=MAPPING)
    take_files_in(now())
    run = ImportRun.objects.get()
    manager.post(reverse("exchange:start", args=[run.number]))
    monkeypatch.setattr(importing, "rule", lambda key: 2)
    monkeypatch.setattr(jobs, "rule", lambda key: 0)

    states = []
    for _turn in range(4):
        take_files_in(now())
        run.refresh_from_db()
        states.append((run.state, run.rows_taken))

    assert states == [("running", 2), ("running", 4), ("running", 5), ("done", 5)]


def test_only_those_with_the_right_import(client: Client, small: Write) -> None:
    client.force_login(staff("clerk"), backend="kept.people.queries.signed_in.PersonBackend")

    assert client.get(reverse("exchange:runs")).status_code == 403
    assert client.get(reverse("exchange:new_run")).status_code == 403


def test_the_sample_and_the_mappings_can_be_downloaded(manager: Client) -> None:
    sample = next(SAMPLES.glob("*.csv"))

    got = manager.get(reverse("exchange:sample", args=[sample.name]))

    assert got.content == sample.read_bytes()
    assert b"[fields]" in manager.get(reverse("exchange:mapping", args=["scms"])).content
    assert manager.get(reverse("exchange:mapping", args=["nothing"])).status_code == 404


def test_the_sample_imports_with_the_shipped_mapping(manager: Client) -> None:
    send(manager, next(SAMPLES.glob("*.csv")), mapping="scms")
    take_files_in(now())
    run = ImportRun.objects.get()
    assert (run.preview["would_come_in"], run.preview["rejected"]) == (400, 0)

    manager.post(reverse("exchange:start", args=[run.number]))
    take_files_in(now())

    assert Shipment.objects.count() == 400


def test_a_file_whose_import_was_killed_can_be_carried_on_in_the_browser(
    manager: Client, small: Write
) -> None:
    from kept.exchange.actions.importing import open_run
    from kept.exchange.queries.mappings import mapping_of
    from kept.exchange.reading.files import open_source
    from tests.factories import HOUSE

    path, chosen = small("1,A,F,2026-03-02,2026-03-02,1"), mapping_of(MAPPING, "small")
    open_run(source=open_source(path, chosen.mapping), chosen=chosen, name=path.name, by=HOUSE, at=now())

    send(manager, path, own=MAPPING)
    take_files_in(now())

    run = ImportRun.objects.get()
    assert (run.state, run.is_job, run.preview["would_come_in"]) == ("checked", True, 1)
