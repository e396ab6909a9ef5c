"""A desk that obeys bar codes: commands of its sheet, answers to what is open, and what has to wait meanwhile."""

from abc import abstractmethod
from collections.abc import Mapping

from officer_app.core.commands import NEEDS_SUBJECT, Command
from officer_app.core.commands import Verb as CommandVerb
from officer_app.core.refusals import Refusal
from officer_app.usecases.look_up import Choice
from officer_app.viewmodels.banner import Banner
from officer_app.viewmodels.choosing import Choosing
from officer_app.viewmodels.commanding import Doing, is_alarm
from officer_app.viewmodels.notices import refusal_notice
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.receiving import Receiving
from officer_app.viewmodels.speech import Voices
from officer_app.viewmodels.view import Tone


class Obeying(Receiving):
    """Occupied by a work under way, by a refusal that was not seen, or by the question what a number means."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._voices = Voices(tools.texts)
        self._banner = Banner(tools.signals)
        self._choosing = Choosing(tools.counter)
        self._busy = False

    @abstractmethod
    def acknowledge(self) -> None:
        """Space: the refusal was seen."""

    @abstractmethod
    def clear(self) -> None:
        """Esc: acknowledge a refusal, else put the card away."""

    @abstractmethod
    def _chosen(self, choice: Choice) -> None:
        """Look a number up as what it was said to be."""

    # --- commands

    def _command(self, text: str) -> bool:
        doing = self._doing()
        command = self._commanding.judge(text, self.tools.counter.clock(), doing)
        if isinstance(command, Command) and self._shut(command.verb):
            command = Refusal("command_not_now")
        if isinstance(command, Command):
            doing[command.verb](command.words)
            return True
        if self._busy or (self._held and not is_alarm(command.code)):
            self.tools.signals.attention()
        else:
            self._banner.interrupt(refusal_notice(self._voices, command))
        return False

    def _doing(self) -> Mapping[CommandVerb, Doing]:
        """What commands do at this desk."""
        return self._commanding.everywhere(self.acknowledge, self.clear, self.choose)

    def _shut(self, verb: CommandVerb) -> bool:
        """Whether `verb` has to wait for the officer: a claim runs, a refusal was not seen, a question is open."""
        held = self._refused if verb is CommandVerb.UNDO else self._held
        return verb in NEEDS_SUBJECT and (self._busy or held or self._choosing.open)

    # --- answers

    def _answers(self, text: str) -> bool:
        choice = None if self._held or self._busy else self._choosing.named(text)
        if choice is not None:
            self._chosen(choice)
        return choice is not None

    def choose(self, place: int) -> None:
        """A digit key, a click or a bar code: the answer at `place`, from 1, of those that are shown."""
        choice = self._choosing.at(place)
        if choice is None or self._held or self._busy or self.officer is None:
            self.tools.signals.attention()
        else:
            self._chosen(choice)

    def next_page(self) -> bool:
        """Show more answers to the question; False where no question is open."""
        self._choosing.next_page()
        return self._choosing.open

    # --- what has to wait

    @property
    def _occupied(self) -> bool:
        return self._busy or self._held or self._choosing.open

    @property
    def _held(self) -> bool:
        return self._banner.held

    @property
    def _refused(self) -> bool:
        """Held by a refusal, and not by a good result behind which scans wait: that may still be taken back."""
        notice = self._banner.notice
        return notice is not None and notice.must_acknowledge and notice.tone is not Tone.GOOD
