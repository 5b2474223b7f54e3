"""The parts below `Pronouncer`: the sorted dictionary, the guesser's search, tokens and numbers."""

from __future__ import annotations

import itertools
import lzma
from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.speech.cmudict import CmuDict
from assistant.speech.guess import MOST_GUESSES, Guesser, _best_choices
from assistant.speech.numbers import spoken
from assistant.speech.phones import ENGLISH
from assistant.speech.tokens import Kind, Token, tokenise

WORDS = st.text("abcz'é", min_size=1, max_size=4)


@given(
    st.dictionaries(
        WORDS, st.lists(st.sampled_from([("K",), ("AH", "B"), ("S", "T")]), min_size=1, max_size=3)
    ),
    WORDS,
)
def test_the_search_finds_what_a_dict_would(words: dict[str, list[tuple[str, ...]]], other: str) -> None:
    lines = ["\t".join([word, *map(" ".join, variants)]) + "\n" for word, variants in words.items()]
    dictionary = CmuDict(b"".join(sorted(line.encode() for line in lines)))
    for word in (*words, other, other + "z", ""):
        assert dictionary.look_up(word) == tuple(words.get(word, ()))


def test_the_bundled_dictionary_is_sorted_and_whole() -> None:
    packed = resources.files("assistant.speech").joinpath("data/cmudict.txt.xz").read_bytes()
    lines = lzma.decompress(packed).splitlines()
    assert len(lines) > 120_000
    assert all(one < other for one, other in itertools.pairwise(lines))
    for line in lines[::97]:
        word, *variants = line.decode().split("\t")
        assert variants
        assert len(set(variants)) == len(variants)
        assert all(set(variant.split(" ")) <= set(ENGLISH) for variant in variants), word


def test_the_first_and_the_last_word_are_found() -> None:
    dictionary = CmuDict()
    words = [line.partition("\t")[0] for line in dictionary.text().splitlines()]
    assert dictionary.look_up(words[0])
    assert dictionary.look_up(words[-1])
    assert dictionary.look_up("\t") == ()
    assert dictionary.look_up("zzzzz") == ()


@given(st.integers(1, 3), st.integers(1, 4), st.integers(0, 10_000))
def test_choices_come_best_first(letters: int, chunks: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(letters, chunks)).astype(np.float32)
    found = list(_best_choices(scores))
    brute = sorted(
        (sum(float(scores[row, chunk]) for row, chunk in enumerate(choice)), choice)
        for choice in itertools.product(range(chunks), repeat=letters)
    )[::-1]
    assert sorted(choice for _, choice in found) == sorted(choice for _, choice in brute)
    assert [score for score, _ in found] == pytest.approx([score for score, _ in brute], abs=1e-4)


def test_guesses_are_few_and_distinct() -> None:
    guesser = Guesser()
    for word in ("a", "yoghurt", "meross", "x" * 60):
        guesses = guesser.guess(word)
        assert 1 <= len(set(guesses)) == len(guesses) <= MOST_GUESSES


@pytest.mark.parametrize(
    ("number", "english", "mandarin"),
    [
        ("0", ["zero"], ["〇"]),
        ("12", ["twelve"], ["十二"]),
        ("21", ["twenty one"], ["二十一"]),
        ("2", ["two"], ["二", "两"]),
        ("1,200", ["one thousand two hundred", "one two zero zero"], ["一千二百", "一二〇〇"]),
        ("3.05", ["three point zero five"], ["三点〇五"]),
        ("08", ["zero eight"], ["〇八"]),
        ("1.2.3", ["one point two point three"], ["一点二点三"]),
        ("21st", ["twenty first"], ["第二十一"]),
        ("1234567890", ["one two three four five six seven eight nine zero"], ["一二三四五六七八九〇"]),
    ],
)
def test_numbers_in_words(number: str, english: list[str], mandarin: list[str]) -> None:
    assert [" ".join(words) for words in spoken(number, "en")] == english
    assert ["".join(words) for words in spoken(number, "zh")] == mandarin


def tokens(text: str, language: str = "en") -> list[str]:
    return [token.text for token in tokenise(text, language)]


def test_tokens() -> None:
    assert list(tokenise("TV 2 厅", "en")) == [
        Token(Kind.LATIN, "TV"),
        Token(Kind.NUMBER, "2"),
        Token(Kind.HAN, "厅"),
    ]
    assert tokens("Ａ－ｂ１２") == ["A", "b", "12"]
    assert tokens("don’t 'em o'clock boys'") == ["don't", "'em", "o'clock", "boys'"]
    assert tokens("salt & pepper, 20°") == ["salt", "and", "pepper", "20", "degrees"]
    assert tokens("调到30%", "zh") == ["调", "到", "百", "分", "之", "30"]
    assert tokens("50%") == ["50", "percent"]
    assert tokens("Ångström-Straße 3rd") == ["Angstrom", "Strasse", "3rd"]
    assert tokens("(U.S.A.) 7 a.m.") == ["U.S.A.", "7", "a.m."]
    assert tokens("") == []
