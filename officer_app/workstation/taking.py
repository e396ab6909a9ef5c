"""Takes what the office root said: certificates and revocations into the chain, accounts into the roster."""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from officer_app.core.acts import parse_time
from officer_app.core.canonical import encode
from officer_app.core.ports import Mirror
from officer_app.core.records import Provenance, Record
from officer_app.core.refusals import Refusal
from officer_app.security.statements import ACCOUNT, Statement, read_file
from officer_app.store.journal import SqliteJournal
from officer_app.workstation.key_acts import KeyActs
from officer_app.workstation.officers import Officers

log = logging.getLogger(__name__)

RECORD_KIND = "office_statement"
"""The reference records in which the centre feeds what the office said to every workstation of a site."""
TAKEN_UP_TO = "office_taken"
"""Under this name the journal keeps up to which place of the feed of records that was taken."""
MOST = 100_000


@dataclass(frozen=True)
class Taken:
    """One statement: what it is, whom or which key it is about, and whether it was new here."""

    what: str
    about: str
    recorded: bool


def take_statements(keys: KeyActs, officers: Officers, said: Sequence[Statement]) -> list[Taken] | Refusal:
    """Take each statement in turn. A Refusal where one is not the trusted root's; those before it are taken."""
    taken = []
    for statement in said:
        body = statement.get("body")
        table = body if isinstance(body, dict) else {}
        what = str(table.get("what", ""))
        if what == ACCOUNT:
            person = officers.take_account(statement)
            if isinstance(person, Refusal):
                return person
            taken.append(Taken(what, person.name, recorded=True))
            continue
        act = keys.take(statement)
        if isinstance(act, Refusal):
            return act
        about = str(table.get("holder", table.get("key_id", "")))
        taken.append(Taken(what, about, recorded=act is not None))
    return taken


def statement_records(data: bytes) -> list[Record]:
    """The records that carry the statements of a file. Raises ValueError where it is none."""
    records = []
    for statement in read_file(data):
        said = statement.get("body")
        # Without a body there is no time either, and that is refused.
        body = said if isinstance(said, dict) else {}
        # Small letters, so that no scan finds it.
        number = f"office/{hashlib.sha256(encode(body)).hexdigest()[:32]}"
        doc = json.dumps(statement, ensure_ascii=False, sort_keys=True)
        as_of = parse_time(str(body.get("stated_at", "")))
        records.append(Record(RECORD_KIND, number, doc, Provenance.COUNTER, as_of))
    return records


def take_fed(journal: SqliteJournal, mirror: Mirror, keys: KeyActs, officers: Officers) -> None:
    """Take what came with the feed since the last time. What is not the trusted office's word is left where it is:
    the same word counts once the office is trusted, for then everything is looked at again.
    """
    place = f"{mirror.records_cursor()} {keys.root.hex()}"
    if journal.value(TAKEN_UP_TO) == place:
        return
    fed = [json.loads(record.doc) for record in mirror.listed(RECORD_KIND, MOST)]
    refused = [answer for said in fed if isinstance(answer := take_statements(keys, officers, [said]), Refusal)]
    if refused:
        log.info("%d statements were not taken: %s", len(refused), sorted({each.code for each in refused}))
    journal.keep_value(TAKEN_UP_TO, place)
