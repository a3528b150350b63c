"""The commands print what docs and colleagues' scripts rely on."""

import io
import json
import sys

import pytest

from vegerin.engines.names.commands import main


def test_parse_prints_a_line_a_form(capsys):
    assert main(["parse", "Xelîl Mirad", "خليل"]) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["form"], line["script"], line["style"]) for line in lines] == [
        ("Xelîl Mirad", "latn", "kmr"),
        ("خليل", "arab", "ar"),
    ]
    assert [part["role"] for part in lines[0]["parts"]] == ["given", "father"]


def test_keys_print_skeletons(capsys):
    main(["keys", "خليل"])

    assert json.loads(capsys.readouterr().out) == {
        "form": "خليل",
        "keys": ["xll", "=V002"],
        "one_deletion": ["xll", "ll", "xl"],
        "romanised": "khlil",
    }


def test_timings_stand_beside_the_answer_and_not_in_it(capsys):
    main(["keys", "خليل", "--timings"])

    printed = capsys.readouterr()
    assert json.loads(printed.out)["romanised"] == "khlil"
    assert json.loads(printed.err)["timings"]["keys"] >= 0


def test_score_passes_other_columns_through(tmp_path, capsys):
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("id\ta\tb\tnote\n1\tخليل\tXelîl\tx\n2\tخليل\tNadia\ty\n", encoding="utf-8")

    assert main(["score", str(pairs)]) == 0

    header, *rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert header == ["id", "a", "b", "note", "score", "why"]
    assert [row[:4] for row in rows] == [["1", "خليل", "Xelîl", "x"], ["2", "خليل", "Nadia", "y"]]
    assert float(rows[0][4]) > 0.9 > 0.1 > float(rows[1][4])


def test_without_the_lexicon_the_reason_is_the_letters(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("a\tb\nخليل\tXelîl\n".encode())))

    main(["score", "-", "--without-lexicon"])

    assert "can be spellings of one name" in capsys.readouterr().out


