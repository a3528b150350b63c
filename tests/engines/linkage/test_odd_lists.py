"""Lists as people really save them: other separators, one row too few, a file that is none of this."""

import csv
from pathlib import Path

import pytest

from vegerin.engines.linkage.link_command import main
from vegerin.engines.linkage.records import NOT_SAID, columns_of
from vegerin.engines.linkage.rows import Row

NO_ID = "odd.csv: line 1: no column record_id. Name the column that tells records apart.\n"
LIST = "record_id,given,father,sex\n1,Azad,Murad,M\n2,Khalil,Qasim,M\n"


@pytest.fixture
def other(tmp_path) -> str:
    return written(tmp_path / "other.csv", "record_id,given,father\nx,ازاد,مراد\n")


def written(file: Path, text: str | bytes) -> str:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


FULL = "record_id,full_name,sex,age\n1,{},M,{}\n2,Khalil Qasim,M,\n"
ODD_LISTS = {
    "semicolons": LIST.replace(",", ";"),
    "tabs": LIST.replace(",", "\t"),
    "bars": LIST.replace(",", "|"),
    "a mark of UTF-8 at the head": "\ufeff" + LIST,
    "UTF-16, as spreadsheets save Unicode text": LIST.replace(",", "\t").encode("utf-16"),
    "lines that end as on Windows": LIST.replace("\n", "\r\n"),
    "lines that end as on an old Macintosh": LIST.replace("\n", "\r"),
    "blank lines": LIST.replace("\n", "\n\n"),
    "no end of the last line": LIST.rstrip(),
    "headings in capitals with blanks": LIST.replace("record_id,given", "Record_ID , GIVEN"),
    "a heading twice": LIST.replace("sex", "father"),
    "headings that nobody knows": LIST.replace("father", "baba").replace("sex", "jins"),
    "a heading that is empty": LIST.replace("sex", ""),
    "more cells than headings": LIST.replace("2,Khalil,Qasim,M", "2,Khalil,Qasim,M,more,cells"),
    "fewer cells than headings": LIST.replace("2,Khalil,Qasim,M", "2"),
    "nothing but numbers of records": "record_id,given,father,village,age\n1,,,,\n2,,,,\n",
    "two scripts in one name": FULL.format("آزاد Murad ئازاد", "12"),
    "digits of Arabic": FULL.format("Azad Murad", "١٢"),
    "letters without width or left-to-right marks": FULL.format("\u200fآزاد\u200c مراد\u00a0\u202c", "12"),
    "cells with commas, quotes and line breaks": FULL.format('"Murad, ""Azad""\nAli"', "12"),
    "ages that nobody reaches": FULL.format("Azad Murad", "900"),
    "words where a number should stand": FULL.format("Azad Murad", "unknown"),
    "a name of a thousand words": FULL.format("Azad " * 1000, "12"),
    "signs instead of a name": FULL.format("??? --- ...", "-1"),
    "a zero byte": FULL.format("Az\0ad Murad", "12"),
    "two rows of one content": LIST.replace("2,Khalil,Qasim", "2,Azad,Murad"),
}


