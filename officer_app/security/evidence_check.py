"""Checks an evidence file with nothing but itself; whoever has the office root's key or the workstations' says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from officer_app.core.acts import Act
from officer_app.security import stamp_token
from officer_app.security.chain_check import Defect, Note, defect, note
from officer_app.security.chain_keys import declared_key, known_keys
from officer_app.security.check import Report, Terms, check, readable
from officer_app.security.evidence import Evidence
from officer_app.security.evidence_reading import Opened
from officer_app.security.keys import key_id


@dataclass(frozen=True)
class Trust:
    """What the checker knows from elsewhere: the office root's raw public key, the workstations' keys; or nothing."""

    root: bytes = b""
    stations: Mapping[str, bytes] | None = None


def examine(opened: Opened, trust: Trust | None = None) -> tuple[Report, list[Act]]:
    """Everything that is wrong with a file that was read, and the acts in it that can be read."""
    evidence, about = opened.evidence, opened.evidence.about
    given = trust or Trust()
    acts, unreadable = readable(evidence.acts)
    root = given.root or about.root
    terms = Terms(mode=about.mode, heads=evidence.heads, spans=evidence.spans, root=root)
    report = check(acts, {}, given.stations, trust_others=True, terms=terms)
    found = [*opened.defects, *unreadable, *report.defects]
    left_out = _left_out(evidence, acts)
    # What another workstation knew may not have come to the maker; what he knew himself he has to show.
    own = [act for act in left_out if act.station == about.station and not act.text("code")]
    text = "this act names an act before it on the same subject that is not here"
    found += [defect("left_out", act, f"{text}: {act.after}", act=act.after) for act in own]
    found += [*_sealed_by(opened, acts), *_codes(evidence, acts)]
    notes = list(report.notes)
    notes += [note("left_out", one, f"{text} ({one.after})", act=one.after) for one in left_out if one not in own]
    if about.root and not given.root:
        text = "the key of the office root is taken from the file itself: compare it with the office's (--root)"
        notes.append(Note("root_of_file", about.station, 0, text, {"key": key_id(about.root)}))
    elif given.root and about.root and given.root != about.root:
        found.append(Defect("other_root", about.station, 0, "", "the file was made under another office root"))
    if not about.root and not given.root:
        text = "no office root: keys are known from the workstations' own first acts"
        notes.append(Note("no_root", about.station, 0, text))
    return replace(report, defects=tuple(found), notes=tuple(notes)), acts


def _left_out(evidence: Evidence, acts: list[Act]) -> list[Act]:
    """Acts on the subject that name one before them which is not here."""
    if evidence.about.scope != "subject":
        return []
    here = {act.act_id for act in acts}
    wanted = (evidence.about.subject, evidence.about.number)
    return [
        act for act in acts if (act.subject.kind, act.subject.number) == wanted and act.after and act.after not in here
    ]


def _codes(evidence: Evidence, acts: list[Act]) -> Iterator[Defect]:
    """Each stamp's code has to be signed with the key of its act and to name that act's hash."""
    keys = known_keys(acts)
    by_id = {act.act_id: act for act in acts}
    for act_id, code in evidence.codes.items():
        act = by_id.get(act_id)
        said = stamp_token.read(code, lambda name: keys[name].public_key if name in keys else None)
        if act is None or not isinstance(said, stamp_token.ValidToken):
            station, seq = (act.station, act.station_seq) if act else (evidence.about.station, 0)
            yield Defect("code", station, seq, act_id, "the code cannot be checked")
        elif (said.key_id, said.claims.act_hash) != (act.key, act.hash):
            yield defect("code", act, "the code is of another act, or of another key")


def _sealed_by(opened: Opened, acts: list[Act]) -> list[Defect]:
    """The seal has to be that of the workstation which says it made the file."""
    about = opened.evidence.about
    first = next((act for act in acts if act.station == about.station and act.station_seq == 1), None)
    if not opened.seal_key or (first is not None and declared_key(first) == opened.seal_key):
        return []
    return [Defect("seal", about.station, 0, "", f"the seal is not that of {about.station}, which made the file")]
