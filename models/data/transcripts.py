"""Transcripts as training wants them: lower case, no punctuation, and pronounceable as they stand."""

from __future__ import annotations

import itertools

from assistant.errors import PronunciationError
from assistant.speech.english import Source
from assistant.speech.pronounce import Pronouncer
from assistant.speech.tokens import Kind, tokenise


class Transcripts:
    """Cleans the transcripts of one language ("en" or "zh")."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._pronouncer = Pronouncer()

    def clean(self, text: str) -> str | None:
        """`text` in lower case, words between spaces and characters without; None where it does not say the phones.

        That is a text without words, with letters nobody here can read, with digits (a reader says 1990 and 101 in
        more ways than one), or one that is read otherwise in lower case (FirstEnergy).
        """
        try:
            tokens = list(tokenise(text, self._language))
            if not tokens or any(token.kind is Kind.NUMBER for token in tokens):
                return None
            said = self._pronouncer.pronounce_text(text, self._language)
            runs = itertools.groupby(tokens, key=lambda token: token.kind)
            parts = [
                "".join(token.text for token in run)
                if kind is Kind.HAN
                else " ".join(self._word(token.text.lower()) for token in run)
                for kind, run in runs
            ]
            cleaned = " ".join(parts)
            same = self._pronouncer.pronounce_text(cleaned, self._language) == said
        except PronunciationError:
            return None
        return cleaned if same else None

    def guessed(self, cleaned: str) -> bool:
        """Whether an English text has words of no dictionary: names, slips of the pen, words run together."""
        return any(self._pronouncer.source(word) is Source.GUESSED for word in cleaned.split())

    def _word(self, word: str) -> str:
        """Without the quotation marks that look like apostrophes; those of 'em and 'tis stay."""
        bare = word.strip("'")
        same = self._pronouncer.pronounce_text(bare, "en") == self._pronouncer.pronounce_text(word, "en")
        return bare if same else word
