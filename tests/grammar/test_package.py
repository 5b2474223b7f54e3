"""home-assistant-intents' sentences in both languages: recogniser, our understanding and plain hassil agree."""

from __future__ import annotations

import random

import pytest
from hassil.recognize import recognize_best

from assistant.grammar.compiler import CompiledSentences, SentenceCompiler
from assistant.grammar.spoken import Speech
from tests.grammar.helpers import Reader, home
from tests.grammar.sampler import Sampler

CONTEXT = {"area": "hall"}
LANGUAGES = ("en", "zh-CN")


@pytest.fixture(scope="module", params=LANGUAGES)
def grammar(request: pytest.FixtureRequest) -> CompiledSentences:
    language: str = request.param
    return SentenceCompiler().compile(language, lists=home(language), context=CONTEXT)


def test_hassil_understands_every_sentence_the_recogniser_can_hear(grammar: CompiledSentences) -> None:
    chance = random.Random(20261027)
    reader = Reader(grammar.acceptor)
    lost = [
        text
        for text in (grammar.text(reader.walk(chance)) for _ in range(700))
        if not grammar.understanding.interpret(text)
    ]
    assert lost == []


def test_the_recogniser_can_hear_what_the_package_samples(grammar: CompiledSentences) -> None:
    chance = random.Random(3)
    sampler, speech = Sampler(grammar.language, home(grammar.language)), Speech.of(grammar.language)
    reader = Reader(grammar.acceptor)
    drawn = [sampler.draw(chance) for _ in range(400)]
    assert [d for d in drawn if not reader.accepts(speech.words(d.text))] == []


def test_meaning_is_what_plain_hassil_says(grammar: CompiledSentences) -> None:
    chance = random.Random(5)
    sampler = Sampler(grammar.language, home(grammar.language))
    compared = 0
    for _ in range(150):
        drawn = sampler.draw(chance)
        plain = recognize_best(
            drawn.text,
            sampler.intents,
            slot_lists=sampler.lists,
            intent_context=CONTEXT,
            best_slot_name="name",
        )
        if plain is None:  # hassil loses some of its own sentences, ours must not
            assert drawn.intent in {m.intent for m in grammar.understanding.interpret(drawn.text)}, drawn
            continue
        ours = grammar.understanding.interpret(drawn.text)
        assert ours, drawn
        assert plain.intent.name in {m.intent for m in ours}, drawn
        best = ours[0]
        if len({m.intent for m in ours}) == 1:
            assert {slot.name: slot.value for slot in best.slots} == {
                name: entity.value for name, entity in plain.entities.items() if not entity.is_wildcard
            }, drawn
            compared += 1
    assert compared > 100
