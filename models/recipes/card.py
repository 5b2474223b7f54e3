"""Write the model card and the README's table from what `evaluate.py` measured, so that no figure is typed by hand.

    python -m models.recipes.card
    python -m models.recipes.card --model models/released/large.onnx

Reads `models/released/inglenook.json` (figures) and the model's own metadata; writes `models/released/README.md` and
replaces the part of `README.md` between its two `figures` marks. The card of another model is a file of its name.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from assistant.ears import CANDIDATES, THRESHOLDS
from assistant.paths import bundled_model
from assistant.speech.model import AcousticModel, ModelFacts
from assistant.speech.second_look import ENTRY

BEGIN, END = "<!-- figures: python -m models.recipes.card -->", "<!-- end of figures -->"

WHAT = {
    "inglenook": "The acoustic model that Inglenook uses, pruned, taught to choose among sentences, with a second look",
    "large": "Three times as large, with a second look of its own (`inglenook model use large`)",
    "tiny": "A tenth of the size, for the smallest machines, pruned from `inglenook` (`inglenook model use tiny`)",
}

LEARNED_FROM = """\
| what | hours | people | licence |
|---|---|---|---|
| Speech Commands words, partial | 6.3 | 1,651 | CC BY 4.0 |
| speechocean762, read English, Mandarin mother tongue, half of them children | 4.6 | 235 | CC BY 4.0 |
| LibriSpeech pieces: 4 readers, 238 readers, train-clean-5, dev-clean | 10.3 | about 290 | CC BY 4.0 |
| DSPSpeech-20, words of students, Mandarin and English | 4.0 | 30 | MIT |
| Common Voice English, sentences with transcripts | 3.5 | more than 400 | CC0 |
| Common Voice English, words by two recognisers | 1.8 | many | CC0 |
| Common Voice English, sentences without transcripts, as Moonshine tiny hears them | 7.7 | many | CC0 |
| WUW Corpus II, words on the telephone | 2.6 | 309 | CC BY-SA |
| AN4 | 0.7 | 74 | AN4 (BSD-like) |
| wake words of Picovoice's benchmark | 0.7 | more than 50 | Apache-2.0 |
| HSK words of audio-cmn, one voice | 3.0 | 1 | CC BY-SA |
| AISHELL samples, two speakers | 1.1 | 2 | Apache-2.0 |
| Common Voice Mandarin of China, sentences with transcripts | 6.7 | 227 | CC0 |
| Common Voice Mandarin of Taiwan | 0.1 | 66 | CC0 |
| home sentences by Kokoro-82M's voices, English and Mandarin | 2.1 | synthetic | Apache-2.0 |
| noises (ESC-10, homes, appliances, cities, music) | 2.2 | - | CC BY, public domain, CC0, ODbL |
| speech without transcripts, as babble behind others | 14.8 | many | CC0, public domain |
"""

TAUGHT = {
    "inglenook": """\
Of Common Voice English it then heard the first release's sentences with transcripts (4.4 h, people not named)
and 11.0 hours of speech without transcripts, with phones by a network on the encoder of Whisper base (MIT),
which hears the same speech without noise (`teach.py`) and taught it; of Speech Commands 1,235 words more. Last came
0.6 hours of Mandarin home sentences and 1,400 English words by Kokoro's voices (`synthesize.py`); its weights are
the mean of those before and after that.
""",
    "large": """\
For an hour it was taught by a network on the encoder of Whisper base (MIT), which heard the same speech without
noise (`teach.py`). It then heard, as `inglenook` did, the first release's sentences of Common Voice English with
transcripts (4.4 h, people not named) and 10.4 hours without (CC0), with phones by that network, and 1,235 words
more of Speech Commands, and at last 1.1 hours of Mandarin home sentences and 1,400 English words by Kokoro's voices
(`synthesize.py`); its weights are the mean of those before and after that, twice.
""",
}
"""What a model heard besides, and how."""

WAKES = (CANDIDATES, THRESHOLDS)

LIMITS = """\
- Of those who say Speech Commands' words, 53 are of that data set's own test list, though not of the part of it
  that is measured here.
- English was learned from 46 to 50 hours of real speech, Mandarin from about 15, half of them words.
- It was trained for nineteen or twenty hours on two CPU cores in all; more on the same speech hardly helps the
  small one any longer.
- Rows of kokoro-en, kokoro-zh and speechocean are of people and voices that it never learned from, but penalties and
  confidence were set on the same clips (`calibrate.py`, in other noises): a little rosier than strangers would be.