@pytest.mark.parametrize("kind", ODD_LISTS)
def test_a_list_is_read_however_it_was_saved(tmp_path, other, kind):
    odd = written(tmp_path / "odd.csv", ODD_LISTS[kind])

    assert main([odd, other, "--out", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "clusters.csv").open(encoding="utf-8", newline="") as file:
        listed = [(row["list"], row["record_id"]) for row in csv.DictReader(file)]

    assert sorted(listed) == [("odd", "1"), ("odd", "2"), ("other", "x")]


def test_a_list_in_an_encoding_that_tells_nothing_of_itself_is_refused_in_one_sentence(
    tmp_path, other, capsys
):
    odd = written(tmp_path / "odd.csv", "record_id,given\n1,آزاد\n".encode("windows-1256"))

    assert main([odd, other, "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err.replace(str(tmp_path) + "/", "")
    assert said == "odd.csv: byte 18 is not UTF-8. Save the list as UTF-8.\n"


def test_a_column_that_nobody_knows_is_named(tmp_path, other, capsys):
    spelt_otherwise = written(tmp_path / "odd.csv", LIST.replace("father", "fathers_name"))

    done = main([spelt_otherwise, other, "--out", str(tmp_path / "out")])

    assert done == 0
    assert "odd.csv: not compared, for no such column is known: fathers_name." in capsys.readouterr().err


def test_a_list_without_rows_is_linked_with_nothing(tmp_path, other):
    none = written(tmp_path / "none.csv", "record_id,given\n")

    assert main([none, other, "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "clusters.csv").read_text("utf-8").count("\n") == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", NO_ID),
        ("id,name\n1,Azad\n", NO_ID),
        ("record_id,given\n1,A\n1,B\n", "odd.csv: line 3: record_id '1' stands twice.\n"),
        ("record_id,given\n,A\n", "odd.csv: line 2: record_id is empty. Give each record its own.\n"),
        (
            'record_id,remark\n1,"' + "y" * 140_000,
            "odd.csv: line 2: field larger than field limit (131072). A quotation mark may not be closed.\n",
        ),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, other, capsys, text, says):
    odd = written(tmp_path / "odd.csv", text)

    assert main([odd, other, "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.replace(str(tmp_path) + "/", "") == says


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--labels", "other.csv: line 1: the columns should be list_a,record_a,list_b,record_b,same."),
        ("--model", "other.csv: holds no linkage model. Make one with `vegerin link train`."),
        ("--out", "--out other.csv: is a file. Name a folder."),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_sentence(tmp_path, other, capsys, option, says):
    odd = written(tmp_path / "odd.csv", LIST)

    assert main([odd, other, "--out", str(tmp_path / "out"), option, other]) == 2
    assert capsys.readouterr().err.replace(str(tmp_path) + "/", "").splitlines()[-1] == says


def test_a_folder_that_cannot_be_made_is_refused_before_comparing(tmp_path, capsys):
    (tmp_path / "file").write_text("", "utf-8")
    lists = []
    for name in ("a", "b"):
        lists.append(str(tmp_path / f"{name}.csv"))
        (tmp_path / f"{name}.csv").write_text("record_id,full_name\n1,Xelîl Mirad\n", "utf-8")

    assert main([*lists, "--out", str(tmp_path / "file/out")]) == 2
    assert main(["train", "--out", str(tmp_path / "none/model.json")]) == 2

    assert capsys.readouterr().err.count("--out") == 2


NOT_KNOWN = "record_id,given,father,mother,village,sex,age,age_on\n"
SAID = NOT_KNOWN + "1,Nadia,{0},{0},{0},F,12,2014-08-03\n2,{0},{0},{0},Kocho,M,3,2014-08-03\n"


@pytest.mark.parametrize("word", ["Unknown", "غير معروف", "مجهول الهوية", "-", "؟؟", "N/A"])
def test_who_is_unknown_on_two_lists_agrees_in_nothing(tmp_path, word):
    """*Unknown* says no more than an empty cell: nobody is joined because nobody knew her father."""
    for said, folder in ((word, "word"), ("", "empty")):
        lists = [written(tmp_path / f"{name}.csv", SAID.format(said)) for name in ("old", "new")]
        assert main([*lists, "--out", str(tmp_path / folder)]) == 0

    pairs = (tmp_path / "word" / "pairs.csv").read_text("utf-8")
    assert pairs == (tmp_path / "empty" / "pairs.csv").read_text("utf-8")
    assert ",link," not in pairs


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["a.csv", "--fast"], "vegerin link: --fast is not known. See vegerin link --help.\n"),
        (["train"], "vegerin link train: --out is missing. See vegerin link --help.\n"),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_one_sentence(capsys, asked, said):
    with pytest.raises(SystemExit) as stopped:
        main(asked)

    assert (stopped.value.code, capsys.readouterr().err) == (2, said)


def test_a_son_of_whom_only_the_father_is_known_does_not_bear_the_fathers_name():
    said = {"record_id": "1", "given": "ابن خليل", "sex": "M"}

    records = columns_of([Row("office", 2, said)])

    assert records.parts["given"].tolist() == [NOT_SAID]
    assert records.spellings.forms[records.parts["father"][0]] == "خليل"
