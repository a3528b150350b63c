"""What others publish stays in its own words, beside what we count; a correction names the old one."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from vegerin.engines.estimation.people import Number as HowMany
from vegerin.engines.history.dates import parse
from vegerin.figures import actions, queries, rules
from vegerin.figures.arithmetic import Remainder, Sum, numbers_of, remainder_of, sums_of
from vegerin.figures.importing import read_statements
from vegerin.figures.models import OutsideFigure, OutsideStatement
from vegerin.figures.rules import Act
from vegerin.figures.values import Number
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register.models import NotKnown

pytestmark = [pytest.mark.record, pytest.mark.django_db]
TODAY = date(2026, 11, 21)


def said(by, *numbers: Number, issuer: str = "A newspaper", **told) -> OutsideStatement:
    told.setdefault("as_of", parse("2016-05"))
    return actions.record_statement(
        issuer=issuer, numbers=numbers or (Number("remaining", 3000),), by=by, **told
    )


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_table_of_who_may_is_whole() -> None:
    assert set(rules.MAY) == set(Role)
    assert set(rules.SENTENCES) == set(Act)
    assert all(rules.who_may(act) for act in Act)


def test_three_figures_stand_side_by_side_each_with_its_definition_and_none_is_added(
    counter, client_for
) -> None:
    said(counter, Number("remaining", 3000), words="3,000 are held")
    said(counter, Number("remaining", 2600, group="female"), issuer="A ministry", as_of=parse("2024-12-10"))
    only = Number("remaining", 2400, group="women_children", definition="Women and children only")
    said(counter, only, issuer="The office in Duhok", as_of=parse("2017-05"))

    page = words_of(client_for(counter).get("/figures/?show=remaining").content.decode())

    for part in (
        "3,000",
        "2,600",
        "2,400",
        "Women and children only",
        "3,000 are held",
        "A ministry",
        "May 2017",
    ):
        assert part in page
    assert "8,000" not in page
    assert "5,600" not in page


def test_unknown_is_a_figure_and_is_printed(counter, client_for) -> None:
    said(counter, Number("population", NotKnown.UNKNOWN), words="How many live there today nobody knows.")

    page = words_of(client_for(counter).get("/figures/?show=population").content.decode())

    assert "unknown Not known" in page
    assert "Unknown: this office does not count it." in page


def test_a_figure_has_a_value_or_a_reason_never_both(counter) -> None:
    statement = said(counter)

    with pytest.raises(Exception, match="outside_value_known_or_not"):
        OutsideFigure.objects.create(
            statement=statement, quantity="graves", value=3, value_not="unknown", by=counter.staff
        )


def test_ours_stands_beside_theirs_and_takes_nothing_from_them(counter, officer) -> None:
    for sex in ("female", "male"):
        person = make.person("Nazê Berces", by=officer, sex=sex)
        make.event(person, "registered_missing", by=officer)
    said(counter, Number("abducted", 6417))

    ours = queries.ours(counter)

    assert ours.number("abducted") == HowMany(2, 2, 2)
    assert ours.number("abducted", "female") == ours.number("abducted", "male") == HowMany(1, 1, 1)
    assert ours.number("remaining") == HowMany(2, 2, 2)


def test_a_small_count_of_ours_is_not_told_to_those_who_read_nobody(counter, officer, client_for) -> None:
    make.event(make.person("Nazê Berces", by=officer, sex="female"), "registered_missing", by=officer)

    pages = [words_of(client_for(one).get("/figures/").content.decode()) for one in (counter, officer)]

    assert ["fewer than 5" in page for page in pages] == [True, False]
    assert "everybody 1" in pages[1]


def test_a_correction_names_the_old_one_and_both_can_be_read(counter, client_for) -> None:
    old = said(counter, Number("remaining", 2966))
    new = said(counter, Number("remaining", 2968), corrects=old, why="The ministry, on 3 June: a digit.")
    browser = client_for(counter)

    side_by_side, before, after = (
        words_of(browser.get(path).content.decode())
        for path in (
            "/figures/?show=remaining",
            f"/figures/statements/{old.pk}/",
            f"/figures/statements/{new.pk}/",
        )
    )

    assert ("2,968" in side_by_side, "2,966" in side_by_side) == (True, False)
    assert "2,966" in before and "Corrected" in before and "The ministry, on 3 June" in before
    assert "2,968" in after and "This corrects an earlier statement" in after


def test_a_correction_says_why_and_a_statement_is_corrected_once(counter) -> None:
    old = said(counter)
    with pytest.raises(Refused, match="Say who corrected it"):
        said(counter, corrects=old)
    said(counter, corrects=old, why="They said so.")

    with pytest.raises(Refused, match="Correct the newer one"):
        said(counter, corrects=old, why="Again.")


def test_rows_are_never_changed(counter) -> None:
    statement = said(counter)

    with pytest.raises(TypeError):
        statement.save()
    with pytest.raises(DatabaseError, match=r"never changed|permission denied"):
        OutsideStatement.objects.update(issuer="Somebody else")


def test_a_figure_without_an_issuer_is_refused(counter) -> None:
    with pytest.raises(Refused, match="nobody's"):
        said(counter, issuer=" ")


def test_who_only_sees_writes_nothing_down(officer) -> None:
    with pytest.raises(Refused) as refusal:
        said(officer)

    assert refusal.value.sentence == str(rules.SENTENCES[Act.ADD])


def test_who_has_no_business_with_figures_finds_none(staff, counter) -> None:
    statement = said(counter)
    clerk = staff(Role.CLERK)

    assert list(queries.statements_for(clerk)) == queries.figures_beside(clerk, "remaining") == []
    assert queries.statement_for(clerk, statement.pk) is None
    assert queries.ours(clerk).number("abducted") == HowMany(0, 0, 0)


def test_a_statement_is_written_down_on_the_page_with_unknown_as_an_answer(counter, client_for) -> None:
    told = {"issuer": "A ministry", "words": "٥ قبور", "as_of": "2017", "quantity": "graves",
            "value_0": "٣٠+", "exactness": "at_least", "group": "all"}  # fmt: skip
    browser = client_for(counter)
    address = browser.post("/figures/statements/new/", told)["Location"]
    browser.post(f"{address}figure/", {"quantity": "population", "value_1": "unknown", "group": "all"})

    statement = OutsideStatement.objects.get()
    kept = {(one.quantity, one.value, one.value_not, one.exactness) for one in statement.figures.all()}
    assert kept == {("graves", 30, "", "at_least"), ("population", None, "unknown", "exact")}


def test_what_is_no_number_is_asked_again(counter, client_for) -> None:
    page = client_for(counter).post(
        "/figures/statements/new/", {"issuer": "X", "quantity": "graves", "value_0": "many"}
    )

    assert "Write a number such as" in page.content.decode()
    assert not OutsideStatement.objects.exists()


# Published on 2 March 2025 and in 2020 (digits swapped in print).
GOOD = {("abducted", "female"): 3548, ("abducted", "male"): 2869, ("returned", "women"): 1211,
        ("returned", "men"): 339, ("returned", "girls"): 1074, ("returned", "boys"): 961,
        ("returned", "all"): 3585, ("remaining", "all"): 2558, ("handed_over", "all"): 274}  # fmt: skip


def test_a_statement_is_added_up_and_its_formula_named() -> None:
    assert sums_of(GOOD) == [Sum("returned", "all", (1211, 339, 1074, 961), 3585)]
    assert sums_of(GOOD)[0].agrees
    assert remainder_of(GOOD) == Remainder(2558, 2832, 2558)
    assert [remainder_of({**GOOD, ("remaining", "all"): n}).letter for n in (2558, 2832, 2600)] == [
        "A",
        "B",
        "",
    ]  # type: ignore[union-attr]


def test_swapped_digits_are_seen() -> None:
    [remaining] = sums_of(
        {("remaining", "female"): 1308, ("remaining", "male"): 1597, ("remaining", "all"): 2887}
    )

    assert (remaining.agrees, sum(remaining.parts)) == (False, 2905)


def test_a_figure_of_another_definition_is_not_added_up(counter) -> None:
    only = Number("returned", 2554, group="all", definition="Women and girls only")
    statement = said(
        counter, only, Number("returned", 500, group="female"), Number("returned", 10, group="male")
    )

    assert sums_of(numbers_of(statement.figures.all())) == []


TABLE = (
    "as_of\tsource\tkidnapped_f\tkidnapped_m\trescued_total\tremaining_total\tgraves\tnote\n"
    "2016-05\tAP: smugglers have freed women and girls\t\t\t2554\t\t\tWOMEN AND GIRLS ONLY; 39 in six weeks\n"
    "2017-05\tA blog\t\t\t3000+\t2400\t30\tremaining counts WOMEN AND CHILDREN ONLY\n"
    "2017 (spring, undated)\tal-Weeam: a coordinator\t3547\t\t2963\t3454\t30\t\n"
)


def test_a_table_of_published_statements_comes_in_once_in_its_own_words(counter) -> None:
    first = actions.import_statements(text=TABLE, licence="CC0", by=counter)
    second = actions.import_statements(text=TABLE, by=counter)

    assert (first, second) == ((3, 0), (0, 3))
    ap = OutsideStatement.objects.get(issuer="AP")
    assert (ap.words, str(ap.as_of), ap.licence) == (
        "smugglers have freed women and girls", "2016-05", "CC0",
    )  # fmt: skip
    blog = {(one.quantity, one.group, one.exactness, one.value) for one in
            OutsideFigure.objects.filter(statement__issuer="A blog")}  # fmt: skip
    assert blog == {
        ("returned", "all", "at_least", 3000),
        ("remaining", "women_children", "exact", 2400),
        ("graves", "all", "exact", 30),
    }
    assert OutsideFigure.objects.get(value=2554).group == "female"
    assert OutsideStatement.objects.get(issuer="al-Weeam").as_of.basis == "2017 (spring, undated)"


def test_a_cell_that_is_no_number_is_named_and_nothing_comes_in(counter) -> None:
    with pytest.raises(Refused, match="Line 3: 'some' in graves"):
        actions.import_statements(text=TABLE.replace("2400\t30", "2400\tsome"), by=counter)

    assert not OutsideStatement.objects.exists()


OURS = Path(__file__).resolve().parents[3] / "shared" / "data" / "figures" / "office-figures.tsv"


@pytest.mark.skipif(not OURS.exists(), reason="the published statements stay outside the repository")
def test_all_statements_that_were_published_can_be_read() -> None:
    rows = list(read_statements(OURS.read_text("utf-8"), today=TODAY))

    assert len(rows) == 18
    assert all(row.issuer and row.numbers for row in rows)
    assert [row.issuer for row in rows if not row.as_of.is_known] == []


@pytest.mark.parametrize("path", ["/figures/?show=remaining", "/figures/statements/"])
def test_a_page_of_figures_asks_no_more_for_three_than_for_one(counter, client_for, path) -> None:
    browser, counts = client_for(counter), []
    for more in (1, 2):
        for number in range(more):
            said(counter, issuer=f"A ministry {more}{number}")
        browser.get(path)
        with CaptureQueriesContext(connection) as asked:
            browser.get(path)
        counts.append(len(asked))

    assert counts[0] == counts[1] < 25
