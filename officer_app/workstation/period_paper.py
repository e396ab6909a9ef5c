"""The register of a period as a paper: a line for each day, shift, officer, lane or counter, and their sum."""

from collections.abc import Callable, Mapping
from datetime import date

from officer_app.core.acts import format_time
from officer_app.core.buddhist import date_be
from officer_app.core.figures import Figures
from officer_app.core.ports import Station
from officer_app.core.register import By
from officer_app.texts import Both, Texts
from officer_app.usecases.read_register import Register, days_of

PERIOD_FORM = "period-register"
_PLAIN = ("acts", "green", "red", "xray", "releases", "holds", "refused", "annulled", "papers", "copies", "cleared")


def period_data(
    register: Register, station: Station, by: str, texts: Texts, name_of: Callable[[str], str]
) -> Mapping[str, object]:
    """The fields of PERIOD_FORM. `by`: who made it; `name_of`: account → the name people read."""
    words = PeriodWords(texts, name_of)
    first, last = days_of(register.wanted.span)
    lines = [_line(line, words.key(register.wanted.by, line.key)) for line in register.lines]
    data: dict[str, object] = {
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "site": station.site,
        "station": station.name,
        "line_is": words.both(f"register_short_by_{register.wanted.by}"),
        "read_at": format_time(register.read_at),
        "waiting_total": len(register.waiting),
        "unconfirmed_total": len(register.unconfirmed),
        "unconfirmed_after_h": register.unconfirmed_after_h,
        "officer_name": by,
        "lines": [*lines, _line(register.total, words.both("register_all"))],
    }
    if only := words.only(register):
        data["only"] = only
    if register.waiting:
        data["oldest_since"] = format_time(register.waiting[0].since)
    return data


def _line(line: Figures, key: str) -> Mapping[str, object]:
    times = {name: _hours(value) for name, value in (("p50", line.p50_s), ("p95", line.p95_s)) if value is not None}
    counted = {name: getattr(line, name) for name in _PLAIN}
    return {"key": key, **counted, **times, "scans": line.scans, "odd": line.scans_unknown + line.scans_refused}


def _hours(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}"


class PeriodWords:
    """What the lines of a register stand for, in both languages at once."""

    def __init__(self, texts: Texts, name_of: Callable[[str], str]) -> None:
        self._texts = texts
        self._name_of = name_of

    def both(self, key: str, **params: str) -> str:
        """The sentence `window.<key>`, once where both languages say the same."""
        said = self._texts.both(f"window.{key}", **params)
        return _once(said)

    def key(self, by: By, key: str) -> str:
        """What a line stands for."""
        match by:
            case By.DAY:
                return date_be(date.fromisoformat(key))
            case By.SHIFT:
                day, _, name = key.partition(" ")
                return f"{date_be(date.fromisoformat(day))} {name}"
            case By.OFFICER:
                return self._name_of(key) or self.both("register_no_officer")
            case By.LANE:
                return self.both(f"outcome_{key}") if key else self.both("register_no_lane")
            case By.COUNTER:
                return key

    def only(self, register: Register) -> str:
        """What the register leaves out all else for; empty where it is about everything."""
        only = register.wanted.only
        said = (
            self.both("register_only_shift", name=only.shift) if only.shift else "",
            self._name_of(only.officer) if only.officer else "",
            self.both(f"outcome_{only.lane}") if only.lane else "",
            only.counter,
        )
        return " · ".join(filter(None, said))


def _once(said: Both) -> str:
    return said.th if said.th == said.en else f"{said.th} {said.en}"
