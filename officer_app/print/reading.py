"""Reads a form's template from TOML and refuses one that could not print."""

import tomllib
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from typing import Any, TypeVar, get_origin, get_type_hints

from officer_app.print import template as t
from officer_app.print.checking import Wrong, check
from officer_app.print.errors import BadTemplate
from officer_app.print.plain_sheet import plain_sheet

_KINDS: Mapping[str, type[t.Box]] = types.MappingProxyType(
    {
        "value": t.Value,
        "words": t.Words,
        "label": t.Label,
        "frame": t.Frame,
        "rule": t.Rule,
        "tick": t.Tick,
        "code128": t.Bars,
        "code39": t.Bars,
        "qr": t.Square,
        "copy": t.Mark,
        "page": t.Mark,
        "top": t.Mark,
        "drawing": t.Drawing,
    }
)
_T = TypeVar("_T")


def read_template(form: str, data: bytes) -> t.Template:
    """The template in a TOML file's bytes. Raises BadTemplate with the place and the fault."""
    try:
        raw = tomllib.loads(data.decode("utf-8"))
        made = _template(form, raw)
        made = made if made.next is not None else replace(made, next=plain_sheet(made))
        check(made)
    except (Wrong, tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise BadTemplate(form, str(exc)) from exc
    return made


def _template(form: str, raw: dict[str, Any]) -> t.Template:
    parts = dict(raw)
    page = _made(t.Page, _table(parts, "page"), "page")
    known = {key: _field(value, f"fields.{key}") for key, value in _table(parts, "fields").items()}
    first = _sheet(_table(parts, "first"), "first")
    following = _sheet(_table(parts, "next"), "next") if "next" in parts else None
    table = _rows_table(_table(parts, "table")) if "table" in parts else None
    copies = tuple(_made(t.Copy, raw, "copies") for raw in _list(parts, "copies"))
    sample = _table(parts, "sample") if "sample" in parts else {}
    for done in ("page", "fields", "first", "next", "table", "copies", "sample"):
        parts.pop(done, None)
    whole: dict[str, Any] = {
        "page": page,
        "fields": known,
        "first": first,
        "next": following,
        "table": table,
        "copies": copies,
        "sample": sample,
    }
    words = _checked(t.Template, parts, "form", skip=("form", *whole))
    return t.Template(form=form, **words, **whole)


def _field(raw: Any, where: str) -> t.Field:
    if not isinstance(raw, dict):
        raise Wrong(f"{where}: a table is expected")
    inner = {key: _field(value, f"{where}.{key}") for key, value in raw.get("row", {}).items()}
    made = _checked(t.Field, {key: value for key, value in raw.items() if key != "row"}, where, skip=("row",))
    return t.Field(**made, row=inner)


def _sheet(raw: dict[str, Any], where: str) -> t.Sheet:
    boxes = tuple(_box(item, f"{where}.boxes[{index}]") for index, item in enumerate(_list(raw, "boxes")))
    unknown = set(raw) - {"boxes", "table"}
    if unknown:
        raise Wrong(f"{where}: unknown key {min(unknown)}")
    area = _fitting(t.Rect, raw["table"], f"{where}.table") if "table" in raw else None
    return t.Sheet(boxes, area)


def _box(raw: Any, where: str) -> t.Box:
    if not isinstance(raw, dict) or raw.get("kind") not in _KINDS:
        raise Wrong(f"{where}: kind must be one of {', '.join(_KINDS)}")
    kind = raw["kind"]
    rest = {key: value for key, value in raw.items() if key != "kind"}
    if kind in {"code128", "code39"}:
        rest["symbology"] = kind
    if kind in {"copy", "page", "top"}:
        rest["what"] = kind
    return _made(_KINDS[kind], rest, f"{where} ({kind})")


def _rows_table(raw: dict[str, Any]) -> t.Table:
    columns = tuple(_made(t.Column, item, f"table.columns[{i}]") for i, item in enumerate(_list(raw, "columns")))
    rest = _checked(t.Table, {key: value for key, value in raw.items() if key != "columns"}, "table", skip=("columns",))
    return t.Table(**rest, columns=columns)


def _table(raw: dict[str, Any], key: str) -> dict[str, Any]:
    value = raw.get(key)
    if not isinstance(value, dict):
        raise Wrong(f"[{key}] is missing or no table")
    return value


def _list(raw: dict[str, Any], key: str) -> list[Any]:
    value = raw.get(key, [])
    if not isinstance(value, list):
        raise Wrong(f"{key}: a list is expected")
    return value


def _made(kind: type[_T], raw: Any, where: str) -> _T:
    if not isinstance(raw, dict):
        raise Wrong(f"{where}: a table is expected")
    return kind(**_checked(kind, raw, where))


def _checked(kind: type[Any], raw: dict[str, Any], where: str, skip: tuple[str, ...] = ()) -> dict[str, Any]:
    """The keys of one table against the fields of a dataclass: known, present, of the right type."""
    hints = get_type_hints(kind)
    known = {item.name: item for item in fields(kind) if item.name not in skip}
    unknown = sorted(set(raw) - set(known))
    if unknown:
        raise Wrong(f"{where}: unknown key {unknown[0]}")
    for name, item in known.items():
        if name not in raw and item.default is MISSING and item.default_factory is MISSING:
            raise Wrong(f"{where}: {name} is missing")
    return {name: _fitting(hints[name], value, f"{where}.{name}") for name, value in raw.items()}


def _fitting(kind: Any, value: Any, where: str) -> Any:
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind in {str, int, bool} and type(value) is kind:
        return value
    if get_origin(kind) is tuple and isinstance(value, list):
        inner = kind.__args__
        if inner[-1] is Ellipsis:
            return tuple(_fitting(inner[0], part, where) for part in value)
        if len(inner) == len(value):
            return tuple(_fitting(one, part, where) for one, part in zip(inner, value, strict=True))
    if get_origin(kind) is Mapping and isinstance(value, dict):
        return {key: _fitting(kind.__args__[1], part, f"{where}.{key}") for key, part in value.items()}
    raise Wrong(f"{where}: {value!r} is not what belongs here")
