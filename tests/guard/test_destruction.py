"""One report's key destroyed, then looked for with every other key in hand (D4)."""

from pathlib import Path

import pytest
from django.db import connection

from tests.conftest import ON_POSTGRES
from tests.sqlcipher_pages import every_page
from vegerin.guard import boot, keystore, sealing
from vegerin.guard.roles import Role

pytestmark = pytest.mark.django_db
WORDS = "They kept us in the school of the next village."


@pytest.fixture
def report(staff):
    """A sealed report among others, and the sealed data key that opens it."""
    verifier = staff(Role.VERIFIER)
    for row in range(40):
        sealing.seal(f"report {row}", compartment="report:verifier", table="r", column="words", row=row)
    envelope = sealing.seal(WORDS, compartment="report:verifier", table="r", column="words", row="gone")
    stored = keystore.current().row_key(envelope[1:17])
    return verifier, envelope, stored


def laboratory(store):
    """Every byte of the keystore's pages and WAL, decrypted with the key of now."""
    return every_page(store.file, store._read_key(store.key_file))


def test_the_sealed_key_is_found_before_and_nowhere_after(report):
    verifier, _, stored = report
    store = keystore.current()
    key_before = store._read_key(store.key_file)
    before = laboratory(store)

    sealing.destroy(table="r", row="gone", by=verifier)

    assert stored.sealed in before and stored.id in before
    assert stored.sealed not in laboratory(store) and stored.id not in laboratory(store)
    assert stored.sealed not in every_page(store.file, key_before)
    assert stored.sealed not in b"".join(
        file.read_bytes() for file in store.folder.rglob("*") if file.is_file()
    )


def test_the_laboratory_sees_pages_that_are_no_longer_in_use(report):
    # Without secure_delete and a new key a deleted key still lies in a free page: the search above can fail.
    _, _, stored = report
    store = keystore.current()
    with store._opened() as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("DELETE FROM row_key WHERE row = 'gone'")

    assert stored.sealed in laboratory(store)


def test_the_keystore_gets_a_new_key_each_time(report):
    verifier, _, _ = report
    store = keystore.current()
    key_before = store._read_key(store.key_file)

    sealing.destroy(table="r", row="gone", by=verifier)

    assert store._read_key(store.key_file) != key_before
    assert not store.key_file.with_suffix(".next").exists()


def test_other_reports_still_open(report):
    verifier, _, _ = report
    kept = sealing.seal("kept", compartment="report:verifier", table="r", column="words", row="kept")

    sealing.destroy(table="r", row="gone", by=verifier)

    assert sealing.unseal(kept, reader=verifier, table="r", column="words", row="kept") == b"kept"


def test_another_worker_finds_the_new_key_by_itself(report):
    verifier, _, _ = report
    elsewhere = keystore.Keystore(keystore.current().folder)
    elsewhere.compartments()

    sealing.destroy(table="r", row="gone", by=verifier)

    assert "report:verifier" in elsewhere.compartments()


@pytest.mark.parametrize("rekeyed", [False, True])
def test_a_crash_in_the_middle_of_a_new_key_leaves_a_keystore_that_opens(report, rekeyed):
    store = keystore.current()
    beside = store.key_file.with_suffix(".next")
    store._write_key(beside, bytes(range(32)))
    if rekeyed:
        with store._opened() as db:
            db.execute(f"PRAGMA rekey = \"x'{bytes(range(32)).hex()}'\"").fetchall()
    store.close()

    again = keystore.Keystore(store.folder)

    assert "report:verifier" in again.compartments()


def test_the_words_never_stood_in_the_record(report):
    if ON_POSTGRES:
        pytest.skip("PostgreSQL's files are not ours to read")

    pages = every_page(Path(connection.settings_dict["NAME"]), boot.record_key())

    assert b"guard_staff" in pages
    assert WORDS.encode() not in pages
