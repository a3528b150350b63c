"""What the command says beside the numbers of a grave."""

import json
from pathlib import Path

import pytest

from vegerin.engines.kinship.command import main

CASE = next(
    path
    for path in sorted((Path(__file__).parent / "reference").glob("*.json"))
    if json.loads(path.read_text("utf-8")).get("kind") == "dvi_pairwise"
)


@pytest.mark.parametrize(("theta", "codes"), [(0, []), (0.01, ["theta.not-used"])])
def test_theta_asked_for_in_a_grave_is_said_to_be_left_out(tmp_path, capsys, theta, codes):
    case = json.loads(CASE.read_text("utf-8")) | {"theta": theta}
    (tmp_path / "case.json").write_text(json.dumps(case), "utf-8")

    status = main([str(tmp_path / "case.json")])

    warnings = json.loads(capsys.readouterr().out)["warnings"]
    assert status == 0
    assert [warning["code"] for warning in warnings if warning["code"].startswith("theta")] == codes
