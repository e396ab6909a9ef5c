"""JSON files of the transit desk, read into tables that a signed act can carry, or refused with what is wrong."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from officer_app.core.canonical import NotCanonical, encode
from officer_app.core.refusals import Refusal
from officer_app.workstation.transit_texts import one_line

MOST_BYTES = 2**20
_PLACE = re.compile(r"[\w.\[\] -]{1,120}:")


def read_table(name: str, path: Path) -> dict[str, Any] | Refusal:
    """The table of a JSON file, called `name` where it is refused. Texts of several lines become one line."""

    def no(fault: str, place: str = "") -> Refusal:
        return Refusal("transit_bad_file", {"file": name, "table_fault": fault, "place": place})

    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return no("missing")
    except (OSError, ValueError):
        return no("unopened")
    return no("too_large") if len(data) > MOST_BYTES else _table(data, no)


def _table(data: bytes, no: Callable[..., Refusal]) -> dict[str, Any] | Refusal:
    try:
        table = json.loads(data)
        if not isinstance(table, dict):
            return no("no_table")
        said: dict[str, Any] = one_line(table)
        encode(said)
    except json.JSONDecodeError as error:
        return no("not_json", f"{error.lineno}:{error.colno}")
    except UnicodeDecodeError:
        return no("not_utf8")
    except RecursionError:
        return no("too_deep")
    except NotCanonical as error:
        found = _PLACE.match(str(error))
        return no("not_signable", found[0].removeprefix("body.").rstrip(":") if found else "")
    except ValueError:
        # A whole number of more digits than Python reads.
        return no("not_signable")
    return said
