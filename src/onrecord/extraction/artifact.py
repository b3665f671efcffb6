"""The model's files: found beside the code, and trusted only byte for byte."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from onrecord.errors import ArtifactError

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A verified model: its files' bytes by name, its settings, and the hash that names it."""

    files: dict[str, bytes]
    settings: dict[str, Any]
    sha256: str


def packaged() -> Path:
    """The folder of the model that ships in the package."""
    return Path(str(resources.files("onrecord.extraction") / "weights"))


def load(folder: Path) -> Artifact:
    """Read the model in *folder* and check each file against the manifest.

    Raises:
        ArtifactError: a file is missing, or its SHA-256 is not the manifest's.
    """
    listed = _json(folder / MANIFEST, _bytes(folder / MANIFEST))
    files: dict[str, bytes] = {}
    for name, expected in sorted(listed.items()):
        content = _bytes(folder / name)
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            raise ArtifactError(
                f"{folder / name}: found SHA-256 {found[:12]}…, expected {str(expected)[:12]}…; "
                "the file was changed or damaged, so reinstall onrecord"
            )
        files[name] = content
    if "model.json" not in files:
        raise ArtifactError(f"{folder / MANIFEST}: lists no model.json; reinstall onrecord")
    digest = hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
    return Artifact(files, _json(folder / "model.json", files["model.json"]), digest)


def write_manifest(folder: Path, names: list[str]) -> None:
    """List the SHA-256 of the files *names* in *folder*, as `load` expects it."""
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(names)}
    (folder / MANIFEST).write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArtifactError(
            f"{path}: the model's file cannot be read ({error.strerror}); reinstall onrecord"
        ) from error


def _json(path: Path, content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except ValueError as error:
        raise ArtifactError(f"{path}: found no JSON, expected the model's settings; reinstall onrecord") from error
    if not isinstance(value, dict):
        raise ArtifactError(f"{path}: found a JSON {type(value).__name__}, expected an object; reinstall onrecord")
    return value
