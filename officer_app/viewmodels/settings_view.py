"""What the page of settings shows, as plain values in one language."""

from collections.abc import Sequence
from typing import Protocol

from officer_app.core.refusals import Refusal
from officer_app.viewmodels.list_view import Evidence, ListView
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.station_page import verbs
from officer_app.viewmodels.station_ports import SettingChange, SettingRow
from officer_app.viewmodels.view import Asking, Fact, Line, Tone, Verb


class Shown(Protocol):
    """The state of the page."""

    wrong: Refusal | None
    words: str
    only_changed: bool
    changes: Sequence[SettingChange]
    selected: int
    busy: bool

    @property
    def question(self) -> str: ...
    @property
    def may_change(self) -> bool: ...
    def speech(self, language: str) -> Speech: ...
    def shown(self) -> list[SettingRow]: ...
    def row(self) -> SettingRow | None: ...


def settings_view(model: Shown, language: str, message: str, tone: Tone) -> ListView:
    """The page as it is now."""
    speech = model.speech(language)
    name = "differences" if model.changes else "settings"
    lines = _changes(model, speech) if model.changes else _lines(model, language, speech)
    row = model.row()
    title = speech.say("settings_found", words=model.words) if model.words and not model.changes else ""
    return ListView(
        title=title or speech.say(f"{name}_title"),
        hint=speech.say(f"{name}_hint"),
        heads=tuple(speech.say(f"settings_head_{head}") for head in _HEADS[name]),
        lines=lines,
        selected=min(model.selected, max(0, len(lines) - 1)),
        empty="" if lines or model.busy else speech.say("settings_none"),
        message=speech.say("station_busy") if model.busy else message,
        tone=Tone.NEUTRAL if model.busy else tone,
        asking=_asking(model, row, language, speech) if model.question else None,
        entry="" if model.question or model.changes else speech.say("settings_entry"),
        verbs=_verbs(model, speech),
        sides=_sides(row, language, speech) if row is not None else (),
        long=True,
    )


_HEADS = {"settings": ("name", "key", "counts", "value"), "differences": ("key", "before", "counts", "after")}


def _lines(model: Shown, language: str, speech: Speech) -> tuple[Line, ...]:
    return tuple(
        Line(
            (
                row.title.say(language),
                row.key,
                speech.say("setting_waits") if row.waits else speech.say(f"setting_effect_{row.effect}"),
                _short(row.value),
            ),
            tones=((2, Tone.ATTENTION),) if row.waits else (),
        )
        for row in model.shown()
    )


def _changes(model: Shown, speech: Speech) -> tuple[Line, ...]:
    return tuple(
        Line(
            (
                change.key,
                _short(change.before),
                speech.say("setting_kept") if change.kept else speech.say(f"setting_effect_{change.effect}"),
                _short(change.after),
            ),
            tones=((2, Tone.ATTENTION),) if change.kept else (),
        )
        for change in model.changes
    )


def _sides(row: SettingRow, language: str, speech: Speech) -> tuple[Evidence, ...]:
    about = Evidence(row.title.say(language), row.about.say(language), ())
    values = [
        Fact(speech.say("setting_value_now"), row.value),
        Fact(speech.say("setting_default"), row.default or "–"),
        Fact(speech.say("setting_origin"), speech.say(f"setting_origin_{row.origin}")),
        Fact(speech.say("setting_counts"), speech.say(f"setting_counts_{row.effect}")),
    ]
    if row.waits:
        values.insert(1, Fact(speech.say("setting_running"), row.running, tone=Tone.ATTENTION))
    return about, Evidence(row.key, "", tuple(values))


def _asking(model: Shown, row: SettingRow | None, language: str, speech: Speech) -> Asking:
    wrong = speech.refusal(model.wrong) if model.wrong is not None else ""
    if model.question == "setting_value" and row is not None:
        prompt = speech.say("setting_value_prompt", title=row.title.say(language))
        hint = speech.say("setting_value_choices" if row.choices else f"setting_value_{row.kind}")
        phrases, more = row.choices or (_typed(row.value),), speech.say("phrases_more")
        return Asking(model.question, prompt, hint, wrong, phrases=phrases, whole=True, more=more)
    return Asking(model.question, speech.say(f"{model.question}_prompt"), speech.say(f"{model.question}_hint"), wrong)


def _verbs(model: Shown, speech: Speech) -> tuple[Verb, ...]:
    closed = "" if model.may_change else "setting_supervisor"
    asking = "why_asking" if model.question else ""
    if model.changes:
        return verbs(speech, lambda name: speech.say(f"settings_do_{name}"), {"apply": closed}, "leave")
    row = model.row()
    fixed = "setting_no_line" if row is None else "setting_is_fixed" if row.effect == "fixed" else ""
    return verbs(
        speech,
        lambda name: speech.say("settings_do_all" if name == "only" and model.only_changed else f"settings_do_{name}"),
        {"change": closed or fixed or asking, "only": asking, "export": asking, "take": closed or asking},
    )


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"


def _typed(value: str) -> str:
    """A value as a person would type it: a plain text without its quotation marks."""
    plain = len(value) > 2 and value[0] == value[-1] == '"' and "\\" not in value
    return value[1:-1] if plain else value
