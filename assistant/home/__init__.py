"""The home: what there is and what it is called, and the back ends that act on it.

The grammar room needs `Home.slot_lists`, `Home.intent_context` and `default_intents`; the application makes a
`Home` with `load_home`, gives it to a `Backend` such as `SimulatedHome`, and hands it recognitions.
"""

from assistant.home.backend import Backend, Watcher
from assistant.home.edit import add_alias, rename, set_names, set_sensitive
from assistant.home.load import default_home_text, load_home, read_home
from assistant.home.model import Area, Entity, Floor, Home, SlotEntry
from assistant.home.sentences import default_intents, extra_sentences, sentence_file
from assistant.home.simulated import CONFIRM_SECONDS, SimulatedHome
from assistant.home.store import StateStore

__all__ = [
    "CONFIRM_SECONDS",
    "Area",
    "Backend",
    "Entity",
    "Floor",
    "Home",
    "SimulatedHome",
    "SlotEntry",
    "StateStore",
    "Watcher",
    "add_alias",
    "default_home_text",
    "default_intents",
    "extra_sentences",
    "load_home",
    "read_home",
    "rename",
    "sentence_file",
    "set_names",
    "set_sensitive",
]
