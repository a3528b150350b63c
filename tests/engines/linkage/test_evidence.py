"""What a pair of records says: kin in remarks, names run together, places with two names, boosted trees."""

import json
from dataclasses import replace

import numpy as np
import pytest

from vegerin.engines.linkage.background import Background
from vegerin.engines.linkage.blocking import candidate_pairs, key_table, place_table, too_common
from vegerin.engines.linkage.clusters import Earlier, clusters
from vegerin.engines.linkage.families import families_of
from vegerin.engines.linkage.filling import filled
from vegerin.engines.linkage.groups import pairs_inside
from vegerin.engines.linkage.joined_words import parted
from vegerin.engines.linkage.kin_words import Kin, kin_said
from vegerin.engines.linkage.model import as_json, from_json, shipped
from vegerin.engines.linkage.places import learn_places, linked_names, place_llr
from vegerin.engines.linkage.populations import population
from vegerin.engines.linkage.records import Records, columns_of
from vegerin.engines.linkage.relatives import Relatives
from vegerin.engines.linkage.rows import Row
from vegerin.engines.linkage.trees import grow


def records(*said: dict[str, str]) -> Records:
    return columns_of(
        [Row(row["list"], at, {"record_id": str(at), **row}) for at, row in enumerate(said, start=2)]
    )


@pytest.mark.parametrize(
    ("remark", "kin"),
    [
        ("diya wî Nadiya", Kin("mother", "Nadiya")),
        ("والدته ليلى", Kin("mother", "ليلى")),
        ("xwişk/birayê Mirad", Kin("sibling", "Mirad")),
        ("Frau von Chalil", Kin("spouse", "Chalil")),
        ("Um Ahmed", Kin("child", "Ahmed")),
        ("seen in Tal Afar", None),
        ("العائلة في المخيم", None),
    ],
)
def test_a_remark_names_a_relative(remark, kin):
    assert kin_said(remark) == kin


def test_a_name_run_together_is_parted_only_where_both_halves_are_names_of_the_list():
    seen = {"حسين": 9, "الياس": 8, "نايف": 5}

    assert parted("حسينالياس نايف", seen) == "حسين الياس نايف"
    assert parted("شرفالدين نايف", seen) == "شرفالدين نايف"


def test_titles_in_columns_are_left_out_of_what_is_compared():
    made = records({"list": "a", "given": "Samy", "father": "Pir Kemal"})

    assert made.spellings.forms == ["Samy", "Kemal"]


def test_a_mother_named_on_one_list_is_found_among_the_women_of_the_household_on_the_other():
    made = records(
        {"list": "aid", "given": "Zine", "mother": "Zeyneb"},
        {"list": "office", "full_name": "زينه دينو", "sex": "F", "household": "1"},
        {"list": "office", "full_name": "زينب خلف", "sex": "F", "household": "1"},
        {"list": "office", "full_name": "زينه علي", "sex": "F", "household": "2"},
        {"list": "office", "full_name": "مراد علي", "sex": "M", "household": "2"},
    )
    relatives = Relatives(made, families_of(made, shipped().kin))

    assert relatives.mother_at_home(np.array([0, 0]), np.array([1, 3])).tolist() == [1, 0]


def test_children_of_one_father_and_mother_are_a_family_with_their_parents():
    made = records(
        {"list": "aid", "given": "Taus", "father": "Ishaq", "sex": "M", "village": "Gir Uzer"},
        {"list": "aid", "given": "Lelya", "father": "Hesen", "sex": "F", "village": "Gir Uzer"},
        {"list": "aid", "given": "Base", "father": "Taus", "grandfather": "Ishaq", "mother": "Lelya",
         "village": "Gir Uzer"},
        {"list": "aid", "given": "Shirin", "father": "Taws", "mother": "Lelya", "village": "Gir Uzer"},
        {"list": "aid", "given": "Azad", "father": "Kamil", "grandfather": "Murad", "mother": "Gule",
         "village": "Gir Uzer"},
    )  # fmt: skip

    assert families_of(made, shipped().kin).tolist() == [0, 0, 0, 0, 4]


