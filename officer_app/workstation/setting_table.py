"""The table of settings for docs/settings.md: from the same words as the window's."""

from officer_app import settings as settings_file
from officer_app.texts import Texts
from officer_app.workstation.station_settings import default_values, effect_of

_HEAD = """\
# Settings

One table for people: `officer-app settings show` says the same of the values in use, the window shows it on
Shift+F11. Written by `officer-app settings explain`; a test keeps it so. The file is `settings.toml` in the home.
Counts: `at_once` within a second, also in a window that is open; `restart` when the program is opened next (the window
says so until then); `fixed` never once the workstation is made. No setting comes from the environment:
`OFFICER_APP_HOME` only names the home.

| Setting | Default | Counts | ไทย | English |
|---|---|---|---|---|
"""


def markdown(texts: Texts) -> str:
    """All settings as one Markdown page."""
    defaults = default_values()
    rows = [
        f"| `{key}` | {_code(defaults[key])} | {effect_of(key)} |"
        f" {_cell(texts, key, 'th')} | {_cell(texts, key, 'en')} |"
        for key in settings_file.kinds()
    ]
    return _HEAD + "\n".join(rows) + "\n"


def _cell(texts: Texts, key: str, language: str) -> str:
    said = f"**{texts.say(f'setting.{key}', language)}.** {texts.say(f'setting_about.{key}', language)}"
    return said.replace("|", "\\|")


def _code(value: str) -> str:
    return f"`{value}`".replace("|", "\\|") if value else ""
