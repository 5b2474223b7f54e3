"""No test touches the user's own settings, home or history."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.paths import CACHE_VARIABLE, CONFIG_VARIABLE, STATE_VARIABLE


@pytest.fixture(scope="session", autouse=True)
def nobodys_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings, state and cache of tests that name no folders of their own, and of the processes they start."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in (CACHE_VARIABLE, CONFIG_VARIABLE, STATE_VARIABLE):
            patch.setenv(variable, str(tmp_path_factory.mktemp(variable.lower())))
        yield