def test_rows_asked_on_one_day_side_by_side_are_a_family_where_the_list_keeps_families_together():
    # Arrange: forty families of four; the last child names no father and no village.
    fathers = [f"{one}a{two}i{three}" for one in "BDMN" for two in "RSTLZ" for three in "mn"]
    days = [f"2015-{month:02d}-{day:02d}" for month in (1, 2) for day in range(1, 21)]
    rows = [
        {
            "list": "aid",
            "given": given,
            "father": father if village else "",
            "village": village,
            "age_on": day,
        }
        for father, day in zip(fathers, days, strict=True)
        for given, village in (("Azad", "Sinjar"), ("Shirin", "Sinjar"), ("Layla", "Sinjar"), ("Zin", ""))
    ]

    # Act
    made = records(*rows)
    families = families_of(made, shipped().kin)

    # Assert
    assert families.tolist() == [4 * (at // 4) for at in range(160)]
    assert (filled(made, families).village == made.village[0]).all()


def test_of_a_list_in_any_order_whose_households_are_hidden_most_rows_put_together_are_of_one():
    made = population(people=1500, seed=53, crowded=True)
    rows = columns_of(made.rows)
    camps = np.flatnonzero(rows.of_list == rows.lists.index("camps"))
    hidden = replace(rows, household=np.full(len(rows), -1, np.int32))

    families = families_of(hidden, shipped().kin)

    one, other = pairs_inside(
        np.where(rows.of_list == rows.of_list[camps[0]], families, -1 - np.arange(len(rows)))
    )
    household = np.array(made.household)
    assert len(one) > 150
    assert (household[one] == household[other]).mean() > 0.8


def test_a_model_made_before_there_were_trees_for_kin_is_read_with_the_shipped_ones():
    written = json.loads(as_json(shipped()))
    del written["kin"]

    model = from_json(json.dumps(written))

    assert as_json(model) == as_json(shipped())


def test_sure_pairs_teach_that_two_names_are_one_village():
    office = [{"list": "office", "given": "x", "village": "القحطانية"}] * 30
    aid = [{"list": "aid", "given": "x", "village": "Til Ezer"}] * 30
    others = [{"list": "aid", "given": "x", "village": "Hardan"}] * 30
    made = records(*office, *aid, *others)
    one, other = np.arange(30), np.arange(30, 60)

    learnt = Background(villages=learn_places(made, one, other, np.ones(30)), records=len(made))

    pair = np.array([0, 0]), np.array([30, 60])
    assert place_llr(made, Background(records=len(made)), *pair)[0] < 0
    taught = place_llr(made, learnt, *pair)
    assert taught[0] > 0.5 > -2 > taught[1]


def test_two_names_of_one_village_bring_two_records_together():
    office = [{"list": "office", "given": f"x{at}", "village": "القحطانية"} for at in range(30)]
    aid = [{"list": "aid", "given": f"y{at}", "village": "Til Ezer"} for at in range(30)]
    far = [{"list": "far", "given": f"z{at}", "village": "Hardan"} for at in range(300)]
    sought = {"given": "Nadia", "father": "Khalil"}
    made = records(
        *office, *aid, *far,
        {"list": "office", **sought, "village": "القحطانية"},
        {"list": "aid", **sought, "village": "Til Ezer"},
        {"list": "far", **sought, "village": "Hardan"},
    )  # fmt: skip
    taught = learn_places(made, np.arange(30), np.arange(30, 60), np.ones(30))
    learnt = Background(villages=taught, records=len(made))

    places = place_table(made, linked_names(made, learnt))
    one, other = candidate_pairs(made, places, too_common(places))

    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(360, 361)]


def test_clusters_judged_anew_only_where_a_pair_came_in_are_those_of_all_pairs():
    rng = np.random.default_rng(5)
    made = records(*({"list": f"list-{at % 4}", "given": "Nadia"} for at in range(400)))
    one = rng.integers(0, 399, 500)
    other = np.minimum(one + rng.integers(1, 12, 500), 399)
    apart = made.of_list[one] != made.of_list[other]
    one, other, p = one[apart], other[apart], rng.random(500)[apart]
    old = len(one) - 40

    first = clusters(made, one[:old], other[:old], p[:old])
    after = clusters(made, one, other, p, earlier=Earlier(*first, old))

    assert after == clusters(made, one, other, p)


def test_a_pair_is_never_a_candidate_by_its_given_name_alone():
    made = records({"list": "a", "given": "Nadia"}, {"list": "b", "given": "Nadia"})
    table = key_table(made)

    assert len(candidate_pairs(made, table, too_common(table))[0]) == 0


def test_trees_learn_that_two_things_count_only_together():
    rng = np.random.default_rng(4)
    values = rng.integers(0, 2, (4000, 2)).astype(np.float32)
    right = (values[:, 0] * values[:, 1] > 0).astype(float)

    forest = grow(values, right, np.ones(len(right)), rounds=60, depth=2, rng=rng)

    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    assert (forest.log_odds(corners) > 0).tolist() == [False, False, False, True]


def test_a_row_has_the_same_number_whatever_rows_stand_beside_it():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(3000, 4)).astype(np.float32)
    forest = grow(values, (values[:, 0] > 0).astype(float), np.ones(3000), rounds=20, depth=3, rng=rng)

    assert (forest.log_odds(values)[70:90] == forest.log_odds(values[70:90])).all()
