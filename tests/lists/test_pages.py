"""The pages of others' lists: upload, columns, progress, difference, row, person."""

import io
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.lists.linking import linked
from tests.lists.test_importing import JUNE, MARCH, brought_in
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.lists import actions, running, staging
from vegerin.lists.columns import guess_columns
from vegerin.lists.models import ListRelease, ListRow
from vegerin.lists.reading import read_table
from vegerin.register import actions as register
from vegerin.register.models import Person
from vegerin.register.queries import search

pytestmark = [pytest.mark.record, pytest.mark.django_db]
Clients = Callable[[Reader | None], Any]


@pytest.fixture
def officer(staff: Callable[..., Reader]) -> Reader:
    return staff(Role.REGISTER_OFFICER)


def upload(browser: Any, text: str, day: str, name: str = "List B") -> Any:
    file = SimpleUploadedFile("list.csv", text.encode(), "text/csv")
    return browser.post(
        "/lists/import/", {"file": file, "list_name": name, "released_on": day, "compiler": ""}
    )


def test_the_page_of_lists_names_no_compiler_where_nobody_said_one(
    client_for: Clients, officer: Reader
) -> None:
    brought_in(MARCH, "2026-03-14", by=officer, compiler="")

    page = client_for(officer).get("/lists/").content.decode()

    assert "Compiled by" not in page
    assert "–" not in page


@pytest.mark.django_db(transaction=True)
def test_a_list_is_uploaded_mapped_and_imported(client_for: Clients, officer: Reader) -> None:
    browser = client_for(officer)

    uploaded = upload(browser, MARCH, "2026-03-14")
    preview = browser.get(uploaded.url)
    fields = {f"column{place}": field for place, field in enumerate(selected(preview.content.decode()))}
    started = browser.post(uploaded.url, fields)
    release = ListRelease.objects.get()
    running.wait(release, seconds=30)

    assert list(fields.values()) == [
        "own_id", "full_name", "full_name_latin", "sex", "age", "village", "phone",
    ]  # fmt: skip
    assert started.url == f"/lists/{release.pk}/"
    assert "خدر مراد حسو" in browser.get(started.url).content.decode()
    assert ListRow.objects.count() == 3


def selected(page: str) -> list[str]:
    """What each select of a page proposes."""
    return [re.search(r'value="(\w+)" selected', each).group(1) for each in page.split("<select")[1:]]


def test_the_uploaded_file_lies_nowhere_in_clear_and_is_its_owners(
    client_for: Clients, officer: Reader, staff: Callable[..., Reader], office: Any
) -> None:
    uploaded = upload(client_for(officer), MARCH, "2026-03-14")

    files = [path for path in office.folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".list" for path in files)
    assert not [path for path in files if b"Til Bex" in path.read_bytes()]
    assert client_for(staff(Role.REGISTER_OFFICER)).get(uploaded.url).status_code == 404


