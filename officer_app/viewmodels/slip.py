"""The slip of a stamp on its way to the printer: what became of it never touches the stamp itself."""

from functools import partial

from officer_app.core.acts import Subject
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.record_print import STAMP_SLIP, copies_before
from officer_app.viewmodels.ports import Printed, Tools
from officer_app.viewmodels.speech import Speech

LOOK_EVERY, LOOK_RARELY = 2, 60
"""After so many seconds the printer is asked again; after so many where asking itself failed."""
PATIENT_LOOKS = 10
"""So often a printer may say that it is at it before the slip counts as not out."""


class Slip:
    """The last slip that was asked for. `state`: empty, printing, printed or failed."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.state = ""
        self._number = ""
        self._made: Printed | None = None
        self._trouble: Refusal | Both | None = None
        self._asking = False
        self._next_look = LOOK_EVERY
        self._looks = 0

    def printed_before(self, number: str) -> bool:
        """Whether a slip of this permit may lie somewhere: the next one is a copy, and wants a reason."""
        return copies_before(self._tools.counter, Subject("permit", number), STAMP_SLIP) > 0

    def start(self, officer: SignedIn, number: str, act_id: str, reason: str = "") -> None:
        """Print the slip of the stamp `act_id` in the background; `reason`: why again."""
        self.state, self._number, self._made, self._trouble = "printing", number, None, None
        self._next_look, self._looks = LOOK_EVERY, 0
        tools = self._tools
        tools.run(lambda: tools.print_slip(officer, number, act_id, reason), self._done, self._failed)

    def look_again(self) -> None:
        """A second went by. What has not come out may have, or was printed again elsewhere: that is asked off the main
        thread, one question at a time.
        """
        made = self._made
        if self.state not in ("printing", "failed") or made is None or made.later is None or self._asking:
            return
        self._next_look -= 1
        if self._next_look <= 0:
            self._asking, self._next_look = True, LOOK_EVERY
            self._tools.run(made.later, partial(self._became, made), self._not_told)

    def _became(self, before: Printed, now: Printed) -> None:
        self._asking = False
        # Another slip may have been asked for meanwhile.
        if self._made is before:
            self._looks += 1
            self._learn(now)

    def _not_told(self, sentence: Both) -> None:
        """The fault is in the log; what was said last still stands."""
        self._asking, self._next_look = False, LOOK_RARELY

    def forget(self) -> None:
        """The next scan is here: what was printed need not be said any longer; what failed must."""
        if self.state == "printed":
            self.state = ""

    def text(self, speech: Speech) -> str:
        """What to say about it."""
        if not self.state:
            return ""
        if self._made is not None and self.state != "printing":
            return self._made_text(self._made, speech)
        if isinstance(self._trouble, Refusal):
            return speech.say("slip_failed", number=self._number, reason=speech.refusal(self._trouble))
        if self._trouble is not None:
            return speech.say("slip_failed", number=self._number, reason=self._trouble.say(speech.language))
        return speech.say("slip_printing", number=self._number)

    def _made_text(self, made: Printed, speech: Speech) -> str:
        """Nothing is called printed that no printer has said to be."""
        copy = str(made.copy)
        if not made.printer:
            return speech.say("slip_filed", number=self._number, file=made.file, copy=copy)
        if made.done:
            return speech.say("slip_printed", number=self._number, printer=made.printer, copy=copy)
        said = made.sentence
        reason = "" if said is None else said.en if speech.language == "en" else said.th
        key = "slip_not_out" if made.open else "slip_ended"
        return speech.say(key, number=self._number, printer=made.printer, reason=reason)

    def _done(self, made: Printed | Refusal) -> None:
        if isinstance(made, Refusal):
            self._stopped(made)
        else:
            self._learn(made)

    def _learn(self, made: Printed) -> None:
        before = self.state, self._made
        if made.done or not made.printer:
            self.state = "printed"
        else:
            self.state = "printing" if made.moving and self._looks < PATIENT_LOOKS else "failed"
        self._made = made
        if self.state == "failed" and before[0] == "printing":
            self._tools.signals.attention()
        if (self.state, made) != before:
            self._tools.changed()

    def _failed(self, sentence: Both) -> None:
        self._stopped(sentence)

    def _stopped(self, trouble: Refusal | Both) -> None:
        self.state, self._trouble = "failed", trouble
        self._tools.signals.attention()
        self._tools.changed()
