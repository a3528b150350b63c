"""Lists like given ones, several times as long: the same households under other names (`benchmarks`)."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from benchmarks.linkage_grown import grown

from vegerin.engines.linkage.rows import read_rows
from vegerin.engines.names import lexicon

TIMES = 4
OFFICE = "record_id,full_name,sex,birth_year,village,household\n"
CAMPS = "record_id,given,father,sex,age,household\n"
TRUTH = "list,record_id,person_id,household_id,alias_replaced,father_id,mother_id\n"


def write_lists(folder: Path) -> None:
    """Twenty fathers with two children each, on two lists in two scripts."""
    entries = [row for row in lexicon.rows("variants.tsv") if row["kind"] == "given"]
    names = [(row["arab"].split("|")[0], row["kmr_latn"].split("|")[0]) for row in entries]
    single = [(arab, latin) for arab, latin in names if arab and latin and " " not in arab + latin][:60]
    office, camps, truth = OFFICE, CAMPS, TRUTH
    for family in range(20):
        father, *children = single[3 * family : 3 * family + 3]
        for at, person in enumerate((father, *children)):
            number = f"{family}{at}"
            above = f"F{family}0" if at else ""
            office += (
                f"{number},{person[0]}{' ' + father[0] if at else ''},M,{1970 + 20 * bool(at)},,{family}\n"
            )
            camps += f"c{number},{person[1]},{father[1] if at else ''},M,{40 - 20 * bool(at)},\n"
            told = f"F{number},H{family},0,{above},\n"
            truth += f"office,{number},{told}camps,c{number},{told}"
    for name, text in (("office", office), ("camps", camps), ("truth", truth)):
        (folder / f"{name}.csv").write_text(text, "utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder, out = tmp_path_factory.mktemp("lists"), tmp_path_factory.mktemp("grown")
    write_lists(folder)
    assert grown(folder, out, TIMES, seed=3)["changed"] > 0.99
    return folder, out


def of_copy(out: Path, copy: int) -> dict[str, list[dict[str, str]]]:
    rows = {name: [row.said for row in read_rows(str(out / f"{name}.csv"))] for name in ("office", "camps")}
    return {
        name: [row for row in said if row["record_id"].startswith(f"{copy}-")] for name, said in rows.items()
    }


def test_the_first_copy_says_what_the_lists_say(made: tuple[Path, Path]) -> None:
    folder, out = made
    for name in ("office", "camps"):
        before = [row.said for row in read_rows(str(folder / f"{name}.csv"))]
        after = [
            {column: value.removeprefix("0-") for column, value in row.items()}
            for row in of_copy(out, 0)[name]
        ]
        assert [{k: v for k, v in row.items() if v} for row in after] == [
            {k: v for k, v in row.items() if v} for row in before
        ]


def test_whoever_has_another_name_has_it_on_each_list_and_as_a_father(made: tuple[Path, Path]) -> None:
    """On both lists, in both scripts, and in the rows of her children."""
    _, out = made
    known = lexicon.shipped()
    changed = 0
    for copy in range(1, TIMES):
        rows = of_copy(out, copy)
        arabic = {row["record_id"].split("-")[1]: row["full_name"].split() for row in rows["office"]}
        for row in rows["camps"]:
            number = row["record_id"].split("-c")[1]
            assert known.share(row["given"], arabic[number][0])
            if row["father"]:
                assert known.share(row["father"], arabic[number][1])
                assert known.share(row["father"], arabic[number[:-1] + "0"][0])
            changed += row["given"] != of_copy(out, 0)["camps"][rows["camps"].index(row)]["given"]
    assert changed > 0.5 * (TIMES - 1) * 60


def test_no_two_copies_share_a_number_or_a_person(made: tuple[Path, Path]) -> None:
    _, out = made
    with (out / "truth.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    people: dict[str, set[str]] = defaultdict(set)
    for row in told:
        people[row["person_id"]].add(row["record_id"].split("-")[0])
    assert len({(row["list"], row["record_id"]) for row in told}) == len(told) == TIMES * 120
    assert all(len(copies) == 1 for copies in people.values())


def test_names_stay_as_common_as_they_are(made: tuple[Path, Path]) -> None:
    """Names change places; none is borne by more people of a copy than the commonest before."""
    _, out = made
    for copy in range(TIMES):
        counts: dict[str, int] = defaultdict(int)
        for row in of_copy(out, copy)["camps"]:
            counts[row["given"]] += 1
        assert len(counts) == 60
        assert max(counts.values()) == 1
