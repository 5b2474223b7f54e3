"""Parses templates with hassil's own parser, in the spoken form that recogniser and hassil share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    Sentence,
    TextChunk,
)
from hassil.intents import IntentData
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from assistant.errors import SentenceError
from assistant.grammar.sources import Place, Template, nearest
from assistant.grammar.spoken import Speech, template_fault

MOST_FORMS = 2_000
"""A list value whose template can be said in more ways than this is refused."""

_UNREADABLE = (ParseError, AssertionError, IndexError, RecursionError)
"""What hassil's parser raises; it checks its input with assertions, and follows brackets by recursion."""

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ParsedRule:
    """An expansion rule, ready to be walked."""

    sentence: Sentence
    place: Place


def check_template(template: Template) -> None:
    """Raise `SentenceError`, with what was expected, if the template's brackets are not in order."""
    fault = template_fault(template.text)
    if fault:
        raise template.place.error(f"{fault}, in {_short(template.text)}", "Correct the template")


def parse_template(template: Template, speech: Speech) -> Sentence:
    """One template, parsed; raises `SentenceError` with its place and what was expected."""
    check_template(template)
    try:
        sentence = parse_sentence(speech.template(template.text), keep_text=True)
    except _UNREADABLE as error:
        raise _unreadable(template, error) from error
    _prepare(sentence.expression, speech)
    return sentence


def parse_sentences(templates: Iterable[Template], data: IntentData, speech: Speech) -> None:
    """Let hassil parse the sentences of `data`, which are `templates` in spoken form.

    Raises `SentenceError` at the first that cannot be read.
    """
    try:
        sentences = data.sentences
    except _UNREADABLE:
        for template in templates:  # find which one it was
            parse_template(template, speech)
        raise
    for sentence in sentences:
        _prepare(sentence.expression, speech)


def parse_rules(rules: Mapping[str, Template], speech: Speech) -> dict[str, ParsedRule]:
    """Expansion rules by name."""
    return {name: ParsedRule(parse_template(body, speech), body.place) for name, body in rules.items()}


def check_circles(rules: Mapping[str, ParsedRule]) -> None:
    """Raise `SentenceError` if a rule contains itself; hassil would expand it forever."""
    done: set[str] = set()

    def visit(name: str, place: Place, open_rules: tuple[str, ...]) -> None:
        if name in done or name not in rules:
            return
        rule = rule_body(rules, name, place, open_rules)
        for inner in _rules_within(rule.sentence.expression):
            visit(inner, rule.place, (*open_rules, name))
        done.add(name)

    for name, rule in rules.items():
        visit(name, rule.place, ())


def rule_body(
    rules: Mapping[str, ParsedRule], name: str, place: Place, open_rules: tuple[str, ...]
) -> ParsedRule:
    """The rule called `name`; raises `SentenceError` if there is none or if it is already being expanded."""
    if name not in rules:
        raise place.error(f"no expansion rule <{name}> is defined", nearest(name, rules))
    if name in open_rules:
        circle = " -> ".join(f"<{rule}>" for rule in (*open_rules[open_rules.index(name) :], name))
        raise place.error(f"expansion rule <{name}> contains itself: {circle}", "Rules cannot be recursive")
    return rules[name]


def spoken_texts(
    expression: Expression,
    rules: Mapping[str, ParsedRule],
    place: Place,
    open_rules: tuple[str, ...] = (),
) -> Iterator[str]:
    """Every text that a list value's template stands for; a list inside a value is a `SentenceError`."""
    if isinstance(expression, TextChunk):
        yield expression.original_text
    elif isinstance(expression, RuleReference):
        rule = rule_body(rules, expression.rule_name, place, open_rules)
        yield from spoken_texts(rule.sentence.expression, rules, place, (*open_rules, expression.rule_name))
    elif isinstance(expression, ListReference):
        raise place.error(
            f"a list value cannot contain another list, here {{{expression.list_name}}}",
            "Put both lists into the sentence",
        )
    elif isinstance(expression, Alternative):
        for item in expression.items:
            yield from spoken_texts(item, rules, place, open_rules)
    elif isinstance(expression, Permutation):
        for item, rest in expression.iterate_permutations():
            heads = tuple(spoken_texts(item, rules, place, open_rules))
            tails = tuple(spoken_texts(rest, rules, place, open_rules)) if rest.items else ("",)
            yield from (head + tail for head in heads for tail in tails)
    elif isinstance(expression, Group):
        texts = [""]
        for item in expression.items:
            tails = tuple(spoken_texts(item, rules, place, open_rules))
            if len(texts) * len(tails) > MOST_FORMS:
                raise place.error(
                    f"more than {MOST_FORMS} ways to say one list value", "Split it into several"
                )
            texts = [text + tail for text in texts for tail in tails]
        yield from texts
    else:
        raise TypeError(f"unknown kind of expression: {expression!r}")


def _rules_within(expression: Expression) -> Iterator[str]:
    if isinstance(expression, RuleReference):
        yield expression.rule_name
    elif isinstance(expression, Group):
        for item in expression.items:
            yield from _rules_within(item)


def _unreadable(template: Template, error: Exception) -> SentenceError:
    reason = "brackets are nested too deeply" if isinstance(error, RecursionError) else str(error)
    return template.place.error(f"cannot read {_short(template.text)}: {reason}", "Correct the template")


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:77]}...")


def _prepare(expression: Expression, speech: Speech) -> None:
    """Make hassil match what the template says.

    An empty alternative, ``(light|)``, matches nothing in hassil unless it holds an empty text. Where a language has
    no spaces they are taken out of what hassil compares; `original_text` keeps them.
    """
    if isinstance(expression, TextChunk) and not speech.spaced:
        expression.text = _SPACES.sub("", expression.text)
    elif isinstance(expression, Group):
        if not expression.items:
            expression.items.append(TextChunk.empty())
        for item in expression.items:
            _prepare(item, speech)
