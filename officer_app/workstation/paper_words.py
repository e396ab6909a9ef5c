"""Acts as lists on paper tell them: what was done and with which details, in words, never in the program's codes."""

from officer_app.core.acts import Act
from officer_app.print.forms import Forms
from officer_app.texts import Texts
from officer_app.workstation.paper_case_facts import GROUNDS

_DETAILS = (
    *("stamp_text", "outcome", "release_post", "findings", "reason", "granted_by", "form", "status", "why"),
    *("sequence_no", "declaration_no", "handed_to", "seals", "seals_found", "vehicle", "discrepancies", "ground"),
)
_SPOKEN = {"outcome": "window.outcome_{}", "status": "job.{}", "why": "why.{}", "reason": "reason.{}"}
"""Where the words of a code stand; what has none there was typed by somebody and stays as it is."""


class ActWords:
    """Words for the lists of one workstation."""

    def __init__(self, texts: Texts, forms: Forms) -> None:
        self.texts = texts
        self._forms = forms

    def what(self, act: Act) -> str:
        """What was done, in both languages."""
        return self._either(f"window.act_{act.kind}", act.kind)

    def details(self, act: Act) -> str:
        """What more the act says of it, part by part."""
        return " · ".join(self._detail(name, act.text(name)) for name in _DETAILS if act.text(name))

    def refused(self, act: Act) -> str:
        """Why something was refused: what the officer wrote, else the rule's own sentence."""
        if reason := act.text("reason"):
            return self._either(f"reason.{reason}", reason)
        code = act.text("code")
        return self._either(f"refused.{code}", code) if code else "-"

    def state(self, state: str) -> str:
        """A state of a permit or case, in both languages."""
        return self._either(f"state.{state}", state)

    def _detail(self, name: str, value: str) -> str:
        if name == "form":
            return self._forms.template(value).name if value in self._forms.ids() else value
        if name == "granted_by":
            return self._forms.template("release-slip").fields["granted_by"].names.get(value, value)
        if name == "ground":
            return GROUNDS.get(value, value)
        return self._either(_SPOKEN[name].format(value), value) if name in _SPOKEN else value

    def _either(self, key: str, value: str) -> str:
        said = self.texts.either(key, "window.named", name=value)
        return said.th if said.th == said.en else f"{said.th} {said.en}"
