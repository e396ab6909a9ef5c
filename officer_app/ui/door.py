"""The door of a window: who is let in, why not, and what a locked one says. No record is seen through it."""

from collections.abc import Callable
from functools import partial

from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import name_key
from officer_app.texts import Both
from officer_app.ui.desk import Desk
from officer_app.ui.pages.sign_in_page import SignInPage
from officer_app.viewmodels.entrances import Entrance
from officer_app.viewmodels.ports import Run
from officer_app.viewmodels.speech import NOTHING, Speech, Voices

_OVER = frozenset({"wrong_password", "locked", "account_locked", "account_ended", "key_revoked"})
"""Refusals of a change of password after which it begins at the password again."""


class Door:
    """The sign-in page at work. `officer` is None while signed out or locked; `opened` is called with who came in;
    `away` says what was turned away meanwhile, in a language. `asks`: what a second officer is asked for.
    """

    def __init__(
        self,
        desk: Desk,
        run: Run,
        opened: Callable[[SignedIn], None],
        away: Callable[[str], str],
        asks: Both | None = None,
    ) -> None:
        self.officer: SignedIn | None = None
        self.language = desk.language
        self.page = SignInPage(desk.segment, self._try, desk.practise)
        self._desk = desk
        self._run = run
        self._opened = opened
        self._away = away
        self._asks = asks
        self._voices = Voices(desk.texts)
        self._locked = False
        self._refusal = NOTHING
        self._badge = ""
        self._old = ""
        self.page.left = self._back_to_password
        self.page.list_officers(desk.officers())

    def lock(self) -> None:
        """Nobody is at the desk any more."""
        self._locked = self.officer is not None or self._locked
        self.officer = None
        self._refusal = NOTHING
        self._ask_for(Entrance.PASSWORD)
        self.page.list_officers(self._desk.officers())

    def takes(self, text: str) -> bool:
        """Whether a scan was the badge of somebody who may come in by it: then the PIN is asked. Of an officer whose
        key was not unlocked in this shift the password is.
        """
        whose = self._desk.accounts.whose_badge(text) if not self.page.busy else None
        if isinstance(whose, Person) and not self._is_here(whose):
            self._badge, self._refusal = text, NOTHING
            self._ask_for(Entrance.PIN)
            self.page.choose(whose.name)
            self._desk.signals.good()
        elif isinstance(whose, Refusal) and whose.code == "no_session" and self.officer is None:
            self._ask_for(Entrance.PASSWORD)
            self._refuse(self._said(whose))
        else:
            return False
        self.show_state()
        self.page.take_focus()
        return True

    def show_state(self) -> None:
        """Say why the door is shut."""
        away = self._away(self.language) if self.officer is None else ""
        speech = self._voices.speech(self.language)
        title = speech.say("locked_title" if self._locked else "sign_in_title")
        if self._asks is not None:
            title = speech.say("second_title", what=self._asks.say(self.language))
        hint = "sign_in_hint" if self._asks is None else "second_hint"
        self.page.show_state(speech, title, self._refusal.say(self.language), away, hint)

    def turn_back(self, refusal: Refusal) -> None:
        """Who came in may not: the door is shut again, and says why."""
        self.officer = None
        self._refuse(self._said(refusal))

    def _is_here(self, person: Person) -> bool:
        return self.officer is not None and name_key(self.officer.person.name) == name_key(person.name)

    def _try(self, name: str, secret: str, again: str) -> None:
        accounts, badge, old = self._desk.accounts, self._badge, self._old
        self._refusal = NOTHING
        if self.page.entrance is Entrance.NEW_PASSWORD and secret != again:
            self._refuse(self._said(Refusal("passwords_differ")))
            return
        self.show_state()
        if self.page.entrance is Entrance.PIN:
            self._enter(lambda: accounts.resume(badge, secret))
        elif self.page.entrance is Entrance.NEW_PASSWORD:
            self._enter(lambda: accounts.change_password(name, old, secret))
        else:
            self._old = secret
            self._enter(lambda: self._desk.sign_in(name, secret))

    def _enter(self, tried: Callable[[], SignedIn | Refusal]) -> None:
        how, attendance = self.page.entrance, self._desk.attendance

        def work() -> SignedIn | Refusal:
            answer = tried()
            if isinstance(answer, SignedIn):
                # Kept before the desk opens, so that it stands in the chain before the first stamp.
                attendance.came(answer, how)
            return answer

        self._run(work, self._answered, self._refuse)

    def _answered(self, answer: SignedIn | Refusal) -> None:
        if isinstance(answer, Refusal):
            self._ask_for(self._after(answer))
            self._refuse(self._said(answer))
            return
        self.page.busy = False
        self._ask_for(Entrance.PASSWORD)
        self.officer, self._locked, self._refusal = answer, False, NOTHING
        self._opened(answer)

    def _after(self, refusal: Refusal) -> Entrance:
        """What is asked next. The old password is kept for as long as its change is asked for, and no longer."""
        here = self.page.entrance
        if refusal.code == "must_change":
            return Entrance.NEW_PASSWORD
        again = refusal.code == "wrong_pin" if here is Entrance.PIN else refusal.code not in _OVER
        return here if again else Entrance.PASSWORD

    def _back_to_password(self) -> None:
        self._refusal = NOTHING
        self._ask_for(Entrance.PASSWORD)
        self.show_state()
        self.page.take_focus()

    def _ask_for(self, entrance: Entrance) -> None:
        if entrance is not Entrance.PIN:
            self._badge = ""
        if entrance is not Entrance.NEW_PASSWORD:
            self._old = ""
        self.page.ask_for(entrance)

    def _said(self, refusal: Refusal) -> Both:
        return self._voices.both(partial(Speech.refusal, refusal=refusal))

    def _refuse(self, sentence: Both) -> None:
        self.page.busy = False
        self._refusal = sentence
        self._desk.signals.refuse()
        self.show_state()
        self.page.take_focus()


def is_badge(text: str) -> bool:
    """Whether a scanned text says of itself that it is a badge. Others are known as badges only at a locked window."""
    reading = recognise(text)
    return not isinstance(reading, Unreadable) and reading.kind is Kind.BADGE
