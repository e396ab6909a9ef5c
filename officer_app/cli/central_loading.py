"""`central load`: records of files fed to the workstations of a site."""

import argparse
from dataclasses import asdict
from pathlib import Path

from officer_app.central import admin
from officer_app.cli.administration import admin_url, administration
from officer_app.cli.answers import Answer, unreadable
from officer_app.cli.context import Context
from officer_app.cli.faulty_rows import add_faults, with_faults
from officer_app.cli.files import MOST_BYTES, read_file
from officer_app.core.records import Provenance, Record
from officer_app.messages.faults import Fault, NotThisFile
from officer_app.messages.json_lines import read_lines
from officer_app.messages.permits_csv import read_permits
from officer_app.usecases.import_records import permit_records
from officer_app.workstation.opening import now
from officer_app.workstation.taking import statement_records


def declare(action: argparse.ArgumentParser) -> None:
    """The options of `central load`."""
    action.add_argument("--site", required=True)
    action.add_argument("--provenance", default="core", choices=[str(source) for source in Provenance])
    add_faults(action)
    action.add_argument("files", nargs="+", type=Path, metavar="FILE")


def load(context: Context, args: argparse.Namespace) -> Answer:
    """Feed what the files say; rows that cannot be read are told, the others go."""
    records: list[Record] = []
    faults: list[dict[str, object]] = []
    for path in args.files:
        try:
            found, wrong = _read(path, Provenance(args.provenance))
        except (OSError, NotThisFile) as error:
            return unreadable(context.texts, path.name, error)
        records += found
        faults += [{"file": path.name, **asdict(fault)} for fault in wrong]
    with administration():
        loaded = asdict(admin.load(admin_url(args.url), args.site, records))
    said = context.texts.both("import.loaded", **{name: str(number) for name, number in loaded.items()})
    return with_faults(context.texts, args.faults, loaded, faults, said.on_a_line)


def _read(path: Path, provenance: Provenance) -> tuple[list[Record], tuple[Fault, ...]]:
    """The records of a file and what is wrong with its rows. Raises OSError and NotThisFile."""
    data = read_file(path, MOST_BYTES)
    match path.suffix.lower():
        case ".jsonl":
            lines = read_lines(data, provenance, now())
            return list(lines.records), lines.faults
        case ".json":
            return _statements(data), ()
        case _:
            rows = read_permits(data)
            return permit_records(rows.permits, provenance, now()), rows.faults


def _statements(data: bytes) -> list[Record]:
    """What the office said, for every workstation of the site. Raises NotThisFile."""
    try:
        return statement_records(data)
    except ValueError as error:
        raise NotThisFile(str(error)) from error
