"""The practice shift as the window shows it: which exercise lies open, what is to be done, and what was done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from officer_app.core.practice import TRAINEE, TRAINER, Event, Exercise
from officer_app.texts import Texts


@dataclass(frozen=True)
class PracticeView:
    """One language. `todo`: what is to be done now; `note`: what was just done, or where the summary lies."""

    mark: str
    place: str
    title: str
    todo: str
    note: str
    keys: str
    back: str
    next: str
    summary: str
    leave: str
    finished: bool


class PracticeModel:
    """The shift of `exercises`, one at least. `password`: of the practice accounts, shown at their door."""

    def __init__(self, texts: Texts, exercises: Sequence[Exercise], password: str) -> None:
        self.exercises = tuple(exercises)
        self.at = 0
        self._texts = texts
        self._password = password
        self._done: tuple[bool, ...] | None = None
        self._just: Exercise | None = None
        self._file = self._failed = ""

    @property
    def done(self) -> tuple[bool, ...]:
        """Of each exercise whether it was done."""
        return self._done or (False,) * len(self.exercises)

    @property
    def finished(self) -> bool:
        """Whether all were."""
        return all(self.done)

    def take(self, events: Sequence[Event]) -> None:
        """What was done up to now, all of it. An exercise that is done makes room for the next."""
        before, self._done = self._done, tuple(each.done_at(events) is not None for each in self.exercises)
        if before is None:
            # What was done before the shift was left is no news.
            self._go_to_open(0)
            return
        new = [at for at, (was, now) in enumerate(zip(before, self._done, strict=True)) if now and not was]
        if new:
            self._just, self._file, self._failed = self.exercises[new[-1]], "", ""
            if self.at in new:
                self._go_to_open(self.at)

    def step(self, by: int) -> None:
        """To the next exercise (1) or the one before (-1), done or not."""
        self.at = (self.at + by) % len(self.exercises)
        self._just, self._file, self._failed = None, "", ""

    def written(self, file: str) -> None:
        """The summary lies in `file`."""
        self._file, self._failed = file, ""

    def failed(self, why: str) -> None:
        """The summary could not be written; `why` is a sentence."""
        self._file, self._failed = "", why

    def view(self, language: str, *, signed_in: bool) -> PracticeView:
        """What to show."""
        say = self._say(language)
        exercise = self.exercises[self.at]
        if not signed_in:
            todo = say("practice.sign_in", account=TRAINEE, password=self._password, trainer=TRAINER)
        elif self.finished:
            todo = say("practice.all_done")
        else:
            todo = say(f"practice.{exercise.name}_do", number=exercise.number)
        count = {"place": str(self.at + 1), "all": str(len(self.exercises)), "done": str(sum(self.done))}
        return PracticeView(
            mark=say("practice.mark"),
            place=say("practice.place", **count),
            title=say(f"practice.{exercise.name}"),
            todo=todo,
            note=self._note(say),
            keys=say("practice.keys"),
            back=say("practice.back"),
            next=say("practice.next"),
            summary=say("practice.summary"),
            leave=say("practice.leave"),
            finished=self.finished,
        )

    def _note(self, say: Callable[..., str]) -> str:
        if self._failed:
            return self._failed
        if self._file:
            return say("practice.summary_at", file=self._file)
        return say("practice.done_mark", title=say(f"practice.{self._just.name}")) if self._just else ""

    def _say(self, language: str) -> Callable[..., str]:
        return lambda key, **params: self._texts.say(key, language, **params)

    def _go_to_open(self, at: int) -> None:
        """The first exercise from `at` on that is not done yet; where all are, it stays."""
        places = [*range(at, len(self.exercises)), *range(at)]
        self.at = next((place for place in places if not self.done[place]), self.at)
