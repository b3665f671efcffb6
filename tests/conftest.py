"""Shared fixtures: the tokenizer alone is cheap; the model is loaded once, by tests marked `model`."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from onrecord.extraction.artifact import packaged
from onrecord.pipeline import Reader


@pytest.fixture(scope="session")
def tokenizer():
    return Tokenizer.from_file(str(packaged() / "tokenizer.json"))


@pytest.fixture(scope="session")
def reader():
    return Reader()
