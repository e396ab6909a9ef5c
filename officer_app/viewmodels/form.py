"""Forms: several texts that are typed one below the other, as plain values in one language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FormField:
    """One line to type into. `name` is its key; `wide` takes the whole width."""

    name: str
    label: str
    hint: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Form:
    """A form about `subject`: what was typed belongs to it. `wrong`: the field that is at fault and why, or empty."""

    subject: str
    title: str
    hint: str
    fields: tuple[FormField, ...]
    wrong: tuple[str, str] = ("", "")
