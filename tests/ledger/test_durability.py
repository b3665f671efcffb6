"""The short form of `benchmarks/durability`: 20 kills while 200 articles are added, on both stores."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "durability" / "kill.py"


def test_kill_9_at_random_moments_loses_nothing_and_files_nothing_twice(location, tmp_path, request):
    whole = str(tmp_path / "whole.db")
    if location.startswith("postgresql"):
        whole = request.getfixturevalue("new_database")()
    command = [sys.executable, SCRIPT, "--articles=200", "--statements=2", "--kills=20", "--at", location, whole]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)

    assert result.returncode == 0, result.stdout + result.stderr
    assert " 20 kills, " in result.stdout
    assert "nothing wrong" in result.stdout
