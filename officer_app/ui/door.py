"""The door of a window: who is let in, why not, and what a locked one says; no record is seen through it."""

from collections.abc import Callable
from functools import partial

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.ui.desk import Desk
from officer_app.ui.pages.sign_in_page import SignInPage
from officer_app.viewmodels.ports import Run
from officer_app.viewmodels.speech import NOTHING, Speech, Voices


class Door:
    """The sign-in page at work. `officer` is None while signed out or locked; `opened` is called with who came in;
    `away` says what was turned away meanwhile, in a language.
    """

    def __init__(self, desk: Desk, run: Run, opened: Callable[[SignedIn], None], away: Callable[[str], str]) -> None:
        self.officer: SignedIn | None = None
        self.language = desk.language
        self.page = SignInPage(desk.segment, self._try)
        self._desk = desk
        self._run = run
        self._opened = opened
        self._away = away
        self._voices = Voices(desk.texts)
        self._locked = False
        self._refusal = NOTHING
        self.page.list_officers(desk.officers())

    def lock(self) -> None:
        """Nobody is at the desk any more."""
        self._locked = self.officer is not None or self._locked
        self.officer = None
        self._refusal = NOTHING
        self.page.list_officers(self._desk.officers())

    def show_state(self) -> None:
        """Say why the door is shut."""
        away = self._away(self.language) if self.officer is None else ""
        speech = self._voices.speech(self.language)
        self.page.show_state(speech, self._refusal.say(self.language), away, locked=self._locked)

    def _try(self, name: str, password: str) -> None:
        self._refusal = NOTHING
        self.show_state()
        self._run(lambda: self._desk.sign_in(name, password), self._answered, self._refuse)

    def _answered(self, answer: SignedIn | Refusal) -> None:
        if isinstance(answer, Refusal):
            self._refuse(self._voices.both(partial(Speech.refusal, refusal=answer)))
            return
        self.page.busy = False
        self.officer, self._locked, self._refusal = answer, False, NOTHING
        self._opened(answer)

    def _refuse(self, sentence: Both) -> None:
        self.page.busy = False
        self._refusal = sentence
        self._desk.signals.refuse()
        self.show_state()
        self.page.take_focus()
