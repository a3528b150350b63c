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


FATHERS = ("مراد حسو", "علي قولو", "حسو الياس", "قولو مراد", "جندي خلف")
NAMES = [f"{given} {father}" for given in ("خدر", "شيرين", "نازي", "خليل", "بري") for father in FATHERS]
LATIN = {
    "خدر": "Khidir", "شيرين": "Shireen", "نازي": "Nazi", "خليل": "Khalil", "بري": "Peri", "مراد": "Murad",
    "حسو": "Haso", "علي": "Ali", "قولو": "Qolo", "الياس": "Elias", "جندي": "Jindi", "خلف": "Khalaf",
}  # fmt: skip


def in_latin(name: str) -> str:
    return " ".join(LATIN[part] for part in name.split())


def written(
    path: Path, headings: str, rows: list[list[str]], *, encoding: str = "utf-8", cut: str = ","
) -> str:
    lines = [headings.replace(",", cut), *(cut.join(row) for row in rows)]
    path.write_text("\n".join(lines), encoding=encoding)
    return str(path)


THIRD_RELEASES = {
    "the id under a heading nobody knows": ("name,Ṭ", lambda no, name: [name, f"L{no}"]),
    "a new serial beside the id": ("No.,Ref,name", lambda no, name: [str(90 - no), f"L{no}", name]),
    "ids as a spreadsheet leaves them": ("id,name", lambda no, name: [f" l{no}", name]),
    "the name in parts": ("id,الاسم الأول,اسم الأب,اللقب", lambda no, name: [f"L{no}", *name.split()]),
    "the name in another script": ("id,name", lambda no, name: [f"L{no}", in_latin(name)]),
    "every second id left out": ("id,name", lambda no, name: [f"L{no}" if no % 2 else "", name]),
    "a title and blank lines": ("Missing people\n\nid,name", lambda no, name: [f"L{no}", name]),
}


@pytest.mark.parametrize("shape", THIRD_RELEASES)
@pytest.mark.parametrize(("encoding", "cut"), [("utf-8-sig", ","), ("utf-16", "\t")])
def test_the_third_release_is_compared_however_it_is_written(
    tmp_path: Path, capsys: Printed, shape: str, encoding: str, cut: str
) -> None:
    headings, row = THIRD_RELEASES[shape]
    before = [[f"L{no}", name] for no, name in enumerate(NAMES)]
    old = written(tmp_path / "old.csv", "id,name", before)
    now = [row(no, name) for no, name in enumerate([*NAMES, "خلف الياس جندي"]) if no]
    new = written(tmp_path / "new.csv", headings, now, encoding=encoding, cut=cut)

    status = main(["difference", old, new, "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert [len(answer["new"]), answer["gone"], answer["same"] + len(answer["changed"])] == [1, ["L0"], 24]
    assert all(change["explained"] for each in answer["changed"] for change in each["changes"])


def test_numbers_given_anew_join_nobody(tmp_path: Path, capsys: Printed) -> None:
    old = written(tmp_path / "old.csv", "no,name", [[str(no), name] for no, name in enumerate(NAMES)])
    new = written(tmp_path / "new.csv", "no,name", [[str(no), name] for no, name in enumerate(NAMES[3:])])

    main(["difference", old, new, "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert (answer["matched_by"], answer["same"], len(answer["gone"]), answer["new"]) == (
        "content",
        22,
        3,
        [],
    )
    assert [warning["code"] for warning in answer["warnings"]] == ["id_not_kept"]


def test_what_a_release_does_not_say_any_more_is_named(releases: list[str], capsys: Printed) -> None:
    Path(releases[1]).write_text("id,name\nL1,مصطفى علي\n", encoding="utf-8")

    main(["difference", *releases, "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert answer["columns_left_out"] == ["age"]
    assert [warning["says"] for warning in answer["warnings"]] == [
        "The second release does not say 'age'; nothing is compared there."
    ]


def test_a_pipe_gets_the_contracts_object_without_asking_for_it(releases: list[str], capsys: Printed) -> None:
    main(["difference", *releases])
    unasked = capsys.readouterr().out
    main(["difference", *releases, "--json"])

    assert capsys.readouterr().out == unasked


def test_a_person_at_a_terminal_reads_the_counts(
    releases: list[str], capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
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


def test_what_is_asked_wrongly_is_refused_in_one_sentence(releases: list[str], capsys: Printed) -> None:
    assert main(["difference", releases[0]]) == 2
    said = "vegerin lists difference: new is missing. See vegerin lists --help.\n"
    assert capsys.readouterr().err == said


def test_an_id_that_was_asked_for_is_used_and_said_to_be_none(tmp_path: Path, capsys: Printed) -> None:
    old = written(tmp_path / "old.csv", "no,name", [[str(no), name] for no, name in enumerate(NAMES)])
    new = written(tmp_path / "new.csv", "no,name", [[str(no), name] for no, name in enumerate(NAMES[3:])])

    main(["difference", old, new, "--id", "no"])

    answer = json.loads(capsys.readouterr().out)
    assert answer["matched_by"] == "id:no"
    assert "it was asked for, so rows are matched by it" in answer["warnings"][0]["says"]


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


def test_timings_are_told_where_they_are_asked_for(releases: list[str], capsys: Printed) -> None:
    main(["difference", *releases, "--json", "--timings"])
    timed = json.loads(capsys.readouterr().out)
    main(["difference", *releases, "--json"])
    plain = json.loads(capsys.readouterr().out)

    assert set(timed.pop("timings")) == {"reading", "comparing"}
    assert timed == plain
