"""`vegerin exercise` prints populations and lists that other programs can read."""

from __future__ import annotations

from vegerin.config.cli import main


def test_a_population_is_printed_with_a_line_for_each_code(capsys):
    status = main(["exercise", "population", "--size", "40"])

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert lines[0] == "code,sex,age_when_taken,taken_on,returned_on,identified_on,handed_over_on"
    assert [line.split(",")[0] for line in lines[1:3]] == ["N000001", "N000002"]
    assert len(lines) == 41


def test_a_list_is_printed_in_the_style_asked_for_and_without_the_truth(capsys):
    main(["exercise", "list", "--rows", "3", "--style", "helpers"])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("record_id,given,father,grandfather")
    assert len(lines) == 4