- Tones are not modelled; the grammar tells Mandarin words apart.
- Short words (up, off, go, on) are the weakest; quiet or far speech in loud noise is refused often.
- int8 activations are quantized a chunk of 80 ms at a time; on x86 without VNNI, sums of products may saturate.
"""


LOOK_LIMITS = """\
- The second look was learned in noises that training knows. In others it hears phones after a sentence, where nobody
  speaks, about twice as often as the model that listens (measured with `inglenook`), so that orders in a kitchen's
  noise gain nothing from it.
"""


def figures(measured: dict[str, Any]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | result | 95 % interval | of |", "|---|---|---|---|"]
    for row in measured["rows"]:
        low, high = row["interval"]
        if row["hours"]:
            lines.append(
                f"| {row['name']} | {row['value']:.1f} an hour | {low:.1f} to {high:.1f} | {row['hours']:.2f} h |"
            )
        else:
            of = f"{row['total']} {row.get('of', 'clips')}"
            lines.append(f"| {row['name']} | {row['value']:.1f} % | {low:.1f} to {high:.1f} | {of} |")
    return "\n".join(lines) + "\n"


def section(measured: dict[str, Any]) -> str:
    """What the README says between its marks."""
    written = f"models/released/{Path(measured['model']).stem}.json"
    command = f"python -m models.recipes.evaluate --speech {measured['speech']} --write {written}"
    return (
        f"{BEGIN}\n"
        f"`{command}` on {measured['date']} ({measured['machine']}), {measured['bytes'] / 1e6:.1f} MB:\n\n"
        f"{figures(measured)}{END}"
    )


def with_section(readme: str, measured: dict[str, Any]) -> str:
    """The README with its figures replaced. Raises ValueError where the marks are missing."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {BEGIN} ... {END}")
    return before + section(measured) + after


def card(facts: ModelFacts, measured: dict[str, Any]) -> str:
    """The model card."""
    more = facts.more
    numbers = "\n".join(
        f"- {name}: {more[name]}"
        for name in ("blank_penalty", "word_cost", "lead_in_cost", *WAKES, "calibration")
        if name in more
    )
    name = facts.path.name
    english = more.get("languages") == "en"
    tongues = "English only" if english else "English and Mandarin"
    learned = f"Of these, what is English:\n\n{LEARNED_FROM}" if english else f"{LEARNED_FROM}\n"
    learned += TAUGHT.get(facts.path.stem, "")
    look = ""
    if ENTRY in more:
        look = (
            "- a second look at every utterance that is over (`models/second_look.py`): a GRU that reads it backwards, "
            f"{len(more[ENTRY]) / 1e3:.0f} KB of the file\n"
        )
    what = WHAT.get(facts.path.stem, f"An acoustic model (`inglenook model use {facts.path.stem}`)")
    return f"""\
# {name}

{what}: sound to phones, {tongues}, streaming.

- one ONNX graph with its front end: 40 mel bands, PCEN, two convolutions, GRUs with residual connections, int8 weights
- {len(facts.phones) - 1} phones (ARPAbet and pinyin, without stress and tone); {facts.bytes / 1e6:.2f} MB
{look}- one row every {facts.frame_seconds * 1000:.0f} ms, {facts.delay_seconds * 1000:.0f} ms late
- shape: {more.get("shape", "unknown")}
- trained: {more.get("trained", "unknown")}; recipe: {more.get("recipe", "unknown")}
- exported {more.get("exported", "unknown")}

Set on validation data by `models/recipes/calibrate.py`:

{numbers}

## Figures

{section(measured)}

## Learned from

{learned}
## Limits

{LIMITS}{LOOK_LIMITS if ENTRY in more else ""}
The weights are under Apache-2.0 as far as they are ours to license; what they learned from keeps its own terms (above,
and `NOTICE`), CC BY-SA for the HSK words and the telephone words among them.
"""


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=bundled_model())
    parser.add_argument("--readme", type=Path, default=Path("README.md"))
    arguments = parser.parse_args()
    measured = json.loads(arguments.model.with_suffix(".json").read_text(encoding="utf-8"))
    facts = AcousticModel(arguments.model).facts
    if arguments.model.resolve() != bundled_model().resolve():
        arguments.model.with_suffix(".md").write_text(card(facts, measured), encoding="utf-8")
        return
    (arguments.model.parent / "README.md").write_text(card(facts, measured), encoding="utf-8")
    arguments.readme.write_text(
        with_section(arguments.readme.read_text(encoding="utf-8"), measured), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
