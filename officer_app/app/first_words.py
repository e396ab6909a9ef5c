"""What the window says before anything is opened: from the settings as they stand in the file, unchecked."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from officer_app.paths import Home, resources
from officer_app.texts import Texts
from officer_app.ui.front import FrontWords

T = TypeVar("T", str, int, bool)


def first_settings(folder: Path) -> Mapping[str, object]:
    """The settings as they stand in the file, unchecked, for what is needed before they are read in earnest."""
    try:
        return tomllib.loads(Home(folder).settings.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def setting(said: Mapping[str, object], key: str, standard: T) -> T:
    """One of `first_settings`; `standard` where it is missing or of another kind."""
    value = said.get(key, standard)
    return value if isinstance(value, type(standard)) else standard


def first_words(said: Mapping[str, object]) -> FrontWords:
    """What the window says until the desk is open."""
    texts = Texts.load_part(resources() / "texts" / "frame.toml")
    language, mode, desk = setting(said, "language", "th"), setting(said, "mode", "real"), setting(said, "desk", "")
    return FrontWords(
        title=texts.either(f"window.desk_{desk}", "window.title").say(language),
        station=" · ".join(filter(None, (setting(said, "site", ""), setting(said, "name", "")))),
        mark=""
        if mode == "real"
        else texts.say("window.training" if mode == "training" else "window.sample", language),
        opening=texts.say("window.opening", language),
        hint=texts.say("window.opening_hint", language),
    )
