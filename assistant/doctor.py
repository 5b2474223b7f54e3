"""What may be wrong with this installation, and what to do about each.

Every check is a function from the settings to findings; none of them stops another.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.audio.devices import choose, list_microphones
from assistant.audio.level import measure
from assistant.audio.microphone import Microphone
from assistant.builder import pronouncer_of, said_of
from assistant.config import FILE_NAME, load_config
from assistant.ears import EarMaker, file_language, phrase_words
from assistant.errors import ConfigError, InglenookError
from assistant.home import load_home
from assistant.paths import bundled_model, config_folder
from assistant.settings import LANGUAGES, Config
from assistant.speech.english import Source as Origin
from assistant.speech.model import AcousticModel

SHORT_PHRASE = 7
"""Wake phrases of fewer phones are heard by mistake often."""


class Health(StrEnum):
    """How a check ended."""

    GOOD = "good"
    NOTICE = "notice"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    subject: str
    health: Health
    message: str
    remedy: str = ""


Check = Callable[[Config], Iterable[Finding]]


def examine(*, listen: bool = True) -> Iterator[Finding]:
    """Run all checks; `listen` opens the microphone for a second. With a broken config the defaults are checked."""
    path = config_folder() / FILE_NAME
    try:
        loaded = load_config(path)
    except ConfigError as error:
        config = Config(folder=path.parent)
        yield Finding("config", Health.BAD, error.message, error.remedy)
    else:
        config = loaded.config
        for warning in loaded.warnings:
            yield Finding("config", Health.BAD, warning)
        if not loaded.warnings:
            yield Finding("config", Health.GOOD, f"{path} is valid")
    checks: list[tuple[str, Check]] = [
        ("files", _files),
        ("model", _model),
        ("sentences", _sentences),
        ("pronunciation", _pronunciations),
        ("wake phrase", _wake),
        ("microphone", _microphone if listen else _microphones),
    ]
    for subject, check in checks:
        try:
            yield from check(config)
        except InglenookError as error:
            yield Finding(subject, Health.BAD, error.message, error.remedy)


def _files(config: Config) -> Iterator[Finding]:
    for what, folder in (("config", config.folder), ("state", config.state)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder):
                pass
        except OSError as error:
            yield Finding(
                "files",
                Health.BAD,
                f"The {what} folder {folder} cannot be written: {error.strerror}",
                "Make it writable, or set INGLENOOK_CONFIG_DIR and INGLENOOK_STATE_DIR to other folders",
            )
        else:
            yield Finding("files", Health.GOOD, f"The {what} folder {folder} can be written")


def _model(config: Config) -> Iterator[Finding]:
    begun = time.perf_counter()
    facts = AcousticModel(config.model_path or bundled_model()).facts
    took = time.perf_counter() - begun
    size = facts.bytes / 1e6
    yield Finding(
        "model",
        Health.GOOD,
        f"{facts.path.name}: {len(facts.phones) - 1} phones, {facts.precision}, {size:.1f} MB, loads in {took:.2f} s",
    )


def _sentences(config: Config) -> Iterator[Finding]:
    facts = AcousticModel(config.model_path or bundled_model()).facts
    maker = EarMaker(facts, pronouncer_of(config))
    home = load_home(config.home_path)
    if config.home_path is not None and not config.home_path.exists():
        yield Finding(
            "sentences",
            Health.NOTICE,
            f"The home file {config.home_path} is not there, so that the packaged house is used",
            "Correct file under [home] in the config, or copy assistant/home/default_home.yaml there",
        )
    for path in config.sentence_paths():
        language = file_language(path)
        if language in LANGUAGES and language not in config.languages:
            yield Finding(
                "sentences",
                Health.NOTICE,
                f"{path} is in {language}, which is not listened to",
                f'Add "{language}" to languages in the config',
            )
    for code in config.languages:
        _, built = maker.language(said_of(config, home, code))
        yield Finding(
            "sentences",
            Health.GOOD,
            f"{code}: {built.sentences} templates, {built.positions} phone positions, built in {built.seconds:.1f} s",
        )
        for warning in built.warnings:
            yield Finding("sentences", Health.NOTICE, f"{code}: {warning}")


def _pronunciations(config: Config) -> Iterator[Finding]:
    """Names of the home that no dictionary knows."""
    pronouncer, home = pronouncer_of(config), load_home(config.home_path)
    guessed: dict[str, str] = {}
    for code in config.languages:
        for entries in home.slot_lists(code).values():
            for entry in entries:
                for word in phrase_words(entry.text_in):
                    if pronouncer.source(word, code) is Origin.GUESSED:
                        guessed[word] = " ".join(pronouncer.pronounce(word, code)[0])
    for word, phones in sorted(guessed.items()):
        yield Finding(
            "pronunciation",
            Health.NOTICE,
            f'"{word}" is in no dictionary; guessed as {phones}',
            f'If it is not understood, add {word} = "sounds like words" to {config.lexicon_path}',
        )
    if not guessed:
        yield Finding("pronunciation", Health.GOOD, "Every name of the home is in a dictionary")


def _wake(config: Config) -> Iterator[Finding]:
    pronouncer = pronouncer_of(config)
    for text in config.listen.wake_phrases:
        words = phrase_words(text)
        phones = sum(len(pronouncer.pronounce(word)[0]) for word in words)
        if phones < SHORT_PHRASE:
            yield Finding(
                "wake phrase",
                Health.NOTICE,
                f'"{text}" has only {phones} phones and will be heard by mistake',
                "Take a longer one, of three syllables or more",
            )
        else:
            yield Finding("wake phrase", Health.GOOD, f'"{text}": {phones} phones')


def _microphones(config: Config) -> Iterator[Finding]:
    found = list_microphones()
    wanted = config.listen.microphone
    chosen = choose(wanted if wanted != "" else None, found)
    yield Finding(
        "microphone",
        Health.GOOD,
        f"{chosen.name}: {chosen.channels} channels, {chosen.default_rate} Hz ({chosen.host_api})",
    )


def _microphone(config: Config) -> Iterator[Finding]:
    yield from _microphones(config)
    wanted = config.listen.microphone
    loudest = -120.0
    with Microphone(wanted if wanted != "" else None, lambda _event: None) as microphone:
        for chunk in microphone:
            loudest = max(loudest, measure(chunk.samples)[0])
            if chunk.start >= 1.0:
                break
    if loudest <= -100.0:
        yield Finding(
            "microphone",
            Health.NOTICE,
            "It delivers only digital silence",
            "Is it muted, or does the system keep sound from this program?",
        )
    else:
        yield Finding("microphone", Health.GOOD, f"It was heard for a second; loudest {loudest:.0f} dB")
