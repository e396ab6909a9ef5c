"""Acts as lists on paper tell them: what was done and with which details, in words, never in the program's codes."""

from contextlib import suppress

from officer_app.core.acts import Act
from officer_app.core.two_persons import is_undo
from officer_app.print.errors import UnknownForm
from officer_app.print.forms import Forms
from officer_app.texts import MissingText, Texts
from officer_app.workstation.paper_case_facts import GROUNDS

_DETAILS = (
    *("stamp_text", "outcome", "release_post", "findings", "reason", "granted_by", "form", "status", "why"),
    *("sequence_no", "declaration_no", "handed_to", "seals", "seals_found", "vehicle", "discrepancies"),
    *("why_here", "ground"),
)
_SPOKEN = {
    "outcome": ("window.outcome_{}",),
    "status": ("job.{}",),
    # Of a print job, of a sign-out, of a key that failed.
    "why": ("why.{}", "leaving.{}", "refused.{}"),
    "reason": ("reason.{}",),
}
"""Where the words of a code stand; what has none there was typed by somebody and stays as it is."""


class ActWords:
    """Words for the lists of one workstation."""

    def __init__(self, texts: Texts, forms: Forms) -> None:
        self.texts = texts
        self._forms = forms

    def what(self, act: Act) -> str:
        """What was done, in both languages."""
        return self._said(act.kind, "window.act_undo" if is_undo(act) else f"window.act_{act.kind}")

    def details(self, act: Act) -> str:
        """What more the act says of it, part by part."""
        # Who takes his own stamp back at once is asked for no reason: the word in its place says no more than `what`.
        told = (name for name in _DETAILS if act.text(name) and not (name == "reason" and is_undo(act)))
        return " · ".join(self._detail(name, act.text(name)) for name in told)

    def refused(self, act: Act) -> str:
        """Why something was refused: what the officer wrote, else the rule's own sentence."""
        if reason := act.text("reason"):
            return self._said(reason, f"reason.{reason}")
        code = act.text("code")
        return self._said(code, f"refused.{code}") if code else "-"

    def state(self, state: str) -> str:
        """A state of a permit or case, in both languages."""
        return self._said(state, f"state.{state}")

    def _detail(self, name: str, value: str) -> str:
        if name == "form":
            return self._form(value)
        if name == "granted_by":
            return self._forms.template("release-slip").fields["granted_by"].names.get(value, value)
        if name == "ground":
            return GROUNDS.get(value, value)
        return self._said(value, *(key.format(value) for key in _SPOKEN.get(name, ())))

    def _form(self, form: str) -> str:
        try:
            return self._forms.template(form).name
        except UnknownForm:
            return form

    def _said(self, value: str, *keys: str) -> str:
        """The first of `keys` that has words, in both languages; `value` where none has."""
        for key in keys:
            with suppress(MissingText):
                said = self.texts.both(key)
                return said.th if said.th == said.en else f"{said.th} {said.en}"
        return value
