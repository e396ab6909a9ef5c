"""Take reference records from a file into the mirror, marked with where they came from."""

from collections.abc import Iterable
from datetime import datetime

from officer_app.core.acts import Mode
from officer_app.core.records import Permit, Provenance, Record, permit_to_doc
from officer_app.usecases.counter import Counter


def permit_records(permits: Iterable[Permit], provenance: Provenance, as_of: datetime) -> list[Record]:
    """The permits as records that can be stored or sent to the centre."""
    return [
        Record("permit", permit.number, permit_to_doc(permit), provenance, as_of, keys=permit.search_keys)
        for permit in permits
    ]


def provenance_of(mode: Mode) -> Provenance:
    """How records keyed or imported at a workstation of `mode` are marked; only the centre's feed brings `core`."""
    return Provenance.COUNTER if mode is Mode.REAL else Provenance.SAMPLE


def import_permits(counter: Counter, permits: Iterable[Permit]) -> int:
    """Store `permits` in the mirror; gives how many were taken. What the customs computer said stays."""
    provenance = provenance_of(counter.journal.station.mode)
    return counter.mirror.load(permit_records(permits, provenance, counter.clock()))


def import_records(counter: Counter, records: Iterable[Record]) -> int:
    """Store records of any other kind in the mirror; gives how many were taken."""
    return counter.mirror.load(list(records))
