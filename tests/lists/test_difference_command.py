"""`vegerin lists difference`: the contract's object, and one sentence for bad input."""

import json
from pathlib import Path

import pytest

from vegerin.lists.commands import main

Printed = pytest.CaptureFixture[str]
OLD = "id,name,age\nL1,مصطفى علي,30\nL2,خدر مراد,-1\nL3,نازي حسو,12\n"
NEW = "id,name,age\nL1,مصطف على,31\nL2,خدر مراد,-1\nL4,بري قولو,3\n"


@pytest.fixture
def releases(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "release-2024-04-13.csv", tmp_path / "release-2024-08-08.csv"]
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def test_the_answer_is_the_contracts_object(releases: list[str], capsys: Printed) -> None:
    status = main(["difference", *releases, "--id", "id", "--json"])

    answer = json.loads(capsys.readouterr().out)
    for change in answer["changed"][0]["changes"]:
        change.pop("reasons")
    assert status == 0
    assert {key: answer[key] for key in ("new", "gone", "same", "changed")} == {
        "new": ["L4"],
        "gone": ["L3"],
        "same": 1,
        "changed": [
            {
                "id": "L1",
                "changes": [
                    {"field": "name", "old": "مصطفى علي", "new": "مصطف على", "kind": "letters_lost_in_print",
                     "explained": True},
                    {"field": "age", "old": "30", "new": "31", "kind": "age_by_date", "explained": True},
                ],
            }
        ],
    }  # fmt: skip


def test_renamed_and_reordered_columns_are_compared_and_named(releases: list[str], capsys: Printed) -> None:
    rows = [line.split(",") for line in NEW.replace("id,name,age", "ID,Full name,Age").splitlines()]
    Path(releases[1]).write_text("\n".join(";".join(reversed(row)) for row in rows), encoding="utf-8-sig")

    main(["difference", *releases, "--id", "id", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert (answer["new"], answer["gone"], answer["same"]) == (["L4"], ["L3"], 1)
    assert [change["field"] for change in answer["changed"][0]["changes"]] == ["name", "age"]
    assert {warning["code"] for warning in answer["warnings"]} == {"column_renamed"}


def test_a_column_whose_heading_says_nothing_is_known_by_what_stands_in_it(
    tmp_path: Path, capsys: Printed
) -> None:
    names = [f"خدر مراد {letter}{other}" for letter in "ابتثج" for other in "حخدذر"]
    for heading, day in (("name", "2024-04-13"), ("Ṭ", "2024-08-08")):
        rows = [f"L{at},{name}" for at, name in enumerate(names)]
        (tmp_path / f"release-{day}.csv").write_text("\n".join([f"id,{heading}", *rows]), encoding="utf-8")

    main(["difference", *sorted(map(str, tmp_path.iterdir())), "--id", "id", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert (answer["same"], answer["columns_added"], answer["columns_left_out"]) == (25, [], [])


def test_without_json_a_person_reads_the_counts(releases: list[str], capsys: Printed) -> None:
    main(["difference", *releases])

    assert "1 gone: ask the list's owner" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--id", "number"], "The first release has no column 'number'. It has: id, name, age."),
        (["--old-date", "yesterday"], "'yesterday' is not a day"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    releases: list[str], arguments: list[str], says: str, capsys: Printed
) -> None:
    status = main(["difference", *releases, *arguments])

    assert (status, says in capsys.readouterr().err) == (2, True)


def test_a_missing_file_is_refused_in_a_sentence(releases: list[str], capsys: Printed) -> None:
    assert main(["difference", releases[0], "nowhere.csv"]) == 2
    assert "nowhere.csv: cannot be read" in capsys.readouterr().err


def test_bad_rows_are_said_and_the_rest_is_compared(releases: list[str], capsys: Printed) -> None:
    with Path(releases[1]).open("a", encoding="utf-8") as file:
        file.write("L5,two cells\n")

    status = main(["difference", *releases, "--json"])

    printed = capsys.readouterr()
    assert (status, json.loads(printed.out)["left_out"][0]["row"]) == (0, 5)
    assert "Row 5 has 2 cells; there are 3 headings." in printed.err
