"""The decoder: posteriors in, the best sentences of a grammar out, frame by frame while somebody speaks.

    decoder = Decoder(build_network(acceptor, pronouncer, inventory))
    session = decoder.session()
    for posteriors in stream:
        progress = session.push(posteriors)     # is a sentence complete, may it go on, how long is it silent?
    best, *others = session.nbest(5)

The best hypothesis is exact as far as the beam reaches: the best sentence, pronunciation and alignment. The
others come from the lattice (`assistant.grammar.lattice`), are aligned anew, and may be missing or score
slightly too low.
"""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from assistant.grammar.acceptor import Words
from assistant.grammar.align import Alignment, align
from assistant.grammar.beam import Crossings, Tokens
from assistant.grammar.forest import Indices
from assistant.grammar.lattice import LEAD_IN, Lattice
from assistant.grammar.nbest import Derivation, Derivations
from assistant.grammar.network import Network
from assistant.grammar.scoring import Rows, Scoring, check_width
from assistant.types import Posteriors

_COLLECT_EVERY = 128
"""Frames between two clean-ups of the lattice."""


@dataclass(frozen=True, slots=True)
class DecoderOptions:
    """What a decoder may forget, and what it charges."""

    scoring: Scoring = field(default_factory=Scoring)
    beam: float = 40.0
    """Positions that score this much less than the best are dropped; infinity drops none (exact)."""
    most_active: int = 700
    """Positions kept at most."""
    word_cost: float = 0.0
    """Taken off for every word, against sentences of many short words."""
    lead_in_cost: float = float("inf")
    """Cost of a frame of anything before the sentence; infinite allows only blank there."""
    longest_sentence: int = 1_500
    """Frames after which a sentence that has begun and not ended is given up; bounds memory."""