def test_rank_puts_the_right_spelling_first(tmp_path, capsys):
    queries, candidates = tmp_path / "queries.tsv", tmp_path / "candidates.txt"
    queries.write_text("id\tform\nq1\tخلف\nq2\tNadia Mirad\n", encoding="utf-8")
    candidates.write_text("Xelîl\nKhalaf\nNadia\nنادية مراد\nMirad\n", encoding="utf-8")

    main(["rank", str(queries), str(candidates), "--k", "1", "--without-lexicon"])

    rows = [line.split("\t")[:3] for line in capsys.readouterr().out.splitlines()]
    assert rows == [["id", "rank", "form"], ["q1", "1", "Khalaf"], ["q2", "1", "نادية مراد"]]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"x\ty\n1\t2\n", "line 1: there is no column 'a'"),
        (b"a\tb\n1\t2\t3\n", "line 2: 3 cells under 2 columns"),
        (b"a\tb\n\xff\xfe\n", "byte 4 is not UTF-8"),
        (b"a\ta\tb\n1\t2\t3\n", "the column 'a' stands there twice"),
        (b"", "line 1: there is no column 'a'"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(tmp_path, capsys, content, complaint):
    pairs = tmp_path / "pairs.tsv"
    pairs.write_bytes(content)

    assert main(["score", str(pairs)]) == 2
    assert complaint in capsys.readouterr().err


def test_a_file_that_is_no_model_is_refused(tmp_path, capsys):
    pairs, own = tmp_path / "pairs.tsv", tmp_path / "own.npz"
    pairs.write_text("a\tb\n", encoding="utf-8")
    own.write_bytes(b"no model")

    assert main(["score", str(pairs), "--model", str(own)]) == 2
    assert "is no names model" in capsys.readouterr().err


def test_who_asks_for_kurmanji_gets_the_kurmanji_spelling_first(tmp_path, capsys):
    queries, candidates = tmp_path / "q.tsv", tmp_path / "c.txt"
    queries.write_text("id\tform\nq\tخليل\n", encoding="utf-8")
    candidates.write_text("Khaleel\nXelîl\nخليل\nMurad\n", encoding="utf-8")

    firsts = {}
    for wanted in ("kmr", "en", "ar"):
        main(["rank", str(queries), str(candidates), "--k", "1", "--to", wanted])
        firsts[wanted] = capsys.readouterr().out.splitlines()[1].split("\t")[2]

    assert firsts == {"kmr": "Xelîl", "en": "Khaleel", "ar": "خليل"}


def test_of_spellings_that_differ_by_marks_alone_the_plain_one_comes_first(tmp_path, capsys):
    queries, candidates = tmp_path / "q.tsv", tmp_path / "c.txt"
    queries.write_text("id\tform\nq\tجيرارد\n", encoding="utf-8")
    candidates.write_text("Gérard\nGerard\nNadia\n", encoding="utf-8")

    main(["rank", str(queries), str(candidates), "--k", "2"])

    rows = [line.split("\t")[1:3] for line in capsys.readouterr().out.splitlines()[1:]]
    assert rows == [["1", "Gerard"], ["2", "Gérard"]]


@pytest.mark.parametrize(
    ("others", "first"),
    [(["Şîrîn", "Mîrza", "Xecê", "Bengîn", "Hêvî"], "Xelîl"), (["Shireen", "Johnson", "Smith"], "Khalil")],
)
def test_where_nobody_says_which_spelling_is_wanted_the_list_tells(
    tmp_path, capsys, others: list[str], first: str
) -> None:
    queries, candidates = tmp_path / "queries.tsv", tmp_path / "candidates.txt"
    queries.write_text("id\tform\n1\tخليل\n", encoding="utf-8")
    many = [f"{one} {other}" for one in others for other in others]
    rest = [f"{form} {letter}" for form in many for letter in "bdfgklmnrstz"]
    candidates.write_text("\n".join(["Xelîl", "Khalil", *rest]), encoding="utf-8")

    main(["rank", str(queries), str(candidates), "--k", "1", "--without-lexicon"])

    assert capsys.readouterr().out.splitlines()[1].split("\t")[2] == first


def test_a_folder_that_is_not_there_is_refused_before_training(tmp_path, capsys):
    assert main(["train", "--out", str(tmp_path / "none/model.npz")]) == 2

    assert "there is no such folder" in capsys.readouterr().err


def test_a_folder_in_place_of_a_model_is_refused_before_training(tmp_path, capsys):
    assert main(["train", "--out", str(tmp_path)]) == 2

    assert "is a folder" in capsys.readouterr().err


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_any_system_ends_them(tmp_path, capsys, end):
    pairs = tmp_path / "pairs.tsv"
    pairs.write_bytes(f"a\tb{end}خليل\tXelîl{end}".encode())

    assert main(["score", str(pairs)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("strange", ["خ" * 200_000, "Xelîl " * 40_000, "X\x00el", "😀", "Şêx", ""])
def test_any_cell_is_weighed(tmp_path, capsys, strange):
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text(f"a\tb\n{strange}\tXelîl\n", encoding="utf-8")

    assert main(["score", str(pairs), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["a"] == strange
    assert 0 <= said["score"] <= 1


def test_who_gives_no_name_on_either_side_has_said_nothing(tmp_path, capsys):
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("a\tb\n😀\t😀\n\tXelîl\n", encoding="utf-8")

    main(["score", str(pairs), "--json"])

    assert [json.loads(line)["score"] for line in capsys.readouterr().out.splitlines()] == [0.5, 0.5]


def test_numbers_are_numbers_in_json(tmp_path, capsys):
    queries, candidates = tmp_path / "q.tsv", tmp_path / "c.txt"
    queries.write_text("id\tform\nq\tخليل\n", encoding="utf-8")
    candidates.write_text("Xelîl\nMurad\n", encoding="utf-8")

    main(["rank", str(queries), str(candidates), "--json"])

    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["rank"], second["rank"]) == (1, 2)
    assert first["score"] > 0.9 > second["score"]


def test_a_candidate_with_a_tab_is_refused_with_its_line(tmp_path, capsys):
    queries, candidates = tmp_path / "q.tsv", tmp_path / "c.txt"
    queries.write_text("id\tform\nq\tخليل\n", encoding="utf-8")
    candidates.write_text("Murad\nXelîl\tKhalil\n", encoding="utf-8")

    assert main(["rank", str(queries), str(candidates)]) == 2
    assert "line 2: holds a tab" in capsys.readouterr().err


def test_two_tables_cannot_both_come_from_standard_input(capsys):
    assert main(["rank", "-", "-"]) == 2

    assert "only one of the two" in capsys.readouterr().err


def test_a_form_that_is_not_utf_8_is_refused(capsys):
    assert main(["keys", "Xelîl", "\udcff"]) == 2

    assert "form 2:" in capsys.readouterr().err


@pytest.mark.parametrize(("asked", "right"), [("نازة نين", "Nazenin"), ("گرجان", "Gird Can")])
def test_a_name_in_two_words_is_found_where_the_list_writes_it_in_one(tmp_path, capsys, asked, right):
    queries, candidates = tmp_path / "queries.tsv", tmp_path / "candidates.txt"
    queries.write_text(f"id\tform\n1\t{asked}\n", encoding="utf-8")
    # Among so many only what was chosen by a first look is compared whole.
    others = [
        f"{one}{two} {three}"
        for one in ("Na", "Ga", "Ta")
        for two in "lmrt"
        for three in ("Gir", "Nan", "Naz")
    ]
    more = [
        f"{one}{two}{three}"
        for one in ("Na", "Ga", "Gi")
        for two in "jzrnl"
        for three in ("a", "an", "in", "e")
    ]
    candidates.write_text("\n".join([*others, *more, right]), encoding="utf-8")

    main(["rank", str(queries), str(candidates), "--without-lexicon", "--k", "3"])

    assert right in [line.split("\t")[2] for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["rank", "q.tsv"], "vegerin names rank: CANDIDATES.txt is missing. See vegerin names --help.\n"),
        (["keys"], "vegerin names keys: FORM is missing. See vegerin names --help.\n"),
        ([], "vegerin names: WORD is missing. See vegerin names --help.\n"),
        (["keys", "Xelîl", "--fast"], "vegerin names: --fast is not known. See vegerin names --help.\n"),
        (
            ["rank", "q.tsv", "c.txt", "--k", "0"],
            "vegerin names rank: argument --k: '0' should be a number, 1 or more. "
            "See vegerin names --help.\n",
        ),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_one_sentence(capsys, asked: list[str], said: str) -> None:
    assert main(asked) == 2

    assert capsys.readouterr().err == said
