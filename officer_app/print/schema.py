"""Describes a form's fields to programs, in the words of JSON Schema."""

from collections.abc import Mapping

from officer_app.print.data import MOST_NUMBER, MOST_ROWS, MOST_TEXT
from officer_app.print.template import Field, Template

_UNITS = {"kg": "g", "baht": "satang"}


def json_schema(made: Template) -> dict[str, object]:
    """The form's data as a JSON Schema object; units, labels and legal basis in `x-` keys."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": made.name,
        "description": made.title_en,
        "x-form": made.form,
        "x-version": made.version,
        "x-legal-th": made.legal_th,
        "x-legal-en": made.legal_en,
        "x-copies": [copy.th for copy in made.copies],
        **_object(made.fields),
        "examples": [dict(made.sample)],
    }


def _object(fields: Mapping[str, Field]) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _property(about) for key, about in fields.items()},
        "required": [key for key, about in fields.items() if about.required],
    }


def _property(about: Field) -> dict[str, object]:
    words: dict[str, object] = {"title": about.th, "description": about.en}
    match about.format:
        case "text" if about.one_of:
            return {"type": "string", "enum": list(about.one_of), **words}
        case "text":
            return {"type": "string", "maxLength": about.max or MOST_TEXT, **words}
        case "flag":
            return {"type": "boolean", **words}
        case "date_be":
            return {"type": "string", "format": "date", **words}
        case "datetime_be":
            return {"type": "string", "format": "date-time", **words}
        case "rows":
            rows = {"type": "array", "maxItems": about.max or MOST_ROWS, "items": _object(about.row)}
            return {**rows, **({"minItems": 1} if about.required else {}), **words}
        case _:
            unit = {"x-unit": _UNITS[about.format]} if about.format in _UNITS else {}
            return {"type": "integer", "minimum": 0, "maximum": about.max or MOST_NUMBER, **unit, **words}
