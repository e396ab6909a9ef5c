"""What the pages of "this workstation" share: keys with their words, and a work that can be stopped."""

from abc import abstractmethod
from collections.abc import Callable, Mapping

from officer_app.core.refusals import Refusal
from officer_app.usecases.progress import Progress
from officer_app.viewmodels.list_view import ListModel
from officer_app.viewmodels.page_work import Message, PageTools
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Verb

KEYS = ("F5", "F6", "F7", "F8", "F9", "F10")


class StationPage(ListModel):
    """A page without records: a scan has no meaning here, and is refused audibly."""

    def __init__(self, tools: PageTools) -> None:
        super().__init__(tools)
        self.progress: Progress | None = None

    def on_scan(self, text: str) -> None:
        """Nothing here is looked up."""
        self.message = Message(self._voices.both(lambda speech: speech.say("station_no_scan")), good=False)
        self._signals.refuse()

    def enter(self, text: str) -> None:
        """Nothing is asked for."""
        self._signals.attention()

    def escape(self) -> bool:
        """Stop what is under way, else out."""
        if not self.busy:
            return False
        self._stop()
        self._say("station_stopped")
        return True

    @abstractmethod
    def press(self, name: str) -> None:
        """See `ListModel`."""

    def _begin(self) -> Progress:
        """A work begins; the one before is given up."""
        self._stop()
        self.progress = Progress()
        return self.progress

    def _stop(self) -> None:
        if self.progress is not None:
            self.progress.stop()
        self._turn += 1
        self.progress, self.busy = None, False

    def _forget(self) -> None:
        if self.progress is not None:
            self.progress.stop()
        self.progress = None

    def _say(self, key: str, /, *, good: bool | None = None, **params: str) -> None:
        self.message = Message(self._voices.both(lambda speech: speech.say(key, **params)), good=good)

    def _told(self, answer: Refusal) -> None:
        self._refused(answer)


def verbs(
    speech: Speech, title: Callable[[str], str], names: Mapping[str, str], back: str = "back"
) -> tuple[Verb, ...]:
    """Keys from F5 on: name → why it is closed now (empty: it is open), with what `title` says; Esc leads back."""
    made = [
        Verb(name, key, title(name), speech.say(why) if why else "")
        for key, (name, why) in zip(KEYS, names.items(), strict=False)
    ]
    return (*made, Verb("back", "Esc", speech.say(f"station_do_{back}")))
