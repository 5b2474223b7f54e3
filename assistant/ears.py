"""Makes everything the listener needs out of sentences, names, pronunciations and a model: the `Ears`.

One `EarMaker` lives as long as the assistant; asked again after names or sentences changed, it builds anew only what
depends on them. What an earlier start has built is read where it is kept (`assistant.grammar.keeping`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml

from assistant.answers import answer_file
from assistant.errors import GrammarError, ModelError, PronunciationError
from assistant.events import GrammarBuilt
from assistant.grammar.acceptor import Words
from assistant.grammar.compiler import SentenceCompiler, Understood
from assistant.grammar.confidence import Calibration
from assistant.grammar.decoder import Decoder, DecoderOptions
from assistant.grammar.keeping import Keeper
from assistant.grammar.lists import ListEntry
from assistant.grammar.network import Network, Speller, build_network
from assistant.grammar.scoring import Scoring
from assistant.grammar.sentences import fingerprint
from assistant.grammar.spoken import Speech
from assistant.grammar.spotter import Phrase, Spotter, SpotterOptions, phrase
from assistant.recognizer import Language, Recognizer
from assistant.speech.model import ModelFacts
from assistant.speech.phones import language_of
from assistant.speech.pronounce import Pronouncer
from assistant.speech.second_look import second_look_of
from assistant.wake import Wake

SPOKEN_PENALTY = 2.5
"""Taken off the phones of a language that is spoken here, but not by the wake phrases: a name that nobody reads out is
easily taken for the other language's. At 4, as where it is not spoken, English phrases turn up in Mandarin twice an
hour, at 2.5 once in twelve hours (`models/recipes/measure_languages.py`)."""

THRESHOLDS, CANDIDATES = "wake_thresholds", "wake_candidates"
"""Metadata: how sure a wake phrase must be, by how unlikely it is; and how sure to be looked at again."""


@dataclass(frozen=True, slots=True)
class Ears:
    """Everything that is made of sentences and phrases; replaced as a whole when they change."""

    commands: Recognizer
    answers: Recognizer
    wake: Wake | None
    """None where no wake phrase is asked for."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A language's grammar as it is kept."""

    understood: Understood
    network: Network


@dataclass(frozen=True, slots=True)
class Said:
    """What one language's commands are made of."""

    language: str
    """``en`` or ``zh``."""
    files: tuple[Path, ...] = ()
    """The user's sentence files, preferred over all others."""
    packaged: bool = True
    """Whether the sentences of home-assistant-intents are among them."""
    shipped: tuple[Path, ...] = ()
    """Files of ours that add to these."""
    lists: Mapping[str, Sequence[ListEntry]] | None = None
    list_files: tuple[Path, ...] = ()
    context: Mapping[str, str] | None = None


