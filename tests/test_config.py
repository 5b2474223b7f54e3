from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from assistant import config as config_module
from assistant.config import default_text, load_config, parse_config, set_value
from assistant.errors import ConfigError
from assistant.paths import config_folder, state_folder, write_atomically
from assistant.settings import Config, Mode

PATH = Path("/somewhere/config.toml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INGLENOOK_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("INGLENOOK_STATE_DIR", str(tmp_path / "state"))
    return tmp_path


def test_the_first_run_writes_a_file_that_explains_itself_and_means_the_defaults(folder: Path) -> None:
    first = load_config()
    assert first.path == folder / "config" / "config.toml"
    assert first.warnings == ()
    text = first.path.read_text(encoding="utf-8")
    assert text == default_text()
    assert "# Seconds of silence" in text
    assert 'wake_phrases = ["hey inglenook"]' in text
    assert first.config == Config(folder=folder / "config", state=folder / "state")
    assert load_config() == first


def test_every_setting_has_a_line_of_comment_above_it() -> None:
    lines = default_text().splitlines()
    settings = [number for number, line in enumerate(lines) if "=" in line and not line.startswith("#")]
    assert len(settings) >= 15
    assert all(lines[number - 1].startswith("# ") for number in settings)


def test_values_are_read_into_frozen_types() -> None:
    config = parse_config(
        """
        languages = ["en", "zh"]
        listen.mode = "push"
        listen.microphone = 3
        listen.timeout = 5
        [history]
        keep_sound = true
        """,
        PATH,
    )
    assert config.languages == ("en", "zh")
    assert config.listen.mode is Mode.PUSH
    assert config.listen.microphone == 3
    assert config.listen.timeout == 5.0
    assert isinstance(config.listen.timeout, float)
    assert config.history.keep_sound
    assert config.history.max_rows == Config().history.max_rows
    with pytest.raises(FrozenInstanceError):
        config.languages = ()  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            'langauges = ["en"]',
            "/somewhere/config.toml:1: there is no setting langauges. The nearest is languages",
        ),
        ("\n[listen]\nmicrophon = 1", "config.toml:3: there is no setting listen.microphon"),
        ("strictness = 0.7", "The nearest is listen.strictness"),
        ("[lisen]\nmode = 'wake'", "config.toml:1: there is no setting lisen. The nearest is listen"),
        ("listen = 3", "config.toml:1: listen must be a section [listen], and is 3"),
        ("[listen]\nmode = 'shout'", "listen.mode must be one of push, wake, always, and is 'shout'"),
        ("[listen]\nmode = 1", "listen.mode must be a text in quotes, and is 1"),
        (
            "[listen]\n# x = 1\nstrictness = 2",
            "config.toml:3: listen.strictness must be from 0 to 1, and is 2",
        ),
        ("[listen]\nstrictness = nan", "listen.strictness must be a number"),
        ("[listen]\ntimeout = true", "listen.timeout must be a number, and is true"),
        (
            "listen.microphone = 1.5",
            "listen.microphone must be a text in quotes or a whole number, and is 1.5",
        ),
        ("[listen]\nwake_phrases = 'hey'", "listen.wake_phrases must be a list of texts, and is 'hey'"),
        ("[listen]\nwake_phrases = [' ']", "listen.wake_phrases must be a list of texts, not empty"),
        ("languages = []", "languages must be a list of texts, not empty"),
        ("languages = ['en', 'de']", "languages must be one of en, zh"),
        ("[history]\nmax_rows = 0", "history.max_rows must be from 1 to"),
        ("[history]\nmax_rows = true", "history.max_rows must be a whole number, and is true"),
        ("[history]\nkeep_sound = 1", "history.keep_sound must be true or false, and is 1"),
        ("folder = '/tmp'", "there is no setting folder"),
        ("a = = 2", "/somewhere/config.toml is not TOML"),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_was_expected(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, PATH)
    assert complaint in str(caught.value)
    assert caught.value.remedy


def test_the_line_of_broken_toml_is_told() -> None:
    with pytest.raises(ConfigError, match="line 2"):
        parse_config("languages = ['en']\nlisten = = 1\n", PATH)


