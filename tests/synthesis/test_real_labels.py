"""Real labels: Evidence Inference, read by ``bench/evidence_inference.py``; only where it lies."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LABELS = ROOT.parent / "shared" / "data" / "evidence-inference"


@pytest.mark.shared
def test_the_largest_outcome_of_real_labels_has_a_careful_synthesis(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sys.path.append(str(ROOT / "bench"))
    importlib.import_module("evidence_inference").main(str(LABELS))
    said = " ".join(capsys.readouterr().out.split())
    assert "912 papers added, 0 refused" in said
    assert "adverse events: 1 of 1 directional study (1 of 7 eligible) reports a positive" in said
    assert "7 studies vote by 7 claims: 1 positive, 0 negative, 0 mixed, 6 null." in said
    assert "1 directional study is too few to test (at least 6 are needed)." in said
