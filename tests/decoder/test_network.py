"""From acceptor to positions: shapes, sharing, and what is refused."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import GrammarError, PronunciationError
from assistant.grammar.acceptor import Acceptor, Symbol
from assistant.grammar.forest import Spelling, plant
from assistant.grammar.network import MOST_VARIANTS, Network, Speller, build_network
from tests.decoder.brute_force import Dictionary, sentences, spellings
from tests.decoder.grammars import INVENTORY, Case, cases, sentence

spelling_sets = st.lists(
    st.builds(
        Spelling,
        tree=st.integers(0, 3),
        phones=st.text(alphabet="\x01\x02\x03", min_size=1, max_size=5),
        label=st.integers(0, 9),
    ),
    max_size=25,
    unique=True,
)


@given(spelling_sets)
@settings(max_examples=200, deadline=None)
def test_trees_hold_exactly_what_was_planted(rows: list[Spelling]) -> None:
    forest = plant(rows, 4)
    found = [
        Spelling(tree, "".join(map(chr, forest.path(node))), label)
        for tree in range(4)
        for node in range(int(forest.start[tree]), int(forest.start[tree + 1]))
        for label in forest.labels(node)
    ]
    assert sorted(found) == sorted(rows)
    prefixes = {(row.tree, row.phones[:end]) for row in rows for end in range(1, len(row.phones) + 1)}
    assert len(forest.phone) == len(prefixes)


@given(spelling_sets)
@settings(max_examples=100, deadline=None)
def test_children_are_neighbours(rows: list[Spelling]) -> None:
    forest = plant(rows, 4)
    for node in range(len(forest.phone)):
        first, count = int(forest.first_child[node]), int(forest.children[node])
        children = np.flatnonzero(forest.parent == node)
        assert children.tolist() == list(range(first, first + count)) if count else not len(children)
    for tree in range(4):
        start = int(forest.start[tree])
        roots = [node for node in range(start, int(forest.start[tree + 1])) if forest.parent[node] < 0]
        assert roots == list(range(start, start + int(forest.roots[tree])))


def spoken(network: Network, longest: int) -> set[tuple[tuple[str, ...], tuple[int, ...]]]:
    """All word sequences with their phones that the network accepts within so many instances."""
    found: set[tuple[tuple[str, ...], tuple[int, ...]]] = set()
    paths: list[tuple[int, tuple[str, ...], tuple[int, ...]]] = [(network.start, (), ())]
    for _ in range(longest + 1):
        found.update((words, phones) for junction, words, phones in paths if network.final[junction])
        following = []
        for junction, words, phones in paths:
            span = slice(network.entry_start[junction], network.entry_start[junction + 1])
            inside = network.entry_position[span].tolist()
            while inside:
                position = inside.pop()
                first = int(network.first_child[position])
                inside += range(first, first + int(network.children[position]))
                if network.exit[position] >= 0:
                    following += [
                        (int(network.exit[position]), words + output.words, phones + network.path(position))
                        for output in network.ends(position)
                    ]
        paths = following
    return found


@given(cases(longest=0))
@settings(max_examples=100, deadline=None)
def test_network_says_what_the_acceptor_says(case: Case) -> None:
    network = build_network(case.acceptor, Dictionary(case.lexicon), INVENTORY)
    expected = {
        (words, tuple(INVENTORY[phone] for phone in phones))
        for words in sentences(case.acceptor, 4)
        for phones in spellings(words, case.lexicon)
    }
    assert spoken(network, 4) == expected


def test_every_word_is_pronounced_once() -> None:
    names = tuple(itertools.product(("one", "two"), ("three", "four")))
    dictionary = Dictionary(dict.fromkeys(("one", "two", "three", "four"), (("A",), ("B", "C"))))
    acceptor = sentence("one", "{x}", "one", "{x}", lists_={"{x}": names})
    build_network(acceptor, dictionary, INVENTORY)
    assert sorted(dictionary.asked) == ["four", "one", "three", "two"]


def test_one_instance_for_each_symbol_and_target() -> None:
    arcs = ((0, Symbol("one"), 2), (1, Symbol("one"), 2), (0, Symbol("two"), 1), (1, Symbol("one_more"), 2))
    dictionary = Dictionary({"one": (("A", "B"),), "two": (("C",),), "one_more": (("D",),)})
    network = build_network(Acceptor(0, frozenset({2}), arcs, {}), dictionary, INVENTORY)
    assert network.instances == 3
    assert network.positions == 2 + 1 + 1
    assert network.junctions == 3
    assert network.phones == len(INVENTORY)


def test_names_share_their_beginnings() -> None:
    dictionary = Dictionary({"one": (("A", "B", "C"),), "two": (("A", "B", "D"),)})
    acceptor = sentence("{x}", lists_={"{x}": (("one",), ("two",), ("one", "two"))})
    network = build_network(acceptor, dictionary, INVENTORY)
    assert network.positions == 4 + 3  # A B, C or D; and A B D after "one"


def test_variants_of_long_names_are_limited_and_keep_the_usual_one() -> None:
    dictionary = Dictionary({"one": (("A",), ("B",), ("C",))})
    ways = Speller(dictionary, INVENTORY).entry(("one",) * 6)
    assert len(ways) == MOST_VARIANTS
    assert ways[0][0] == chr(INVENTORY["A"]) * 6


def test_empty_list_never_matches() -> None:
    network = build_network(sentence("{x}", lists_={"{x}": ()}), Dictionary({}), INVENTORY)
    assert network.positions == 0
    assert spoken(network, 2) == set()


@pytest.mark.parametrize(
    ("acceptor", "lexicon", "error", "says"),
    [
        (sentence("one"), {"one": ()}, PronunciationError, '"one" has no pronunciation. Give "one" a line'),
        (sentence("one"), {"one": ((),)}, PronunciationError, '"one" has no pronunciation'),
        (sentence("one"), {"one": (("Q",),)}, PronunciationError, "phone 'Q', which the acoustic model"),
        (sentence("one"), {"one": (("<blank>",),)}, PronunciationError, "phone '<blank>'"),
        (sentence("{x}"), {}, GrammarError, 'the list "{x}", which does not exist. Add the list'),
        (sentence("{x}", lists_={"{x}": ((),)}), {}, GrammarError, "an entry without words"),
    ],
)
def test_faults_are_named(
    acceptor: Acceptor,
    lexicon: dict[str, tuple[tuple[str, ...], ...]],
    error: type[GrammarError],
    says: str,
) -> None:
    with pytest.raises(error) as raised:
        build_network(acceptor, Dictionary(lexicon), INVENTORY)
    assert says in str(raised.value)
