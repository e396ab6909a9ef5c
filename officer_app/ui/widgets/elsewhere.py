"""The keys that lead elsewhere, where the header has no room for them: on an empty page of a small screen."""

from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.said import Said, Segment
from officer_app.viewmodels.view import View


class Elsewhere(Said):
    """One text. `offer` says which keys there are, `show_on` whether this is the place to say them."""

    def __init__(self, segment: Segment) -> None:
        super().__init__(BASE_PT, segment=segment, name="muted")
        self._keys = ""
        self._wanted = False

    def offer(self, keys: str) -> None:
        """These keys from now on."""
        self._keys = keys
        self.say_or_hide(keys if self._wanted else "")

    def show_on(self, view: View, *, compact: bool) -> None:
        """Show it on a page that shows `view`, or take it away."""
        full = view.card or view.choices or view.asking or view.table or view.form
        self._wanted = compact and not full
        self.say_or_hide(self._keys if self._wanted else "")
