"""Voices nobody has: random mixes of Kokoro's style packs, some of which training never hears.

Mixing two or three packs keeps 0.2 % word errors (FINDINGS.md); going beyond them makes further voices that need
a recogniser to throw bad sentences away, so that is not done here.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from models.data.kokoro import Language, Voice

HELD_OUT = frozenset({"af_nova", "am_puck", "bf_lily", "bm_daniel", "zf_xiaoni", "zm_yunxia"})
"""Packs that only the `valid` split hears."""

_OWN = {"en": "ab", "zh": "z"}
"""First letters of the packs that were made for a language."""
_FOREIGN_TIMBRE = {"en": 0.25, "zh": 0.5}
"""Share of training voices that borrow timbre from any pack; how to speak always comes from a pack of the language."""
_EVENNESS = 1.5
"""Dirichlet parameter: above 1, mixes rather than single packs with a trace of others."""
_SPEEDS = (0.85, 1.2)


def random_voice(packs: Sequence[str], language: Language, split: str, rng: random.Random) -> Voice:
    """A voice for one sentence: one to three packs' timbre, one pack's prosody.

    Raises ValueError where no pack of the language is there for the split.
    """
    held_out = split == "valid"
    usable = [name for name in packs if (name in HELD_OUT) == held_out]
    own = [name for name in usable if name[0] in _OWN[language]]
    if not own:
        raise ValueError(f"no {language} voice for the {split} split among {', '.join(packs) or 'none'}")
    foreign = not held_out and rng.random() < _FOREIGN_TIMBRE[language]
    timbres = usable if foreign else own
    chosen = rng.sample(timbres, min(len(timbres), rng.choice((1, 2, 2, 3, 3))))
    shares = [rng.gammavariate(_EVENNESS, 1.0) for _ in chosen]
    timbre = {name: share / sum(shares) for name, share in zip(chosen, shares, strict=True)}
    return Voice(timbre, rng.choice(own), round(rng.uniform(*_SPEEDS), 2))