def test_a_file_that_is_no_text_is_told_and_left_alone(folder: Path) -> None:
    path = folder / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config(path)
    assert path.read_bytes() == b"\xff\xfe\x00"


def test_a_folder_in_the_place_of_the_file_is_told(folder: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        load_config(folder)


def test_an_unwritable_folder_is_a_warning_and_the_defaults_count(folder: Path) -> None:
    (folder / "config").write_text("a file where a folder should be", encoding="utf-8")
    loaded = load_config()
    assert loaded.config.languages == ("en",)
    assert len(loaded.warnings) == 1
    assert "cannot write" in loaded.warnings[0]
    assert str(folder / "config") in loaded.warnings[0]


def test_a_value_is_written_back_and_comments_stay(folder: Path) -> None:
    path = folder / "config.toml"
    before = """# mine
languages = ["en"]  # for now

[listen]
# which one
microphone = "old"  # under the desk
"""
    path.write_text(before, encoding="utf-8")
    path.chmod(0o600)
    changed = set_value(path, "listen.microphone", "麦克风")
    assert changed.listen.microphone == "麦克风"
    assert load_config(path).config == changed
    assert path.read_text(encoding="utf-8") == before.replace("old", "麦克风")
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(folder.iterdir()) == [path]


def test_a_value_can_go_into_a_section_or_a_file_that_is_not_there(folder: Path) -> None:
    path = folder / "new" / "config.toml"
    assert set_value(path, "listen.mode", "push").listen.mode is Mode.PUSH
    assert "# Seconds of silence" in path.read_text(encoding="utf-8")
    path.write_text('languages = ["zh"]\n', encoding="utf-8")
    assert set_value(path, "history.keep_sound", value=True).history.keep_sound
    assert set_value(path, "languages", ["en", "zh"]).languages == ("en", "zh")
    assert load_config(path).config.history.keep_sound


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("listen.mod", "wake", "The nearest is listen.mode"),
        ("listen.mode", "shout", "one of push, wake, always"),
        ("listen", 3, "must be a section"),
        ("languages.first", "en", "cannot set languages.first"),
    ],
)
def test_what_would_not_be_valid_is_not_written(
    folder: Path, key: str, value: str | int, complaint: str
) -> None:
    path = load_config().path
    before = path.read_bytes()
    with pytest.raises(ConfigError, match=complaint):
        set_value(path, key, value)
    assert path.read_bytes() == before
    assert folder in path.parents


def test_a_file_with_a_fault_is_not_rewritten(folder: Path) -> None:
    path = folder / "config.toml"
    path.write_text("lisen = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"config\.toml:1: there is no setting lisen"):
        set_value(path, "listen.mode", "push")
    assert path.read_text(encoding="utf-8") == "lisen = 1\n"


def test_a_failed_write_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = load_config().path
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ConfigError, match="No space left on device"):
        set_value(path, "listen.mode", "push")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    assert folder in path.parents


def test_write_atomically_follows_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_paths_start_at_the_config_and_state_folders(folder: Path) -> None:
    assert (config_folder(), state_folder()) == (folder / "config", folder / "state")
    config = parse_config(
        "[sentences]\nfiles = ['extra.yaml']\n[speech]\nmodel = '/models/mine.onnx'", folder / "config.toml"
    )
    (folder / "sentences").mkdir()
    for name in ("b.yaml", "a.yaml", "notes.txt"):
        (folder / "sentences" / name).touch()
    assert [path.relative_to(folder).as_posix() for path in config.sentence_paths()] == [
        "sentences/a.yaml",
        "sentences/b.yaml",
        "extra.yaml",
    ]
    assert config.model_path == Path("/models/mine.onnx")
    assert config.lexicon_path == folder / "lexicon.toml"
    assert config.home_path is None
    assert config.history_path == folder / "state" / "history.sqlite"
    assert Config(folder=folder).sentence_paths() == (
        folder / "sentences/a.yaml",
        folder / "sentences/b.yaml",
    )


def test_without_overrides_the_platform_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("INGLENOOK_CONFIG_DIR", "INGLENOOK_STATE_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert config_folder().name == state_folder().name == "inglenook"
    assert config_module.FILE_NAME == "config.toml"
