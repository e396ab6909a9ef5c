"""Papers of a case printed one after the other, off the main thread: what is missing is asked, what failed is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.viewmodels.paper_ports import NeedsText, PaperDesk, PrintRow, Wanted
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.reprinting import reason_of, reasons_hint
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_asking import Ask, Sheet, in_order, words
from officer_app.viewmodels.transit_places import Clerk

_BAD = frozenset({"failed", "unknown"})


@dataclass(frozen=True)
class _Came:
    """What came of one paper."""

    title: Both
    said: Both
    bad: bool


def _said(came: _Came) -> Both:
    return came.said


class TransitPrinting:
    """What is being printed, and what came of it. One paper at a time; questions come when nothing else is asked."""

    def __init__(self, clerk: Clerk, papers: PaperDesk | None, tools: Tools) -> None:
        self._clerk = clerk
        self._papers = papers
        self._tools = tools
        self._left: list[tuple[Wanted, str]] = []
        self._running = False
        self._done: list[_Came] = []

    def begin(self, case: str, forms: Iterable[str], more: Mapping[str, str] | None = None) -> None:
        """Print `forms` of `case` after what is under way."""
        if self._papers is None:
            return
        if not self._running:
            self._done.clear()
        self._left += [(Wanted(form, case, more or {}), "") for form in forms]
        self._next()

    def said(self, speech: Speech) -> tuple[str, str]:
        """How it stands (empty, printing, printed or failed), and in words."""
        if not self._running and not self._done:
            return "", ""
        # What came out alike is said once, with all its papers.
        parts = []
        for said, papers in groupby(self._done, _said):
            titles = ", ".join(each.title.say(speech.language) for each in papers)
            parts.append(f"{said.say(speech.language)}: {titles}")
        state = "failed" if any(each.bad for each in self._done) else "printed"
        if self._running:
            parts.append(speech.say("transit_printing"))
            state = "printing"
        return state, " · ".join(parts)

    def forget(self) -> None:
        """Say no more of what is done; what is queued is printed all the same."""
        if not self._running:
            self._done.clear()

    def _next(self) -> None:
        officer, papers = self._clerk.officer, self._papers
        if self._running or not self._left or officer is None or papers is None:
            return
        wanted, reason = self._left.pop(0)
        self._running = True
        self._tools.run(
            lambda: papers.print_paper(officer, wanted, reason),
            partial(self._printed, wanted),
            partial(self._failed, wanted),
        )

    def _printed(self, wanted: Wanted, answer: PrintRow | NeedsText | Refusal) -> None:
        self._running = False
        if isinstance(answer, NeedsText):
            self._ask_text(wanted, answer)
        elif isinstance(answer, Refusal) and answer.code == "reprint_reason":
            self._ask_reason(wanted)
        elif isinstance(answer, Refusal):
            self._note(Both(wanted.form, wanted.form), self._both_refusal(answer), bad=True)
        else:
            self._note(
                Both(answer.title.th, answer.title.en),
                Both(answer.said.th, answer.said.en),
                bad=answer.status in _BAD,
            )
        self._next()
        self._tools.changed()

    def _failed(self, wanted: Wanted, sentence: Both) -> None:
        self._running = False
        self._note(Both(wanted.form, wanted.form), sentence, bad=True)
        self._next()
        self._tools.changed()

    def _ask_text(self, wanted: Wanted, needed: NeedsText) -> None:
        """A field of the paper that nobody declared: it is asked for, under the form's own name for it."""
        label = Both(needed.label.th, needed.label.en)
        ask = Ask("text", label, words(most=200), self._both("transit_paper_needs"))

        def done(said: Mapping[str, str]) -> None:
            self.begin(wanted.number, (wanted.form,), {**wanted.more, needed.field: said["text"]})

        self._clerk.ask_later(Sheet(self._both("transit_papers"), in_order(ask), done))

    def _ask_reason(self, wanted: Wanted) -> None:
        thai = self._clerk.voices.speech("th")
        hint = self._clerk.voices.both(reasons_hint)
        ask = Ask("reason", self._both("ask_reprint"), lambda text: reason_of(text, thai), hint)

        def done(said: Mapping[str, str]) -> None:
            self._left.append((wanted, said["reason"]))
            self._next()

        self._clerk.ask_later(Sheet(self._both("transit_papers"), in_order(ask), done))

    def _note(self, title: Both, said: Both, *, bad: bool) -> None:
        self._done.append(_Came(title, said, bad))
        if bad:
            self._tools.signals.attention()

    def _both_refusal(self, refusal: Refusal) -> Both:
        return self._clerk.voices.both(lambda speech: speech.refusal(refusal))

    def _both(self, key: str) -> Both:
        return self._clerk.voices.both(lambda speech: speech.say(key))
