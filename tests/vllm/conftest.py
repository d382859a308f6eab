"""Real vLLM on SmolLM2, in its own environment: `tox -e vllm`. Elsewhere these tests are skipped."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from loom_fixtures import models, smollm2
from loom_fixtures.models import ModelInfo

ARGS = {"dtype": "float32", "enforce_eager": "true", "kv_cache_space": "2"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [name for name in ("vllm", smollm2.PACKAGE) if find_spec(name) is None]
    skip = pytest.mark.skip(reason=f"needs {', '.join(missing)}: tox -e vllm")
    for item in items:
        if missing and __package__ in item.nodeid.replace("/", "."):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def smollm2_info() -> ModelInfo:
    return models.resolve("smollm2")
