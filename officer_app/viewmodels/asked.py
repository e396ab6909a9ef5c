"""The text an inspection counter asks for: findings, an X-ray result, a reason; a scan typed into it is no answer."""

import re
from collections.abc import Iterable

from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.records import Permit
from officer_app.core.refusals import Refusal
from officer_app.core.words import grouped, kg_text
from officer_app.viewmodels.reprinting import reason_of, reasons_hint
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Asking

_GAP = re.compile(r"\{[a-z]+\}")
_SCANS = frozenset(
    {
        Kind.PERMIT,
        Kind.MANUAL_PERMIT,
        Kind.DECLARATION,
        Kind.MANUAL_DECLARATION,
        Kind.TOKEN,
        Kind.MAWB,
        Kind.CONTAINER,
        Kind.COMMAND,
    }
)
_EMPTY = {"findings": "findings_needed", "xray": "press_again", "hold": "reason_needed"}


def read_xray(text: str) -> tuple[str, str]:
    """The number of the picture and the result, from `number / result`; without a stroke all of it is the result."""
    reference, stroke, result = text.partition("/")
    return (reference.strip(), result.strip()) if stroke else ("", text)


def filled(phrases: Iterable[str], permit: Permit) -> tuple[str, ...]:
    """Phrases with the amounts and numbers of `permit` in their gaps; those for which it has none are left out."""
    gaps = {"{packages}": grouped(permit.packages), "{seal}": permit.seal_no, "{vehicle}": permit.vehicle}
    gaps |= {"{weight}": kg_text(permit.gross_weight_g), "{container}": permit.container_no}
    return tuple(
        _GAP.sub(lambda gap: gaps[gap[0]], phrase)
        for phrase in phrases
        if all(gaps.get(gap) for gap in _GAP.findall(phrase))
    )


class Asked:
    """`what`: findings, xray, hold, unhold or reprint; empty where nothing is asked."""

    def __init__(self) -> None:
        self.what = ""
        self._wrong: Refusal | None = None

    def ask(self, what: str) -> None:
        """Ask for it."""
        self.what, self._wrong = what, None

    def stop(self) -> None:
        """Ask no more."""
        self.what, self._wrong = "", None

    def only(self, *whats: str) -> bool:
        """Whether nothing else than one of `whats` is asked."""
        return self.what in ("", *whats)

    def is_scan(self, text: str) -> bool:
        """Whether a keyboard wedge typed a number into the field; it is then said that the scan waits."""
        reading = recognise(text)
        scanned = not isinstance(reading, Unreadable) and reading.kind in _SCANS
        if scanned:
            self._wrong = Refusal("scan_waits")
        return scanned

    def is_empty(self, text: str) -> bool:
        """Whether nothing was answered; what is needed is then said."""
        if not text.strip():
            self._wrong = Refusal(_EMPTY.get(self.what, "reason_needed"))
        return not text.strip()

    def reason(self, text: str, speech: Speech) -> str:
        """Why a paper is printed again; empty where the answer is none, and what is wrong with it is then said."""
        answer = reason_of(text, speech)
        if isinstance(answer, Refusal):
            self._wrong = answer
            return ""
        return answer

    def view(self, speech: Speech) -> Asking | None:
        """What to show of it."""
        if not self.what:
            return None
        wrong = "" if self._wrong is None else speech.either(f"wrong_{self._wrong.code}", "wrong_other")
        emptied = self._wrong is not None and self._wrong.code == "scan_waits"
        prompt, hint = speech.say(f"ask_{self.what}"), speech.say(f"ask_{self.what}_hint")
        if self.what == "reprint":
            hint = reasons_hint(speech)
        return Asking(self.what, prompt, hint, wrong, emptied)
