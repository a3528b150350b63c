"""A list that comes later: only its pairs are compared, and the files are those of a run over all lists."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from vegerin.engines.linkage.link_command import main
from vegerin.engines.linkage.populations import population
from vegerin.engines.linkage.rows import COLUMNS
from vegerin.engines.linkage.state import changed

FILES = ("pairs.csv", "clusters.csv", "families.csv", "review.csv")
NEW = 60


@pytest.fixture(scope="module")
def lists(tmp_path_factory) -> Path:
    """Three lists of some 400 invented people, the first rows of the third as a list of their own."""
    folder = tmp_path_factory.mktemp("lists")
    rows: dict[str, list[dict[str, str]]] = {}
    for row in population(people=400, seed=8).rows:
        rows.setdefault(row.list, []).append(row.said)
    rows["later"], rows["camps"] = rows["camps"][:NEW], rows["camps"][NEW:]
    for name, said in rows.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(said)
    assert main([*named(folder, "office", "aid", "camps"), "--out", str(folder / "first")]) == 0
    return folder


def named(folder: Path, *lists: str) -> list[str]:
    return [str(folder / f"{name}.csv") for name in lists]


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_an_added_list_gives_the_bytes_of_a_full_run_with_the_same_state(lists, tmp_path):
    first = str(lists / "first")
    assert main(["--add", *named(lists, "later"), "--state", first, "--out", str(tmp_path / "added")]) == 0
    every = named(lists, "office", "aid", "camps", "later")
    assert main([*every, "--state", first, "--out", str(tmp_path / "full")]) == 0

    for file in FILES:
        assert (tmp_path / "added" / file).read_bytes() == (tmp_path / "full" / file).read_bytes()
    added, full = (
        json.loads((tmp_path / run / "report.json").read_text("utf-8")) for run in ("added", "full")
    )
    assert {**added, "timings": 0} == {**full, "timings": 0}
    assert added["records"] == len(read(tmp_path / "full" / "clusters.csv"))


def test_two_lists_added_after_one_another_give_the_bytes_of_a_full_run(lists, tmp_path):
    rows = (lists / "later.csv").read_text("utf-8").splitlines(keepends=True)
    for name, some in (("earlier", rows[1:25]), ("latest", rows[25:])):
        (tmp_path / f"{name}.csv").write_text("".join([rows[0], *some]), "utf-8")
    state = tmp_path / "state"
    shutil.copytree(lists / "first", state)

    for name in ("earlier", "latest"):
        main(["--add", *named(tmp_path, name), "--state", str(state)])
    every = [*named(lists, "office", "aid", "camps"), *named(tmp_path, "earlier", "latest")]
    main([*every, "--state", str(lists / "first"), "--out", str(tmp_path / "full")])

    for file in FILES:
        assert (state / file).read_bytes() == (tmp_path / "full" / file).read_bytes()


@pytest.mark.parametrize("new", ["later", "office"])
def test_beside_a_list_that_repeats_people_an_added_list_gives_the_bytes_of_a_full_run(lists, tmp_path, new):
    (header, *aid), (_, *camps) = (
        (lists / f"{name}.csv").read_text("utf-8").splitlines(keepends=True) for name in ("aid", "camps")
    )
    log = [header, *(f"a{row}" for row in aid), *(f"c{row}" for row in camps)]
    (tmp_path / "log.csv").write_text("".join(log), "utf-8")
    names = named(tmp_path, "log")
    first, added, full = (str(tmp_path / run) for run in ("first", "added", "full"))
    twice = ["--same-list-repeats", "log"]

    main([*names, *twice, "--out", first])
    main(["--add", *named(lists, new), "--state", first, "--out", added])
    main([*names, *named(lists, new), *twice, "--state", first, "--out", full])

    for file in FILES:
        assert (tmp_path / "added" / file).read_bytes() == (tmp_path / "full" / file).read_bytes()


def test_an_added_list_is_a_part_of_its_own_and_rewrites_no_other(lists, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(lists / "first", run)
    kept = ("background.json", "model.json", "part-1.json", "part-1.npz", "part-1-key-0.npy")
    before = [(run / "state" / name).read_bytes() for name in kept]

    main(["--add", *named(lists, "later"), "--state", str(run)])

    assert [(run / "state" / name).read_bytes() for name in kept] == before
    assert len(json.loads((run / "state" / "part-2.json").read_text("utf-8"))["ids"]) == NEW


def test_a_run_into_the_earlier_folder_leaves_the_state_that_came_out_of_it(lists, tmp_path):
    first, added = tmp_path / "first", tmp_path / "added"
    shutil.copytree(lists / "first", first)
    main(["--add", *named(lists, "later"), "--state", str(first), "--out", str(added)])
    before = {file.name: file.read_bytes() for file in (added / "state").iterdir()}

    main([*named(lists, "office", "later"), "--out", str(first)])

    assert {file.name: file.read_bytes() for file in (added / "state").iterdir()} == before


def test_pairs_that_were_changed_by_hand_are_written_anew(lists, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(lists / "first", run)
    (run / "pairs.csv").write_text("mine,now\n", "utf-8")

    main(["--add", *named(lists, "later"), "--state", str(run)])
    main(["--add", *named(lists, "later"), "--state", str(lists / "first"), "--out", str(tmp_path / "added")])

    assert (run / "pairs.csv").read_bytes() == (tmp_path / "added" / "pairs.csv").read_bytes()


def test_a_state_of_an_earlier_version_is_refused_in_one_sentence(lists, tmp_path, capsys):
    run = tmp_path / "run"
    shutil.copytree(lists / "first", run)
    (run / "state" / "steps.json").unlink()

    assert main(["--add", *named(lists, "later"), "--state", str(run)]) == 2
    assert (
        "its state is of an earlier version. Link its lists again without --add." in capsys.readouterr().err
    )


def test_a_person_keeps_her_id_and_the_history_tells_every_other_one(lists, tmp_path):
    main(["--add", *named(lists, "later"), "--state", str(lists / "first"), "--out", str(tmp_path / "added")])

    before, after = (
        {(row["list"], row["record_id"]): row["person_id"] for row in read(folder / "clusters.csv")}
        for folder in (lists / "first", tmp_path / "added")
    )
    told = {row["person_id"] for row in read(tmp_path / "added" / "state" / "history.csv")}
    moved = {person for record, person in before.items() if after[record] != person}
    assert moved <= told
    assert len(moved) < len(set(before.values())) / 20


def test_a_merge_and_a_split_are_told_with_the_other_id():
    before = {("a", "1"): "a:1", ("b", "1"): "b:1", ("b", "2"): "b:1"}

    merged = changed(before, {("a", "1"): "a:1", ("b", "1"): "a:1", ("b", "2"): "a:1"})
    split = changed(before, {("a", "1"): "a:1", ("b", "1"): "b:1", ("b", "2"): "b:2"})

    assert list(merged) == [("b:1", "merged into", "a:1")]
    assert list(split) == [("b:1", "split off as", "b:2")]


def test_retraining_counts_the_new_list_too(lists, tmp_path):
    arguments = ["--add", *named(lists, "later"), "--state", str(lists / "first")]

    assert main([*arguments, "--retrain", "--out", str(tmp_path / "again")]) == 0

    background = json.loads((tmp_path / "again" / "state" / "background.json").read_text("utf-8"))
    assert background["records"] == len(read(tmp_path / "again" / "clusters.csv"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--add", "NEW", "--out", "x"], "--add needs --state DIR"),
        (["--add", "NEW", "--state", "EMPTY"], "holds no state of an earlier run"),
        (["--add", "OLD", "--state", "FIRST", "--out", "x"], "camps: in the state already"),
    ],
)
def test_what_cannot_be_added_is_refused_in_one_sentence(lists, tmp_path, capsys, arguments, said):
    places = {
        "NEW": str(lists / "later.csv"), "OLD": str(lists / "camps.csv"),
        "EMPTY": str(tmp_path), "FIRST": str(lists / "first"),
    }  # fmt: skip

    assert main([places.get(word, word) for word in arguments]) == 2
    assert said in capsys.readouterr().err


OFFICE = """record_id,full_name,sex,birth_year,village
1,خليل مراد قاسم,M,1980,كوجو
2,نادية خليل مراد,F,2001,كوجو
"""
AID = """record_id,given,father,grandfather,sex,age,age_on,village
a,Khalil,Murad,Qasim,M,34,2014-08-03,Kocho
b,Nadia,Khalil,Murad,F,13,2014-08-03,Kocho
"""
CAMPS = "record_id,full_name,sex,age,age_on,village\nx,Nadia Xelîl Mirad,F,13,2014-08-03,Koço\n"


@pytest.mark.parametrize("again", [[], ["--retrain"]])
def test_two_who_were_judged_two_are_not_joined_by_a_list_that_comes_later(tmp_path, again):
    """What people said of a pair binds every later list, whichever way it comes in."""
    for name, text in (("office", OFFICE), ("aid", AID), ("camps", CAMPS)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    labels = tmp_path / "labels.csv"
    labels.write_text("list_a,record_a,list_b,record_b,same\noffice,2,aid,b,0\noffice,1,aid,a,1\n", "utf-8")
    state, added = str(tmp_path / "state"), tmp_path / "added"

    assert main([*named(tmp_path, "office", "aid"), "--labels", str(labels), "--out", state]) == 0
    arguments = ["--add", *named(tmp_path, "camps"), "--state", state, "--out", str(added), *again]
    assert main(arguments) == 0

    person = {(row["list"], row["record_id"]): row["person_id"] for row in read(added / "clusters.csv")}
    assert person["office", "2"] != person["aid", "b"]
    assert person["office", "1"] == person["aid", "a"]
    assert person["camps", "x"] in {person["office", "2"], person["aid", "b"]}
    asked = [{row["record_a"], row["record_b"]} for row in read(added / "review.csv")]
    assert {"2", "b"} not in asked, "what was answered is not asked again"


def test_what_people_taught_weighs_an_added_list_as_it_weighs_a_full_run(lists, tmp_path):
    pairs = [row for row in read(lists / "first" / "pairs.csv") if row["decision"] != "review"][:120]
    ends = ("list_a", "record_a", "list_b", "record_b")
    said = [",".join([*(row[end] for end in ends), str(int(row["decision"] == "link"))]) for row in pairs]
    (tmp_path / "labels.csv").write_text("\n".join([",".join((*ends, "same")), *said, ""]), "utf-8")
    every = named(lists, "office", "aid", "camps")
    taught = str(tmp_path / "taught")

    assert main([*every, "--labels", str(tmp_path / "labels.csv"), "--out", taught]) == 0
    later = named(lists, "later")
    assert main(["--add", *later, "--state", taught, "--out", str(tmp_path / "added")]) == 0
    assert main([*every, *later, "--state", taught, "--out", str(tmp_path / "full")]) == 0

    for file in FILES:
        assert (tmp_path / "added" / file).read_bytes() == (tmp_path / "full" / file).read_bytes()
    weighed = {
        tuple(row[end] for end in ends): float(row["p_same"])
        for row in read(tmp_path / "added" / "pairs.csv")
    }
    assert {weighed[tuple(row[end] for end in ends)] for row in pairs} <= {0.0, 1.0}
