"""Speech: the catalogue's sentences in one language, with times, names, roles and states said as people say them."""

from collections.abc import Callable, Mapping
from datetime import datetime

from officer_app.core.buddhist import datetime_be
from officer_app.core.refusals import Refusal
from officer_app.texts import Both, Texts

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400
NOTHING = Both("", "")


class Speech:
    """Says the keys under `window.`; `names` maps account names to the names that people read."""

    def __init__(self, texts: Texts, language: str, names: Mapping[str, str]) -> None:
        self.texts = texts
        self.language = language
        self._names = names
        self._plain: dict[str, str] = {}

    def say(self, key: str, /, **params: str) -> str:
        """The sentence `window.<key>`."""
        if params:
            return self.texts.say(f"window.{key}", self.language, **params)
        # Most sentences have no gaps, and a desk says dozens for each scan.
        if key not in self._plain:
            self._plain[key] = self.texts.say(f"window.{key}", self.language)
        return self._plain[key]

    def either(self, key: str, fallback: str, /, **params: str) -> str:
        """`window.<key>` or, where there is none, `window.<fallback>`: for codes that come from elsewhere."""
        return self.texts.either(f"window.{key}", f"window.{fallback}", **params).say(self.language)

    def officer(self, name: str) -> str:
        """The name people read, where it is known here."""
        return self._names.get(name, name)

    def refusal(self, refusal: Refusal) -> str:
        """The whole sentence of a refusal."""
        params = {name: self._param(name, value) for name, value in refusal.params.items()}
        if refusal.params.get("by") == "core" and not params.get("reason"):
            params["reason"] = self.say("by_core")
        said = self.texts.either(f"refused.{refusal.code}", "window.refused_other", **params, code=refusal.code)
        return said.say(self.language)

    def reason(self, code: str) -> str:
        """Why a text was not understood, or is doubted."""
        return self.texts.either(f"reason.{code}", "window.dropped").say(self.language)

    def state(self, state: str) -> str:
        """Where a permit stands."""
        return self.texts.either(f"state.{state}", "window.named", name=state).say(self.language)

    def duration(self, seconds: float) -> str:
        """A length of time in its two greatest units."""
        whole = max(0, int(seconds))
        if whole < MINUTE_S:
            return self.say("seconds", s=str(whole))
        if whole < HOUR_S:
            return self.say("minutes", m=str(whole // MINUTE_S))
        if whole < DAY_S:
            return self.say("hours", h=str(whole // HOUR_S), m=str(whole % HOUR_S // MINUTE_S))
        return self.say("days", d=str(whole // DAY_S), h=str(whole % DAY_S // HOUR_S))

    def _param(self, name: str, value: str) -> str:
        if name in ("at", "until"):
            moment = parse_moment(value)
            return datetime_be(moment) if moment else value
        if name == "officer":
            return self.officer(value)
        if name == "role":
            return " / ".join(self.either(f"role_{role}", "named", name=role) for role in value.split("/"))
        if name == "authority":
            return self.either(f"authority_{value}", "named", name=value)
        return self.texts.either(f"{name}.{value}", "window.named", name=value).say(self.language)


class Voices:
    """The two speeches of a desk, made once for an officer."""

    def __init__(self, texts: Texts, names: Mapping[str, str] | None = None) -> None:
        self._thai = Speech(texts, "th", names or {})
        self._english = Speech(texts, "en", names or {})

    def speech(self, language: str) -> Speech:
        """In `language`: th or en."""
        return self._english if language == "en" else self._thai

    def both(self, speak: Callable[[Speech], str]) -> Both:
        """What `speak` says, in both languages."""
        return Both(speak(self._thai), speak(self._english))


def parse_moment(text: str) -> datetime | None:
    """The moment of an ISO 8601 text with its zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
