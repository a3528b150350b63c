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
