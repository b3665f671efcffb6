"""A model is loaded only if it is, byte for byte, the one that was shipped."""

from __future__ import annotations

import pytest

from onrecord.errors import ArtifactError
from onrecord.extraction.artifact import load, write_manifest


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "model.json").write_text('{"window": 380}')
    (tmp_path / "encoder.onnx").write_bytes(bytes(range(256)))
    write_manifest(tmp_path, ["model.json", "encoder.onnx"])
    return tmp_path


def test_the_files_that_the_manifest_names_are_loaded(folder):
    model = load(folder)

    assert model.settings == {"window": 380}
    assert model.files["encoder.onnx"] == bytes(range(256))
    assert len(model.sha256) == 64


@pytest.mark.parametrize("name", ["model.json", "encoder.onnx", "manifest.json"])
def test_a_single_wrong_byte_refuses_to_load_in_one_sentence(folder, name):
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)

    with pytest.raises(ArtifactError, match="reinstall onrecord") as error:
        load(folder)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_named(folder):
    (folder / "encoder.onnx").unlink()

    with pytest.raises(ArtifactError, match=r"encoder\.onnx: the model's file cannot be read"):
        load(folder)
