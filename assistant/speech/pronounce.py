"""From words to phones, in both languages: the one door of this room to all pronunciations.

The order of trust: the user's lexicon, the dictionaries (words of homes, CMUdict, pypinyin's readings), rules over
them, and last a guess.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from pathlib import Path

from assistant.errors import PronunciationError
from assistant.speech import mandarin, numbers
from assistant.speech.cmudict import CmuDict
from assistant.speech.english import MOST_VARIANTS, English, Said, Source, join
from assistant.speech.guess import Guesser
from assistant.speech.lexicon import Lexicon, load_lexicon, parse_lexicon
from assistant.speech.phones import Phones
from assistant.speech.tokens import Kind, Token, tokenise

_HOME_WORDS = "data/home.toml"


class Pronouncer:
    """Pronunciations of words and of whole texts; every dictionary is loaded when it is first needed."""

    def __init__(self, lexicon: Path | None = None) -> None:
        """`lexicon`: the user's file, absent or not. Raises PronunciationError when it has a fault."""
        self.lexicon = _digest(lexicon)
        """What tells this lexicon from others: a digest of the user's file; empty where there is none."""
        self._cmudict = CmuDict()
        self._home_words = _home_words()
        self._lexicon = Lexicon()
        self._english = English(self._known, Guesser().guess)
        self._say = lru_cache(maxsize=50_000)(self._say_token)
        if lexicon is not None:
            self._lexicon = load_lexicon(lexicon, self._sounds_like)
            self._say.cache_clear()  # what "sounds like" asked was answered without the lexicon

    def pronounce(self, word: str, language: str = "en") -> tuple[Phones, ...]:
        """Every pronunciation of `word`, the usual one first, at most `MOST_VARIANTS`.

        A word is an English word or a Chinese character; "t-shirt", "b12" and 客厅 are said part by part. `language`
        ("en" or "zh") says how digits and symbols are read, nothing else. Raises PronunciationError when nothing in it
        can be said, or a letter of another script cannot.
        """
        return self._look_up(word, language).variants

    def source(self, word: str, language: str = "en") -> Source:
        """Where `pronounce` has it from; the least sure part counts. Raises PronunciationError as it does."""
        return self._look_up(word, language).source

    def pronounce_text(self, text: str, language: str) -> tuple[Phones, ...]:
        """The best pronunciation of each word of `text` (each character in Mandarin), in order.

        Characters are read by their neighbours, numbers are spoken out ("65" gives two words), and spelled letters have
        their names. Raises PronunciationError naming the word that cannot be said; a text without words gives ().
        """
        spoken: list[Phones] = []
        tokens = [said for token in tokenise(text, language) for said in _written_out(token, language)]
        for kind, group in itertools.groupby(tokens, key=lambda token: token.kind):
            words = [token.text for token in group]
            spoken += self._han(words) if kind is Kind.HAN else self._latin(words)
        return tuple(spoken)

    def _han(self, characters: list[str]) -> Iterable[Phones]:
        in_context = mandarin.phrase("".join(characters))
        for character, phones in zip(characters, in_context, strict=True):
            mine = self._lexicon.look_up(character)
            if mine:
                yield mine[0]
            else:
                yield phones or self._say(Token(Kind.HAN, character)).variants[0]

    def _latin(self, words: list[str]) -> Iterable[Phones]:
        for index, word in enumerate(words):
            neighbours = words[max(0, index - 1) : index] + words[index + 1 : index + 2]
            spelled = word.lower() == "a" and any(len(other) == 1 for other in neighbours)
            yield (self._english.spell("a") if spelled else self._say(Token(Kind.LATIN, word))).variants[0]

    def _look_up(self, word: str, language: str) -> Said:
        mine = self._lexicon.look_up(word)
        if mine:
            return Said(mine, Source.USER)
        parts = [self._part(token, language) for token in tokenise(word, language)]
        if not parts:
            raise _unknown(word)
        return join(parts)

    def _part(self, token: Token, language: str) -> Said:
        if token.kind is not Kind.NUMBER:
            return self._say(token)
        kind = Kind.HAN if language == "zh" else Kind.LATIN
        ways = [
            join(self._say(Token(kind, word)) for word in way) for way in numbers.spoken(token.text, language)
        ]
        # Every way keeps its usual pronunciation before any way gets a second one.
        mixed = itertools.chain(*itertools.zip_longest(*(way.variants for way in ways), fillvalue=()))
        distinct = dict.fromkeys(phones for phones in mixed if phones)
        return Said(tuple(itertools.islice(distinct, MOST_VARIANTS)), Source.RULES)

    def _say_token(self, token: Token) -> Said:
        """One word or character; the lexicon counts inside longer words and texts too."""
        mine = self._lexicon.look_up(token.text)
        if mine:
            return Said(mine, Source.USER)
        if token.kind is Kind.HAN:
            said = Said(mandarin.readings(token.text), Source.DICTIONARY)
        else:
            said = self._english.pronounce(token.text)
        if not said.variants:
            raise _unknown(token.text)
        return said

    def _known(self, word: str) -> tuple[Phones, ...]:
        return self._lexicon.look_up(word) or self._home_words.look_up(word) or self._cmudict.look_up(word)

    def _sounds_like(self, text: str) -> tuple[Phones, ...]:
        """The usual pronunciation of a lexicon's "sounds like" words, joined."""
        joined = tuple(itertools.chain(*self.pronounce_text(text, "en")))
        if not joined:
            raise PronunciationError(f'there is nothing to say in "{text}"', "Write words that sound alike")
        return (joined,)


def _written_out(token: Token, language: str) -> Iterable[Token]:
    """A number's usual words, or the token itself."""
    if token.kind is not Kind.NUMBER:
        return (token,)
    kind = Kind.HAN if language == "zh" else Kind.LATIN
    return (Token(kind, word) for word in numbers.spoken(token.text, language)[0])


def _digest(lexicon: Path | None) -> str:
    try:
        return "" if lexicon is None else hashlib.sha256(lexicon.read_bytes()).hexdigest()
    except OSError:  # load_lexicon says why
        return ""


def _unknown(word: str) -> PronunciationError:
    return PronunciationError(
        f'no pronunciation for "{word}"',
        f'Give it a line in your lexicon: "{word}" = "words that sound like it"',
    )


def _home_words() -> Lexicon:
    file = resources.files("assistant.speech").joinpath(_HOME_WORDS)
    return parse_lexicon(file.read_text(encoding="utf-8"), Path(_HOME_WORDS), lambda _: ())
