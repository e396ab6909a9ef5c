"""What becomes of rows that an import could not take: the first of them on the screen, all of them in a file."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from officer_app.cli.answers import DONE, REFUSED, Answer, failed, told
from officer_app.texts import Texts
from officer_app.workstation.comma_separated import comma_separated
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole

SHOWN = 20
"""So many refused rows stand on the screen; a file of a million lines would push the number of them out of sight."""
_COLUMNS = ("file", "line", "column", "th", "en")

Row = Mapping[str, object]
"""The file's name, the line from 1, the column, and why, in `th` and `en`."""


def add_faults(parser: argparse.ArgumentParser) -> None:
    """The option `--faults`."""
    parser.add_argument("--faults", type=Path, metavar="FILE", help="write all refused rows to this file (CSV)")


def with_faults(
    texts: Texts, into: Path | None, body: Mapping[str, object], faults: Sequence[Row], said: str
) -> Answer:
    """The answer of an import: refused where rows could not be read, `said` where none was; the others are in.

    The body names every row, the text the first SHOWN and how many more there are; `into` gets all of them.
    """
    whole: dict[str, object] = {**body, "faults": list(faults)}
    if not faults:
        return Answer(DONE, whole, said)
    faulty = texts.both("import.faulty", count=str(len(faults)))
    rows = [f"{row['file']}:{row['line']} {row['column']}: {row['th']} / {row['en']}" for row in faults[:SHOWN]]
    lines = [faulty.th, faulty.en, said, *rows]
    if len(faults) > SHOWN:
        more = texts.both("import.more", count=str(len(faults) - SHOWN))
        lines.append(more.on_a_line)
    if into is not None:
        try:
            write_whole(into, comma_separated(_COLUMNS, [[row[name] for name in _COLUMNS] for row in faults]))
        except Trouble as trouble:
            lost = failed(texts, trouble)
            return Answer(lost.status, {**whole, **(lost.body or {})}, "\n".join([*lines, lost.text]))
        there = texts.both("import.all_in", path=str(into))
        lines.append(there.on_a_line)
    return Answer(REFUSED, {**whole, "refused": told("bad_format", faulty)}, "\n".join(lines))
