"""Says what the demonstration does while it does it, and remembers it for the summary."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from officer_app.cli.out import Out


class DemoFailed(Exception):
    """A step of the round did not come out as it must; the message says which and what was seen."""


@dataclass
class Narrator:
    """One line per step for people, one JSON object per line for programs."""

    out: Out
    as_json: bool
    counts: dict[str, int] = field(default_factory=dict)
    painted_ms: list[float] = field(default_factory=list)
    stamped_ms: list[float] = field(default_factory=list)

    def step(self, thai: str, english: str) -> None:
        """A new part of the round begins."""
        if self.as_json:
            self._line({"step": english, "th": thai})
        else:
            self._say(f"\n• {thai}\n  {english}")

    def recorded(self, station: str, number: str, what: str, act_id: str) -> None:
        """The window has shown an act as recorded."""
        self.count(what)
        if self.as_json:
            self._line({"recorded": what, "station": station, "number": number, "act_id": act_id})

    def refused(self, station: str, number: str, code: str, sentence: str) -> None:
        """The window has refused something, with its sentence."""
        self.count("refused")
        if self.as_json:
            self._line({"refused": code, "station": station, "number": number, "sentence": sentence})
        else:
            self._say(f"    ✕ {station} {number}: {sentence}")

    def note(self, text: str) -> None:
        """Something worth knowing on the way."""
        if self.as_json:
            self._line({"note": text})
        else:
            self._say(f"    {text}")

    def count(self, what: str) -> None:
        """One more of `what`."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def _line(self, body: dict[str, object]) -> None:
        self._say(json.dumps(body, ensure_ascii=False))

    def _say(self, text: str) -> None:
        self.out.write(text + "\n")
        self.out.flush()


def spread(values: Sequence[float]) -> dict[str, float | int]:
    """Median, 99th percentile and number of `values`; zeros where there are none."""
    if len(values) < 2:
        return {
            "p50": round(values[0], 3) if values else 0.0,
            "p99": round(values[0], 3) if values else 0.0,
            "n": len(values),
        }
    return {
        "p50": round(statistics.median(values), 3),
        "p99": round(statistics.quantiles(values, n=100, method="inclusive")[98], 3),
        "n": len(values),
    }
