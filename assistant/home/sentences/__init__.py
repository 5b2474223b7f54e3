"""The sentences of home-assistant-intents, with those that this home adds to them.

The additions are `en.yaml` and `zh-CN.yaml` here, in hassil's format plus ``responses``; an addition may also
replace one of the package's answers. `default_intents` is what the grammar is built from.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import home_assistant_intents
import yaml
from hassil import merge_dict

from assistant.errors import ConfigError
from assistant.home.model import language_key

PACKAGE_LANGUAGES = {"en": "en", "zh": "zh-CN"}
"""This project's languages, as home-assistant-intents calls them."""


def package_language(language: str) -> str:
    """``zh`` -> ``zh-CN``; raises `ConfigError` for a language that is not supported."""
    try:
        return PACKAGE_LANGUAGES[language_key(language)]
    except KeyError:
        known = ", ".join(PACKAGE_LANGUAGES.values())
        raise ConfigError(f'There are no sentences in "{language}"', f"Use one of {known}") from None


def sentence_file(language: str) -> Path:
    """The file of the additions, for a grammar that reads files."""
    return Path(__file__).with_name(f"{package_language(language)}.yaml")


def extra_sentences(language: str) -> dict[str, Any]:
    """The additions alone: ``{"language", "intents", "lists", "expansion_rules", "responses"}``."""
    return dict(yaml.safe_load(sentence_file(language).read_text(encoding="utf-8")))


def default_intents(language: str) -> dict[str, Any]:
    """The package's intents with the additions merged in; a fresh dict for ``hassil.Intents.from_dict``.

    Blocks are appended to an intent's ``data``, so that the package's own come first; answers of the same
    key are replaced.
    """
    package: dict[str, Any] | None = home_assistant_intents.get_intents(package_language(language))
    if package is None:  # pragma: no cover - the package is pinned to a version that has both
        raise ConfigError(
            f'home-assistant-intents has no "{language}"', "Install the version this project names"
        )
    merge_dict(package, extra_sentences(language))
    return package