def test_a_file_that_waited_for_a_day_goes(officer: Reader, office: Any) -> None:
    kept = staging.Waiting(
        "11111111-1111-4111-8111-111111111111", "B", "", "2026-03-14", "l.csv", "x", b"raw"
    )
    staging.keep(kept)
    path = office.folder / "attachments" / f"{kept.id}.list"
    assert staging.waiting(kept.id) == kept

    os.utime(path, (0, 0))
    staging.forget_old()

    assert (path.exists(), staging.waiting(kept.id)) == (False, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("%PDF-1.4", "is a PDF"),
        ("\n\n,,\n1,2,3\n", "no headings in its first row"),
        ("id,name,sex\n", "no row that can be read"),
        ("id,name,sex\n1,2\n", "no row that can be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused_on_the_page(
    client_for: Clients, officer: Reader, text: str, says: str
) -> None:
    assert says in upload(client_for(officer), text, "2026-03-14").content.decode()
    assert ListRelease.objects.count() == 0


def test_why_a_file_is_refused_is_said_in_the_readers_language(client_for: Clients, officer: Reader) -> None:
    browser = client_for(officer)
    browser.cookies["django_language"] = "ar"

    for text in ("", "%PDF-1.4", "\x1f\x8b", "id,name\n", ",,\n1,2,3\n"):
        page = upload(browser, text, "2026-03-14").content.decode()
        said = [re.sub("<.*?>", "", each) for each in re.findall(r'<p class="error".*?</p>', page, re.DOTALL)]

        assert len(said) == 1, text
        assert re.findall("[A-Za-z]{4,}", re.sub("list.csv|Excel", "", said[0])) == []


def test_the_same_file_again_is_said_and_leads_to_its_release(client_for: Clients, officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer, name="List B")
    browser = client_for(officer)

    again = upload(browser, MARCH, "2026-06-01")

    release = ListRelease.objects.get()
    assert again.url == f"/lists/{release.pk}/"
    assert "it is the release of 14 Mar 2026. Nothing was added." in browser.get(again.url).content.decode()


def test_a_file_that_is_in_as_another_list_is_said(client_for: Clients, officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer, name="List A")
    browser = client_for(officer)

    page = browser.get(upload(browser, MARCH, "2026-03-14").url).content.decode()

    assert "This file is in already, as another list" in page
    assert "List A" in page


def many(names: Sequence[str]) -> str:
    """A list of so many."""
    return "id,name\n" + "".join(f"{at},{name}\n" for at, name in enumerate(names))


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        ([f"Xidir Mirad {letter}elîl" for letter in "BCDFGHJKLMNPQRSTVWXYZ"], True),
        ([f"{letter}ewro Hesen Elî" for letter in "BCDFGHJKLMNPQRSTVWXYZ"], False),
        ([f"خدر مراد {letter}ليل" for letter in "بتثجحخدذرزسشصضطظعغفقكل"], False),
    ],
)
def test_another_lists_file_is_asked_about_before_it_goes_in(
    client_for: Clients, officer: Reader, now: list[str], asked: bool
) -> None:
    brought_in(
        many([f"{letter}ewro Hesen Elî" for letter in "BCDFGHJKLMNPQRSTVWXYZÇ"]),
        "2026-03-14",
        by=officer,
        name="List B",
    )
    browser = client_for(officer)

    page = browser.get(upload(browser, many(now), "2026-06-01").url).content.decode()

    assert ("Is it the same list?" in page) == asked
    assert ("Of 22 names on the release before, 0 stand in this file." in page) == asked


def test_a_file_without_headings_is_asked_about(client_for: Clients, officer: Reader) -> None:
    browser = client_for(officer)

    page = browser.get(upload(browser, "Xidir,Mirad\nXelîl,Hesen\n", "2026-03-14").url).content.decode()

    assert "No heading of this file is known" in page


def test_before_it_goes_in_the_day_and_the_sheet_that_is_read_are_said(
    client_for: Clients, officer: Reader
) -> None:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    for name in ("missing", "back home"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["no", "name"])
        sheet.write_row(1, 0, [1, "خليل"])
    book.close()
    browser = client_for(officer)

    file = SimpleUploadedFile("list.xlsx", raw.getvalue())
    fields = {"file": file, "list_name": "List B", "released_on": "3/1/2019", "compiler": ""}
    page = re.sub(r"<[^>]+>", "", browser.get(browser.post("/lists/import/", fields).url).content.decode())

    assert "release of 3 Jan 2019" in page
    assert "Read: missing. Not read: back home." in page


def test_a_release_leads_to_the_link_run(client_for: Clients, officer: Reader) -> None:
    march = brought_in(MARCH, "2026-03-14", by=officer).release
    june = brought_in(JUNE, "2026-06-01", by=officer).release
    browser = client_for(officer)

    before = [browser.get(f"/lists/{release.pk}/").content.decode() for release in (march, june)]
    run = linked(by=officer)
    after = browser.get(f"/lists/{june.pk}/").content.decode()

    assert ["Compare it with the register" in page for page in before] == [False, True]
    assert f'href="/lists/runs/{run.pk}/"' in after
    assert "Compare it with the register" not in after


def test_columns_without_a_name_are_sent_back(client_for: Clients, officer: Reader) -> None:
    browser = client_for(officer)
    uploaded = upload(browser, MARCH, "2026-03-14")

    answer = browser.post(uploaded.url, {f"column{place}": "not_used" for place in range(7)})

    assert "No column holds a name" in answer.content.decode()
    assert ListRelease.objects.count() == 0


def test_the_mapping_of_the_last_release_is_proposed_again(client_for: Clients, officer: Reader) -> None:
    brought_in(MARCH.replace("village", "where"), "2026-03-14", by=officer)
    browser = client_for(officer)

    preview = browser.get(upload(browser, MARCH.replace("Name_en", "other"), "2026-06-01").url)

    assert "As you mapped them the last time." in preview.content.decode()


