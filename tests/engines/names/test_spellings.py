"""The spelling model against closed forms and a slow twin."""

import math
from functools import cache

import numpy as np
import pytest

from vegerin.engines.names import chances, model, spellings
from vegerin.engines.names.spellings import Sources, Targets
from vegerin.engines.names.training import Pair, expected_counts, train


def slow_chance(source: str, target: str, emission: spellings.Emission) -> float:
    """P(target | source) by walking every way of cutting the target into one chunk a letter."""
    rows = emission.rows(source)

    @cache
    def rest(at: int, written: int) -> float:
        if at == len(rows):
            return float(written == len(target))
        total = 0.0
        for width in range(min(emission.longest, len(target) - written) + 1):
            column = emission.chunks.get(target[written : written + width], width)
            total += float(emission.table[rows[at], column]) * rest(at + 1, written + width)
        return total

    return rest(0, 0)


@pytest.fixture(scope="module")
def shipped() -> model.Model:
    return model.shipped()


PAIRS = [
    ("خليل", "xelîl"),
    ("خليل", "khaleel"),
    ("شمو", "schamo"),
    ("ا", "a"),
    ("عبدالله", "evdila"),
    ("خ", "zzz"),
]


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_all_alignments_are_summed_as_the_slow_twin_does(shipped, source, target):
    emission = shipped.emissions["A>L"]

    expected = math.log(max(slow_chance(source, target, emission), 1e-37))

    assert spellings.log_of_pair(source, target, emission) == pytest.approx(expected, abs=1e-3)
    many = spellings.log_given_source(source, Targets.of([target, "x"], emission), emission)
    assert many[0] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_many_sources_at_once_agree_with_one(shipped, source, target):
    emission = shipped.emissions["L>A"]

    at_once = spellings.log_of_target(source, Sources.of([target, "mirad"], emission), emission)

    assert at_once[0] == pytest.approx(spellings.log_of_pair(target, source, emission), abs=1e-3)


def test_with_one_way_to_align_the_counts_are_the_letters():
    pairs = [Pair("ab", "xy")] * 30 + [Pair("ab", "xz")] * 10
    emission = train(pairs, longest=1)

    counts = expected_counts(pairs, emission)

    # With chunks of at most one letter, a must write x, and b must write y three times in four.
    of_b = {chunk: counts[:, emission.chunks[chunk]].sum() for chunk in "xyz"}
    assert of_b == pytest.approx({"x": 40, "y": 30, "z": 10}, abs=1e-6)
    assert emission.table[emission.contexts[" b "], emission.chunks["y"]] == pytest.approx(0.75, abs=0.02)


def test_each_round_makes_the_pairs_likelier():
    pairs = [Pair("خليل", "xelil"), Pair("خلف", "xelef"), Pair("مراد", "mirad"), Pair("ليلى", "leyla")] * 10
    trained = train(pairs, longest=3)

    fitted = sum(spellings.log_of_pair(pair.source, pair.target, trained) for pair in pairs)
    crossed = sum(spellings.log_of_pair("خليل", pair.target, trained) for pair in pairs)

    assert fitted > crossed + 100


def test_chances_of_letters_sum_to_one():
    learnt = chances.learn(["xelîl", "mirad", "nadia"])

    assert np.exp(learnt.log_chance).sum(axis=2) == pytest.approx(
        np.ones(learnt.log_chance.shape[:2]), abs=1e-3
    )


def test_a_model_written_and_read_says_the_same(shipped):
    again = model.read(model.written(shipped))

    assert again.llr("خليل", "Xelîl") == pytest.approx(shipped.llr("خليل", "Xelîl"), abs=0.01)
    assert model.written(again) == model.written(again)


def test_comparing_at_once_and_one_by_one_agree(shipped):
    others = ["Xelîl", "Khaleel", "خەلیل", "Mirad", "Ж", "Abdulrahman", ""]

    at_once = shipped.prepared(others).llrs("خليل")

    assert at_once == pytest.approx([shipped.llr("خليل", other) for other in others], abs=0.01)


def test_the_model_says_what_it_was_trained_on(shipped):
    assert '"groups"' in shipped.provenance
    assert '"seed": 19481210' in shipped.provenance