class EarMaker:
    """Builds grammars, decoders and spotters for one model. Not for several threads at once."""

    def __init__(self, facts: ModelFacts, pronouncer: Pronouncer, keeper: Keeper | None = None) -> None:
        self._facts = facts
        self._pronouncer = pronouncer
        self._keeper = keeper
        self._scoring = scoring_of(facts)
        self._calibration = calibration_of(facts)
        self._second_look = second_look_of(facts)
        self._compilers: dict[str, SentenceCompiler] = {}

    @property
    def facts(self) -> ModelFacts:
        """What is known of the model."""
        return self._facts

    def use_pronouncer(self, pronouncer: Pronouncer) -> None:
        """Say words differently from the next build on."""
        self._pronouncer = pronouncer

    def language(self, said: Said) -> tuple[Language, GrammarBuilt]:
        """Compile one language's commands.

        Raises SentenceError for a fault in a file, PronunciationError for a name that nobody can say, ModelError for a
        language that the model never learned.
        """
        self._facts.check_hears([said.language])
        begun = time.perf_counter()
        compiler = self._compilers.setdefault(said.language, SentenceCompiler())
        language, kept = self._decodable(said, compiler)
        understood = language.sentences
        built = GrammarBuilt(
            language=language.code,
            sentences=understood.counts.sentences,
            positions=language.decoder.network.positions,
            seconds=time.perf_counter() - begun,
            warnings=tuple(str(warning) for warning in understood.warnings),
            kept=kept,
        )
        return language, built

    def recognizer(self, languages: Sequence[Language]) -> Recognizer:
        """Languages that are heard together; the phones of others are unlikely, but for those in words of these."""
        said = {int(column) for one in languages for column in np.unique(one.decoder.network.phone)}
        unused = self._unused((one.code for one in languages), said)
        scoring = replace(self._scoring, unused=unused)
        heard = (
            replace(one, decoder=Decoder(one.decoder.network, replace(one.decoder.options, scoring=scoring)))
            for one in languages
        )
        return Recognizer(
            tuple(heard),
            self._calibration,
            self._facts.frame_seconds,
            self._facts.delay_seconds,
            self._second_look,
        )

    def answers(self, languages: Sequence[str]) -> Recognizer:
        """Yes and no in every language."""
        said = (Said(language, (answer_file(language),), packaged=False) for language in languages)
        return self.recognizer([self._decodable(one, SentenceCompiler())[0] for one in said])

    def spotter(
        self, phrases: Sequence[str], threshold: float | None = None, languages: Iterable[str] = ()
    ) -> Wake:
        """Listen for `phrases`, each in whichever language its letters are, where people speak `languages` too.

        Raises PronunciationError for a phrase that cannot be said.
        """
        level = SpotterOptions().threshold if threshold is None else threshold
        spelled = [self._phrase(text) for text in phrases]
        options = self.spotter_options(level, languages, spelled)
        if threshold is None:
            spelled = [replace(one, threshold=wake_threshold(self._facts, one)) for one in spelled]
        return self.wake(spelled, options)

    def wake(self, phrases: Sequence[Phrase], options: SpotterOptions) -> Wake:
        """Listen for phrases that are spelled out, and doubt them where the model can and knows how much."""
        phones, facts = len(self._facts.phones), self._facts
        if self._second_look is None or CANDIDATES not in facts.more:
            return Wake(Spotter(phrases, phones, options))
        heard = []
        for one in phrases:
            own = options.threshold if one.threshold is None else one.threshold
            heard.append(replace(one, threshold=min(own, stored_threshold(facts, CANDIDATES, one))))
        doubters = {one.text: Spotter([one], phones, options) for one in phrases}
        return Wake(Spotter(heard, phones, options), doubters, self._second_look)

    def spotter_options(
        self, threshold: float, languages: Iterable[str], phrases: Sequence[Phrase]
    ) -> SpotterOptions:
        """How `phrases` are looked for with this model where people speak `languages`.

        Phones of other languages than the phrases' are unlikely; less so where they are spoken here too.
        """
        said = {column for one in phrases for way in one.spellings for column in way}
        spoken = {language_of(self._facts.phones[column]) for column in said}
        scoring = replace(SpotterOptions().scoring, unused=self._unused(spoken, said))
        if not spoken.issuperset(languages):
            scoring = replace(scoring, unused_penalty=SPOKEN_PENALTY)
        return SpotterOptions(scoring, threshold)

    def _unused(self, languages: Iterable[str], said: Iterable[int]) -> tuple[int, ...]:
        """Columns of phones that nobody says where these languages are spoken, and these columns in words of them."""
        spoken, kept = set(languages), {0, *said}
        return tuple(
            column
            for phone, column in self._facts.columns.items()
            if column not in kept and language_of(phone) not in spoken
        )

    def _phrase(self, text: str) -> Phrase:
        words = phrase_words(text)
        if not words:
            raise PronunciationError(
                f'The wake phrase "{text}" has no words',
                "Use letters or Chinese characters, such as hey inglenook",
            )
        made_of = ("phrase", self._facts.phones, self._pronouncer.lexicon, words)
        spelled = None if self._keeper is None else self._keeper.get(made_of, Phrase)
        if spelled is None:
            spelled = phrase(words, Speller(self._pronouncer, self._facts.columns))
            self._keep(made_of, spelled)
        return Phrase(text, spelled.spellings, spelled.threshold)

    def _decodable(self, said: Said, compiler: SentenceCompiler) -> tuple[Language, bool]:
        """A language's grammar, and whether it was kept from an earlier start."""
        made_of = ("sentences", self._facts.phones, self._pronouncer.lexicon, *_contents(said))
        made = None if self._keeper is None else self._keeper.get(made_of, _Made)
        kept = made is not None
        if made is None:
            compiled = compiler.compile(
                said.language,
                files=said.files,
                packaged=said.packaged,
                shipped=said.shipped,
                lists=said.lists,
                list_files=said.list_files,
                context=said.context,
            )
            network = build_network(compiled.acceptor, self._pronouncer, self._facts.columns)
            made = _Made(compiled.understood(), network)
            self._keep(made_of, made)
        options = decoder_options(self._facts, self._scoring)
        return Language(made.understood, Decoder(made.network, options)), kept

    def _keep(self, made_of: tuple[object, ...], value: object) -> None:
        if self._keeper is not None:
            self._keeper.put(made_of, value)


