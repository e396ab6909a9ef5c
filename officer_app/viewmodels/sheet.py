"""The sheet of a permit that no record is here of, keyed at the counter: its fields, and the permit they make."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from officer_app.core.canonical import clean_text, is_blank
from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.records import CoreState, DeclarationLine, Line, Permit
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import normalise
from officer_app.viewmodels.form import Form, FormField
from officer_app.viewmodels.speech import Speech

DECLARATIONS = 4
"""Declarations that one sheet has room for here."""
_PLAIN = ("vehicle", "trailer", "container_no", "seal_no", "flight", "mawb", "hawb", "company_name")
_NUMBERS = frozenset({"container_no", "mawb", "hawb"})
_DECLARED = (Kind.DECLARATION, Kind.MANUAL_DECLARATION)
_LONGEST = 120
_PACKAGES = re.compile(r"[0-9]{1,8}")  # n..8, M132 p61
_KILOGRAMS = re.compile(r"[0-9]{1,11}(\.[0-9]{1,3})?")  # n..11,3, M132 p61


class _Faulty(Exception):
    """A field that cannot be understood, and why."""

    def __init__(self, field: str, refusal: Refusal) -> None:
        super().__init__(field)
        self.field, self.refusal = field, refusal


class Sheet:
    """`number` is the permit's, empty while no sheet is keyed."""

    def __init__(self) -> None:
        self.number = ""
        self._wrong: tuple[str, Refusal] | None = None

    def begin(self, number: str) -> None:
        """Key the sheet of `number`."""
        self.number, self._wrong = number, None

    def close(self) -> None:
        """Key no more."""
        self.number, self._wrong = "", None

    def refuse(self, field: str, refusal: Refusal) -> None:
        """Say what is wrong beside the form; what was typed stays."""
        self._wrong = field, refusal

    def read(self, values: Mapping[str, str], line: str) -> Permit | None:
        """The permit as its sheet says it; None where a field cannot be understood, which is then said."""
        try:
            return self._read(values, line)
        except _Faulty as faulty:
            self._wrong = faulty.field, faulty.refusal
            return None

    def _read(self, values: Mapping[str, str], line: str) -> Permit:
        texts = {name: clean_text(values.get(name, "")) for name in _PLAIN}
        if long := next((name for name, text in texts.items() if len(text) > _LONGEST), ""):
            raise _Faulty(long, Refusal("sheet_too_long", {"max": str(_LONGEST)}))
        lines = tuple(_declarations(values))
        if not lines:
            raise _Faulty("declaration_1", Refusal("sheet_declaration"))
        if is_blank(values.get("reason", "")):
            raise _Faulty("reason", Refusal("reason_needed"))
        plain = {name: normalise(text) if name in _NUMBERS else text for name, text in texts.items()}
        return Permit(number=self.number, line=line, state=str(CoreState.ISSUED), declarations=lines, **plain)

    def view(self, speech: Speech) -> Form | None:
        """What to show of it."""
        if not self.number:
            return None
        fields = [FormField(name, speech.say(f"sheet_{name}")) for name in _PLAIN]
        for place in range(1, DECLARATIONS + 1):
            label = speech.say("sheet_declaration", n=str(place))
            fields.append(FormField(f"declaration_{place}", label, speech.say("sheet_amounts")))
        fields += [FormField(name, speech.say(f"sheet_{name}"), wide=True) for name in ("findings", "reason")]
        wrong = ("", "")
        if self._wrong is not None:
            field, refusal = self._wrong
            beside = speech.either(f"wrong_{refusal.code}", "wrong_other")
            wrong = (field, speech.refusal(refusal) if not field else beside)
        title = speech.say("sheet_title", number=self.number)
        return Form(self.number, title, speech.say("sheet_hint"), tuple(fields), wrong)


def _declarations(values: Mapping[str, str]) -> Iterator[DeclarationLine]:
    for place in range(1, DECLARATIONS + 1):
        parts = values.get(f"declaration_{place}", "").split()
        if not parts:
            continue
        reading, amounts = recognise(parts[0]), parts[1:]
        if isinstance(reading, Unreadable) or reading.kind not in _DECLARED:
            raise _Faulty(f"declaration_{place}", Refusal("sheet_declaration"))
        if not (len(amounts) == 2 and _PACKAGES.fullmatch(amounts[0]) and _KILOGRAMS.fullmatch(amounts[1])):
            raise _Faulty(f"declaration_{place}", Refusal("sheet_amounts"))
        yield DeclarationLine(reading.number, int(amounts[0]), "", int(Decimal(amounts[1]) * 1000))


LINE_OF = {"green": str(Line.GREEN), "red": str(Line.RED), "xray": str(Line.RED)}
"""What the sheet of a permit says where it is stamped so; an X-ray is ordered for a Red one [inferred]."""
