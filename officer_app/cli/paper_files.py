"""The data files that `print` is given: read, and what makes one paper of them a copy of another."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from officer_app.cli.files import read_file
from officer_app.core.numbers import normalise
from officer_app.messages.faults import NotThisFile
from officer_app.print.forms import Forms
from officer_app.print.plain_sheet import number_field

MOST_DATA_BYTES = 16 * 2**20


class NotData(ValueError):
    """The data file is not a JSON object; the message says why."""


def data_in(file: Path) -> Mapping[str, object]:
    """The fields of a JSON file. Raises NotData."""
    try:
        data = json.loads(read_file(file, MOST_DATA_BYTES).decode("utf-8"))
    except OSError as error:
        raise NotData(error.strerror or type(error).__name__) from error
    except (NotThisFile, ValueError, RecursionError) as error:
        raise NotData(str(error)) from error
    if not isinstance(data, dict):
        raise NotData("not a JSON object")
    return data


def known_by(forms: Forms, form: str, data: Mapping[str, object]) -> str:
    """What makes two papers of data files one and the other its copy: the number that the form goes by, where the data
    have it; else all that stands on it. Raises FormError.
    """
    named = number_field(forms.template(form))
    number = normalise(str(data.get(named) or "")) if named else ""
    shape = json.dumps([form, number] if number else [form, data], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(shape.encode("utf-8", "surrogatepass")).hexdigest()[:16]