def _contents(said: Said) -> Iterator[object]:
    """Everything that a grammar is made of, files by their content; numbers and texts only."""
    yield fingerprint(
        said.language, (*said.files, *said.list_files), packaged=said.packaged, shipped=said.shipped
    )
    yield len(said.files)
    yield sorted((said.context or {}).items())
    for name, entries in (said.lists or {}).items():
        yield name, [(one.text, one.value, sorted(one.context.items())) for one in entries]


def surprise(facts: ModelFacts, one: Phrase) -> float:
    """How unlikely a phrase's phones are in speech, in nats, said in the likeliest way.

    Where the model does not know how frequent phones are, their number.
    """
    try:
        nats = json.loads(facts.more.get("phone_nats", "null")) or [1.0] * len(facts.phones)
        return min(sum(float(nats[column]) for column in way) for way in one.spellings)
    except (ValueError, TypeError, IndexError) as error:
        raise _broken(facts, "phone_nats", error) from error


def wake_threshold(facts: ModelFacts, one: Phrase) -> float:
    """How sure a phrase must be: the model has thresholds by `surprise`, the highest for short and common ones."""
    if THRESHOLDS not in facts.more:
        return _number(facts, "wake_threshold", SpotterOptions().threshold)
    return stored_threshold(facts, THRESHOLDS, one)


def stored_threshold(facts: ModelFacts, name: str, one: Phrase) -> float:
    """One of the model's lists of thresholds by `surprise`, `THRESHOLDS` or `CANDIDATES`, for this phrase."""
    try:
        surprises, levels = zip(*json.loads(facts.more[name]), strict=True)
        return float(np.interp(surprise(facts, one), surprises, levels))
    except (ValueError, TypeError) as error:
        raise _broken(facts, name, error) from error


def phrase_words(text: str) -> Words:
    """Words of a phrase in any language: Chinese characters stand alone, the rest is parted by spaces."""
    return Speech.of("zh-CN" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en").words(text)


def scoring_of(facts: ModelFacts) -> Scoring:
    """How this model's posteriors are weighed: what its card says, else the defaults."""
    return Scoring(blank_penalty=_number(facts, "blank_penalty", Scoring().blank_penalty))


def decoder_options(facts: ModelFacts, scoring: Scoring) -> DecoderOptions:
    """Costs of the decoder, as they were set on validation data together with the model."""
    options = DecoderOptions(scoring=scoring)
    return replace(
        options,
        word_cost=_number(facts, "word_cost", options.word_cost),
        lead_in_cost=_number(facts, "lead_in_cost", options.lead_in_cost),
    )


def calibration_of(facts: ModelFacts) -> Calibration:
    """How this model's scores become probabilities."""
    stored = facts.more.get("calibration")
    if stored is None:
        return Calibration()
    try:
        return Calibration.from_mapping(json.loads(stored))
    except (ValueError, TypeError, GrammarError) as error:
        raise _broken(facts, "calibration", error) from error


def _number(facts: ModelFacts, name: str, default: float) -> float:
    try:
        return float(facts.more.get(name, default))
    except ValueError as error:
        raise _broken(facts, name, error) from error


def _broken(facts: ModelFacts, name: str, error: Exception) -> ModelError:
    return ModelError(
        f"The {name} in the model {facts.path} is broken: {error}",
        "Export the model again, or install Inglenook again",
    )


def file_language(path: Path) -> str | None:
    """Two letters of a sentence file's `language`, None where it cannot be read (compiling then says why)."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return None
    language = data.get("language") if isinstance(data, dict) else None
    return str(language)[:2].lower() if language else None
