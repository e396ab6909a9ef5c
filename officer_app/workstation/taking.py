"""Takes what the office root said: certificates and revocations into the chain, accounts into the roster."""

from collections.abc import Sequence
from dataclasses import dataclass

from officer_app.core.refusals import Refusal
from officer_app.security.statements import ACCOUNT, Statement
from officer_app.workstation.key_acts import KeyActs
from officer_app.workstation.officers import Officers


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