@dataclass(frozen=True, slots=True)
class TimedWord:
    """One word of a hypothesis."""

    text: str
    start: int
    """First frame of its first phone, counted from the session's first frame."""
    end: int
    """Frame after the last one of its last phone."""
    score: float
    """Log-score of these frames against the free phone loop, 0 at best."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One sentence that may have been said."""

    words: tuple[TimedWord, ...]
    score: float
    """Log-score against the free phone loop over all frames, 0 at best, word costs included."""
    frames: int
    """Frames that the session had heard."""
    first_frame: int
    """Frame of the session that `phones` begins with."""
    phones: npt.NDArray[np.intp] = field(compare=False, repr=False)
    """Column that explains each frame, 0 for blank; shape `[frames - first_frame]`, as `Session.rows`."""

    @property
    def texts(self) -> Words:
        """The words without their times."""
        return tuple(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a session stands after the last frame: what an endpointer needs to know."""

    frames: int
    best: float
    """Score of the best path, complete or not."""
    complete: float
    """Score of the best complete sentence, -inf where there is none in the beam."""
    trailing_blank: int
    """Frames of blank at the end of the best complete sentence, 0 where there is none."""
    can_continue: bool
    """Whether the best complete sentence is the beginning of a longer one."""
    started: bool
    """Whether the best path has said anything yet."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing incomplete fits better than the best complete sentence."""
        return self.started and self.complete >= self.best

    @property
    def can_only_stop(self) -> bool:
        """Whether the best path is complete and nothing can follow it."""
        return self.is_complete and not self.can_continue


class Decoder:
    """A network and how to search it. Sessions of one decoder are independent of each other."""

    def __init__(self, network: Network, options: DecoderOptions | None = None) -> None:
        self.network = network
        self.options = options if options is not None else DecoderOptions()

    def session(self) -> Session:
        """Begin to listen to one utterance."""
        return Session(self.network, self.options)


class Session:
    """One utterance, heard in chunks of any length. Memory stays bounded however long it lasts."""

    def __init__(self, network: Network, options: DecoderOptions) -> None:
        self._network = network
        self._options = options
        self._tokens = Tokens(network, options.beam, options.most_active, options.word_cost)
        self._lattice = Lattice()
        self._frames = 0
        self._rows: deque[npt.NDArray[np.float32]] = deque()
        self._first_frame = 0
        self._lead_in = 0.0
        self._lead_in_dropped = 0.0  # its score before the first row that is kept
        self._exits = self._tokens.exits(-1)
        self._crossings = self._lattice.cross(-1, self._exits, network.start, 0.0)

    @property
    def frames(self) -> int:
        """Frames heard so far."""
        return self._frames

    @property
    def active(self) -> int:
        """Positions that the last frame left in the beam."""
        return len(self._tokens.value)

    @property
    def first_frame(self) -> int:
        """Frame that `rows` begins with; what no living sentence needs any more has been forgotten."""
        return self._first_frame

    @property
    def rows(self) -> Rows:
        """Normalised rows from `first_frame` on, `[frames - first_frame, phones]`, float32."""
        if not self._rows:
            return np.zeros((0, self._network.phones), np.float32)
        return np.stack(self._rows)

    def push(self, posteriors: Posteriors) -> Progress:
        """Hear the next frames, log-posteriors float32 `[frames, phones]`.

        Raises ModelError where they are not numbers or of another width than the network's inventory; the
        session is then as it was before.
        """
        check_width(posteriors, self._network.phones)
        for row in self._options.scoring.rows(posteriors):
            self._hear(row)
        return self.progress()

    def progress(self) -> Progress:
        """Where the session stands after the last frame."""
        tokens, exits, network = self._tokens, self._exits, self._network
        cost = self._options.word_cost * network.exit_words.take(tokens.position)
        best_token = float((tokens.value - cost).max(initial=-np.inf))
        score = np.where(network.final.take(exits.junction), exits.score, -np.inf)
        complete, trailing, continues = -np.inf, 0, False
        if len(score) and score.max() > -np.inf:
            at = int(score.argmax())
            complete = float(score[at])
            trailing = self._frames - int(exits.phone_end[at])
            continues = bool(
                network.entries[exits.junction[at]] > 0 or network.children[exits.position[at]] > 0
            )
        return Progress(
            frames=self._frames,
            best=max(best_token, self._lead_in),
            complete=complete,
            trailing_blank=trailing,
            can_continue=continues,
            started=best_token > self._lead_in,
        )

    def partial(self) -> Words:
        """The words of the best path so far; a word that is still being said is not among them."""
        tokens = self._tokens
        if not len(tokens.value) or tokens.value.max() <= self._lead_in:
            return ()
        at = int(tokens.value.argmax())
        words: list[Words] = []
        position, node = int(tokens.position[at]), int(tokens.node[at])
        if self._network.exit[position] >= 0:
            words.append(self._network.ends(position)[0].words)
        edge = self._lattice.best_edge(node)
        while edge.position != LEAD_IN:
            words.append(self._network.ends(edge.position)[0].words)
            edge = self._lattice.best_edge(edge.source)
        return tuple(itertools.chain(*reversed(words)))

    def nbest(self, count: int = 5) -> tuple[Hypothesis, ...]:
        """The best complete sentences that end with the last frame, best first, each word sequence once.

        Empty where no complete sentence is within the beam. May be asked at any time; more can be pushed
        afterwards.
        """
        crossings = self._crossings
        final = np.flatnonzero(self._network.final.take(crossings.junction))
        derivations = Derivations(self._lattice, self._network, self._options.word_cost)
        best = list(itertools.islice(derivations.best_first(crossings.node.take(final).tolist()), count))
        chains = [self._chain(derivation) for derivation in best]
        rows = self.rows
        lead_in = self._lead_in_dropped + np.concatenate(([0.0], np.cumsum(self._lead_in_steps(rows))))
        aligned = align(rows, [chain.phones for chain in chains], lead_in)
        found = [self._hypothesis(chain, way, rows) for chain, way in zip(chains, aligned, strict=True)]
        return tuple(sorted(found, key=lambda hypothesis: -hypothesis.score))

    def _hear(self, row: npt.NDArray[np.float32]) -> None:
        frame = self._frames
        self._rows.append(row)
        self._lead_in += max(float(row[0]), -self._options.lead_in_cost)
        best = self._tokens.step(row, frame, self._crossings, self._lead_in)
        self._exits = self._tokens.exits(frame)
        lead_in = self._lead_in if self._lead_in >= best - self._options.beam else None
        self._crossings = self._lattice.cross(frame, self._exits, self._network.start, lead_in)
        self._frames += 1
        if self._frames % _COLLECT_EVERY == 0:
            self._collect()

    def _lead_in_steps(self, rows: Rows) -> npt.NDArray[np.float64]:
        """What each frame costs before the sentence: blank, or the flat cost of anything."""
        return np.maximum(rows[:, 0].astype(np.float64), -self._options.lead_in_cost)

    def _collect(self) -> None:
        """Give up sentences that take too long, and forget what no living one needs."""
        tokens, lattice = self._tokens, self._lattice
        oldest = self._frames - self._options.longest_sentence
        tokens.keep(np.flatnonzero(lattice.node_began.take(tokens.node) >= oldest))
        crossings = self._crossings
        young = np.flatnonzero(lattice.node_began.take(crossings.node) >= oldest)
        node = crossings.node.take(young)
        numbers = lattice.compact(np.concatenate((tokens.nodes, node)))
        tokens.renumber(numbers)
        self._exits = self._tokens.exits(self._frames - 1)
        self._crossings = Crossings(
            crossings.junction.take(young), crossings.score.take(young), numbers.take(node)
        )
        needed = int(lattice.node_frame[: lattice.nodes].min(initial=self._frames - 1)) + 1
        while self._first_frame < needed:
            row = self._rows.popleft()
            self._lead_in_dropped += max(float(row[0]), -self._options.lead_in_cost)
            self._first_frame += 1

    def _chain(self, derivation: Derivation) -> _Chain:
        """The phones of a sentence, and which of its words each belongs to."""
        parts: list[Derivation] = []
        step: Derivation | None = derivation
        while step is not None and step.output is not None:
            parts.append(step)
            step = step.before
        phones: list[int] = []
        lengths: list[int] = []
        for part in reversed(parts):
            phones += self._network.path(part.position)
            lengths += part.output.lengths if part.output else ()
        return _Chain(derivation.words, phones, np.repeat(np.arange(len(lengths)), lengths))

    def _hypothesis(self, chain: _Chain, way: Alignment, rows: Rows) -> Hypothesis:
        phones = np.where(way.blank, 0, np.array([*chain.phones, 0], np.intp)[way.place])
        word = np.append(chain.word, -1)[way.place]
        word[way.blank] = -1
        scores = rows[np.arange(len(rows)), phones]
        words: list[TimedWord] = []
        for number, text in enumerate(chain.words):
            frames = np.flatnonzero(word == number)
            start, end = int(frames[0]), int(frames[-1]) + 1
            score = float(scores[start:end].sum(dtype=np.float64))
            words.append(TimedWord(text, start + self._first_frame, end + self._first_frame, score))
        total = way.score - self._options.word_cost * len(words)
        return Hypothesis(tuple(words), total, self._frames, self._first_frame, phones)


@dataclass(frozen=True, slots=True)
class _Chain:
    """A sentence spelled out."""

    words: Words
    phones: list[int]
    word: Indices
    """Which word each phone belongs to."""