def test_the_difference_shows_what_changed_and_why(client_for: Clients, officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    june = brought_in(JUNE, "2026-06-01", by=officer)

    page = client_for(officer).get(f"/lists/{june.release_id}/?show=changed").content.decode()

    assert "older by the time between" in page
    assert '<mark class="differs">9</mark>' in page
    assert "release of 1 Jun 2026 against 14 Mar 2026" in page


def test_a_row_that_is_gone_is_asked_about_and_stays(client_for: Clients, officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    june = brought_in(JUNE, "2026-06-01", by=officer)
    browser, gone = client_for(officer), june.release.gone_rows.get()

    answer = browser.post(f"/lists/gone/{gone.pk}/", {"word": "asked"})

    assert "Asked the list’s owner" in browser.get(answer.url.split("#")[0]).content.decode()


def test_a_row_becomes_a_person_and_the_persons_page_shows_the_row(
    client_for: Clients, officer: Reader
) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    row, browser = ListRow.objects.get(own_id="1"), client_for(officer)

    browser.post(f"/lists/row/{row.pk}/new-person/")

    person = Person.objects.get()
    assert person.code in browser.get(f"/lists/row/{row.pk}/").content.decode()
    assert f"/lists/row/{row.pk}/" in browser.get(f"/lists/person/{person.pk}/").content.decode()


def test_a_row_is_said_to_be_a_person_by_her_number(client_for: Clients, officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    first, second = ListRow.objects.filter(own_id__in="12").order_by("number")
    browser = client_for(officer)
    browser.post(f"/lists/row/{first.pk}/new-person/")

    unknown = browser.post(f"/lists/row/{second.pk}/person/", {"code": "P00000-0", "verdict": "same"})
    code = Person.objects.get().code
    known = browser.post(f"/lists/row/{second.pk}/person/", {"code": code, "verdict": "different"})

    assert "There is no person of this number" in unknown.content.decode()
    assert (known.status_code, second.judgements.get().verdict) == (302, "different")


def test_sealed_columns_open_for_a_verifier_only(
    client_for: Clients, officer: Reader, staff: Callable[..., Reader]
) -> None:
    verifier = staff(Role.VERIFIER)
    brought_in(MARCH, "2026-03-14", by=officer)
    address = f"/lists/row/{ListRow.objects.get(own_id='1').pk}/sealed/"

    assert "0750 111 22 33" in client_for(verifier).post(address).content.decode()
    assert client_for(officer).post(address).status_code == 404


def test_a_clerk_opens_a_row_and_nothing_else(
    client_for: Clients, officer: Reader, staff: Callable[..., Reader]
) -> None:
    june = brought_in(MARCH, "2026-03-14", by=officer)
    row, browser = ListRow.objects.get(own_id="1"), client_for(staff(Role.CLERK))

    assert browser.get(f"/lists/row/{row.pk}/").status_code == 200
    for address in ("/lists/", "/lists/import/", f"/lists/{june.release_id}/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/lists/row/{row.pk}/new-person/").status_code == 404


def test_the_slot_says_the_same_to_who_may_not_see_and_where_nothing_is(
    client_for: Clients, officer: Reader, staff: Callable[..., Reader]
) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    browser = client_for(officer)
    browser.post(f"/lists/row/{ListRow.objects.get(own_id='1').pk}/new-person/")
    nurse = client_for(staff(Role.NURSE))

    into_the_page = {"HTTP_HX_REQUEST": "true"}
    hers = nurse.get(f"/lists/person/{Person.objects.get().pk}/", **into_the_page)
    nobodys = nurse.get("/lists/person/11111111-1111-4111-8111-111111111111/", **into_the_page)

    assert (hers.status_code, hers.content) == (nobodys.status_code, nobodys.content)


@pytest.mark.parametrize("show", ["", "?show=changed", "?show=gone", "?show=new"])
def test_a_page_asks_the_record_as_often_for_three_rows_as_for_one(
    client_for: Clients, officer: Reader, show: str
) -> None:
    counts = []
    for size in (1, 3):
        header = "no;name;village\n"
        rows = [f"{size}{n};خدر {n};a\n" for n in range(size)]
        old = header + "".join(rows) + "".join(f"gone{n};نازي {n};a\n" for n in range(size))
        new = header + "".join(rows).replace(";a", ";b") + "".join(f"new{n};بري {n};a\n" for n in range(size))
        name = f"List {size}"
        brought_in(old, "2026-03-14", by=officer, name=name)
        june = brought_in(new, "2026-06-01", by=officer, name=name)
        browser = client_for(officer)
        browser.get(f"/lists/{june.release_id}/{show}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(f"/lists/{june.release_id}/{show}").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_an_import_that_stands_still_goes_on_with_the_same_file(client_for: Clients, officer: Reader) -> None:
    release = actions.start_import(
        raw=MARCH.encode(), file_name="list.csv", list_name="B", released_on=date(2026, 3, 14),
        columns=guess_columns(read_table(MARCH.encode(), "list.csv").headings), by=officer,
    )  # fmt: skip
    browser = client_for(officer)

    page = browser.get(f"/lists/{release.pk}/").content.decode()
    wrong = browser.post(f"/lists/{release.pk}/", {"file": SimpleUploadedFile("list.csv", JUNE.encode())})

    assert "The import stands still" in page
    assert (wrong.status_code, "another file" in wrong.content.decode()) == (403, True)


@pytest.mark.django_db(transaction=True)
def test_an_import_that_stands_still_goes_on_with_the_file_that_waits(
    client_for: Clients, officer: Reader
) -> None:
    browser = client_for(officer)
    uploaded = upload(browser, MARCH, "2026-03-14")
    waiting = staging.waiting(uploaded.url.split("/")[-2])
    release = actions.start_import(
        raw=waiting.raw, file_name="list.csv", list_name="B", released_on=date(2026, 3, 14),
        columns=guess_columns(read_table(waiting.raw, "list.csv").headings), by=officer,
    )  # fmt: skip
    staging.keep(replace(waiting, id=str(release.pk)))

    browser.post(f"/lists/{release.pk}/")
    running.wait(release, seconds=30)

    assert (ListRow.objects.count(), staging.waits(str(release.pk))) == (3, False)


def test_a_row_says_nothing_of_a_person_who_does_not_exist_for_the_reader(
    client_for: Clients, officer: Reader, staff: Callable[..., Reader]
) -> None:
    verifier, clerk = staff(Role.VERIFIER), staff(Role.CLERK)
    brought_in(MARCH, "2026-03-14", by=officer)
    row = ListRow.objects.order_by("number").first()
    assert row is not None
    person = actions.make_person(row=row, by=verifier)
    actions.judge_row(row=row, person=person, verdict="same", why="Told in secret.", by=verifier)
    register.restrict_person(person=person, level="verifier", by=verifier)

    pages = {
        who: client_for(reader).get(f"/lists/row/{row.pk}/").content.decode()
        for who, reader in (("clerk", clerk), ("officer", officer), ("verifier", verifier))
    }

    told = {who: (person.code in page, "Told in secret" in page) for who, page in pages.items()}
    assert told == {"clerk": (False, False), "officer": (False, False), "verifier": (True, True)}
    assert [
        hit.row is not None for hit in search(clerk, row.name).hits if hit.owner_id == str(row.origin)
    ] == [True]
    assert [hit.owner_id for hit in search(verifier, row.name).hits if hit.row] == []
    with pytest.raises(Refused, match="a verifier says"):
        actions.make_person(row=row, by=officer)


def test_who_brings_an_older_release_in_later_is_told_that_nobody_asks_about_the_gone(
    client_for: Clients, officer: Reader
) -> None:
    """Who stands in it and no longer in the later one would be a question to nobody, in silence."""
    brought_in(MARCH.replace("2;شيرين", "9;شيرين"), "2026-01-14", by=officer)
    june = brought_in(JUNE, "2026-06-01", by=officer).release
    browser = client_for(officer)
    says = "A later release of this list was in before this one"

    before = browser.get(upload(browser, MARCH, "2026-03-14").url).content.decode()
    march = brought_in(MARCH, "2026-03-14", by=officer).release
    after = browser.get(f"/lists/{march.pk}/").content.decode()

    assert says in before and says in after
    assert f"/lists/{june.pk}/" in after
    assert says not in browser.get(f"/lists/{june.pk}/").content.decode()
    newer = upload(browser, MARCH.replace("41", "42"), "2026-07-14")
    assert says not in browser.get(newer.url).content.decode()
