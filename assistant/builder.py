"""From the user's files to everything that can be understood: read, built, and built anew when a file changes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.ears import EarMaker, Ears, Said, file_language
from assistant.events import GrammarBuilt
from assistant.grammar.keeping import Keeper
from assistant.grammar.lists import ListEntry
from assistant.home import Home, load_home, sentence_file
from assistant.paths import cache_folder
from assistant.recognizer import Language
from assistant.settings import LANGUAGES, Config
from assistant.speech.model import ModelFacts
from assistant.speech.pronounce import Pronouncer


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is understood: every language's commands, and what was noticed when they were built."""

    languages: tuple[Language, ...]
    built: tuple[GrammarBuilt, ...]


@dataclass(frozen=True, slots=True)
class House:
    """One state of the user's files, all of it built from the same names."""

    home: Home
    sentences: Sentences
    ears: Ears


class Builder:
    """Builds a `House` for one model, again and again. Not for several threads at once."""

    def __init__(self, config: Config, facts: ModelFacts) -> None:
        self._config = config
        self._maker = EarMaker(facts, pronouncer_of(config), keeper())
        self._seen = self._files()

    def build(self) -> House:
        """Read all files anew.

        Raises InglenookError: ConfigError for the home file, SentenceError for sentences, PronunciationError for the
        lexicon and for names that nobody can say.
        """
        config = self._config
        home = load_home(config.home_path)
        self._maker.use_pronouncer(pronouncer_of(config))
        made = [self._maker.language(said_of(config, home, language)) for language in config.languages]
        sentences = Sentences(tuple(language for language, _ in made), tuple(built for _, built in made))
        ears = Ears(
            self._maker.recognizer(sentences.languages),
            self._maker.answers(config.languages),
            self._maker.spotter(config.listen.wake_phrases, languages=config.languages),
        )
        return House(home, sentences, ears)

    def changed(self) -> bool:
        """Whether any file has changed, come or gone since this was asked last."""
        before, self._seen = self._seen, self._files()
        return before != self._seen

    def _files(self) -> tuple[tuple[Path, int, int], ...]:
        """Everything the user may edit that is there: when it was changed, and its length."""
        config = self._config
        found = []
        for path in (*config.sentence_paths(), config.lexicon_path, config.home_path):
            with suppress(OSError):  # gone is gone; what cannot be read is told when it is read
                if path is not None:
                    facts = path.stat()
                    found.append((path, facts.st_mtime_ns, facts.st_size))
        return tuple(found)


def keeper() -> Keeper:
    """Where this user's grammars are kept from one start to the next."""
    return Keeper(cache_folder() / "grammars")


def pronouncer_of(config: Config) -> Pronouncer:
    """How words are said, with the user's lexicon where there is one; raises PronunciationError for a fault in it."""
    path = config.lexicon_path
    return Pronouncer(path if path.exists() else None)


def said_of(config: Config, home: Home, language: str) -> Said:
    """What can be said to `home` in one language: the package's sentences, ours, the user's, and the home's names."""
    others = {*LANGUAGES} - {language}  # a file in no language we know is a fault to be told
    own = tuple(path for path in config.sentence_paths() if file_language(path) not in others)
    lists = {
        name: [ListEntry(entry.text_in, entry.value_out, entry.context) for entry in entries]
        for name, entries in home.slot_lists(language).items()
    }
    return Said(language, own, shipped=(sentence_file(language),), lists=lists, context=home.intent_context())
