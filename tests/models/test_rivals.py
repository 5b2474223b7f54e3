"""The loss against rivals, by writing out every path of a few frames."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from models.rivals import against_rivals, all_paths, phone_bigram, weakened

pytestmark = pytest.mark.train

PHONES, FRAMES = 4, 5
SEEN = [(np.array([1, 2, 3, 1, 1, 2], np.uint8), 1.0), (np.array([3, 2], np.uint8), 0.5)]
TARGETS, LENGTHS = torch.tensor([1, 1, 2, 3]), torch.tensor([2, 2])


def sequences(logs: torch.Tensor, follows: torch.Tensor) -> dict[tuple[int, ...], torch.Tensor]:
    """What all paths of each sequence add up to, for one window `[frames, phones]`."""
    sums: dict[tuple[int, ...], torch.Tensor] = {}
    for path in itertools.product(range(PHONES), repeat=FRAMES):
        said = tuple(phone for at, phone in enumerate(path) if phone and (at == 0 or path[at - 1] != phone))
        weight = torch.stack([logs[at, phone] for at, phone in enumerate(path)]).sum().exp()
        for before, phone in itertools.pairwise((0, *said)):
            weight = weight * follows[before, phone]
        sums[said] = sums.get(said, torch.zeros(())) + weight
    return sums


@pytest.fixture
def logits() -> torch.Tensor:
    torch.manual_seed(0)
    return torch.randn(2, FRAMES, PHONES, requires_grad=True)


def ctc(logs: torch.Tensor) -> torch.Tensor:
    frames = torch.full((2,), FRAMES)
    return torch.nn.functional.ctc_loss(logs.transpose(0, 1), TARGETS, frames, LENGTHS, reduction="none")


def test_all_paths_are_summed_and_so_is_their_gradient(logits: torch.Tensor) -> None:
    logs, follows = logits.log_softmax(2), torch.from_numpy(phone_bigram(SEEN, PHONES))
    expected = torch.stack([torch.stack([*sequences(one, follows).values()]).sum() for one in logs]).log()
    found = all_paths(logs, follows)
    torch.testing.assert_close(found, expected)
    weights = torch.tensor([1.0, -0.5])
    (wanted,) = torch.autograd.grad((expected * weights).sum(), logits, retain_graph=True)
    (got,) = torch.autograd.grad((found * weights).sum(), logits)
    torch.testing.assert_close(got, wanted, atol=1e-5, rtol=1e-4)


def test_the_loss_is_the_share_of_the_right_sequence(logits: torch.Tensor) -> None:
    logs, follows = logits.log_softmax(2), torch.from_numpy(phone_bigram(SEEN, PHONES))
    shares = []
    for one, right in zip(logs, ((1, 1), (2, 3)), strict=True):
        sums = sequences(one, follows)
        shares.append(sums[right] / torch.stack([*sums.values()]).sum())
    found = against_rivals(logs, TARGETS, LENGTHS, ctc(logs), follows)
    torch.testing.assert_close(found, -torch.stack(shares).log().sum() / 4)


def test_without_the_bigram_it_is_ctc(logits: torch.Tensor) -> None:
    logs, follows = logits.log_softmax(2), weakened(phone_bigram(SEEN, PHONES), 0.0)
    torch.testing.assert_close(
        against_rivals(logs, TARGETS, LENGTHS, ctc(logs), follows), ctc(logs).sum() / 4
    )


def test_windows_that_cannot_hold_their_phones_do_not_count(logits: torch.Tensor) -> None:
    logs, follows = logits.log_softmax(2), torch.from_numpy(phone_bigram(SEEN, PHONES))
    alone = against_rivals(logs[1:], TARGETS[2:], LENGTHS[1:], ctc(logs)[1:], follows)
    right = ctc(logs) * torch.tensor([0.0, 1.0])  # what zero_infinity makes of the first
    torch.testing.assert_close(against_rivals(logs, TARGETS, LENGTHS, right, follows), alone)


def test_a_bigram_knows_what_follows_what() -> None:
    follows = phone_bigram(SEEN, PHONES)
    np.testing.assert_allclose(follows.sum(axis=1), 1.0, rtol=1e-6)
    assert (follows[:, 0] == 0).all()
    assert follows[1, 2] > follows[1, 1] > follows[1, 3] > 0  # 1 3 was never seen
    assert follows[0, 1] > follows[0, 3]
