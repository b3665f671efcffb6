"""Imports run one way, the core does not print, and importing onrecord is cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord

ROOT = Path(onrecord.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
MAY_IMPORT = {
    "errors": set(),
    "records": {"errors"},
    "documents": {"errors", "records"},
    "extraction": {"errors", "records"},
    "resolution": {"errors", "records"},
    "export": {"errors", "records"},
    "ledger": {"errors", "records"},
    "pipeline": {"errors", "records", "documents", "extraction", "resolution"},
    "filing": {"errors", "records", "documents", "pipeline", "ledger"},
    "cli": {"errors", "records", "documents", "pipeline", "export", "ledger", "filing"},
}
"""Each room, and the rooms it may look into besides itself; `__init__` and `__main__` are the front door."""


def room(path):
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        yield from (name.split(".")[1] for name in names if name.startswith("onrecord."))


@pytest.mark.parametrize(
    "path", [path for path in MODULES if "__" not in room(path)], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_module_imports_only_what_stands_before_it(path):
    assert set(imported(path)) - {room(path)} <= MAY_IMPORT[room(path)]


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room(path) != "cli"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_the_core_never_prints(path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]

    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]


def test_importing_onrecord_loads_nothing_heavy():
    heavy = (
        "{'numpy', 'onnxruntime', 'tokenizers', 'rich', 'resiliparse', 'lxml', 'trafilatura', 'httpx2', 'feedparser', "
        "'sqlalchemy', 'alembic'}"
    )
    script = f"import sys, onrecord; print(sorted({heavy} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_public_names_are_sorted_and_there():
    assert sorted(onrecord.__all__) == onrecord.__all__
    assert all(hasattr(onrecord, name) for name in onrecord.__all__)
