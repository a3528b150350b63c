"""Rows are added: the database refuses to change or delete them, also after a table was rebuilt."""

import pytest
from django.db import DatabaseError, connection, models, transaction

from tests import factories as make
from tests.conftest import as_owner
from vegerin.guard import append_only
from vegerin.register import actions
from vegerin.register.models import (
    Assessment,
    CaseReview,
    Event,
    Judgement,
    PersonFact,
    PersonName,
    Report,
    WrittenName,
)

pytestmark = pytest.mark.record
FACTS = [Event, Assessment, Report, PersonName, WrittenName, PersonFact, CaseReview]


@pytest.fixture
def rows(officer) -> None:
    person = make.person("Xelîl Mirad", by=officer, sex="male")
    make.report(make.claim(person, "seen"), by=officer)


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_or_delete(rows, model, statement) -> None:
    assert model.objects.exists()
    table, column = model._meta.db_table, model._meta.pk.column

    with (
        pytest.raises(DatabaseError, match=r"never changed or deleted|permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement.format(table=table, column=column))


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_the_database_refuses_to_empty_a_table(rows, model) -> None:
    with (
        pytest.raises(DatabaseError, match=r"never changed or deleted|permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.cursor().execute(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_the_model_refuses_before_the_database_has_to(rows) -> None:
    event = Event.objects.get()

    with pytest.raises(TypeError, match="correction is a new row"):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_all_that_is_told_is_append_only_and_what_is_not_is_a_cache_an_index_or_a_place() -> None:
    from django.apps import apps

    changeable = {
        model.__name__
        for model in apps.get_app_config("register").get_models()
        if not issubclass(model, append_only.AppendOnly)
    }
    assert changeable == {"Person", "NameKey", "KeyWord", "Place", "PlaceName", "Unjudged"}


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_there_again_after_a_table_was_altered() -> None:
    from django.core.management import call_command

    old = Assessment._meta.get_field("why")
    new = models.CharField(max_length=500, blank=True, default="")
    new.set_attributes_from_name("why")
    new.model = Assessment
    with as_owner():
        with connection.schema_editor() as editor:
            editor.alter_field(Assessment, old, new)
        if connection.vendor == "sqlite":
            assert append_only.tables_without_triggers() == ["register_assessment"]  # silently dropped

        call_command("migrate", verbosity=0)

        assert append_only.tables_without_triggers() == []
        with connection.schema_editor() as editor:
            editor.alter_field(Assessment, new, old)
        append_only.make_triggers()


def test_undoing_a_judgement_adds_a_row(officer, verifier) -> None:
    a, b = make.person("Xidir", by=officer), make.person("خدر", by=officer)
    for verdict in ("unsure", "different", "unsure"):
        actions.propose_judgement(a=a, b=b, verdict=verdict, why="?", by=officer)

    assert Judgement.objects.count() == 3
