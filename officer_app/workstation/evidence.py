"""Puts an evidence file together from a workstation's journal: what was done with a number, or in a stretch of days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from officer_app.core.acts import Act, ActKind, format_time
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import normalise, printable
from officer_app.security import cover_check, evidence, heads
from officer_app.security.chain_check import Span
from officer_app.security.evidence import About, Evidence
from officer_app.security.standing_check import key_named
from officer_app.workstation.certificates import Certificates
from officer_app.workstation.evidence_report import report_lines
from officer_app.workstation.opening import Workstation

CENTRE = "centre"
"""Who saw a head that the centre has confirmed."""
MOST_HEADS = 10_000
BANGKOK = timezone(timedelta(hours=7))
ABOUT_KEYS = (ActKind.KEY_REGISTERED, ActKind.KEY_CERTIFIED, ActKind.KEY_REVOKED)


@dataclass(frozen=True)
class Wanted:
    """What evidence is asked for: all acts on `number`, or, where it is empty, those of the days `first` to `last`
    (days in Bangkok, both included).
    """

    number: str = ""
    first: date = date.min
    last: date = date.max


def gather(workstation: Workstation, wanted: Wanted) -> Evidence | Refusal:
    """The evidence of what is asked for: its acts, the acts that say whose the keys are, nothing of anybody else."""
    journal, settings = workstation.journal, workstation.settings
    everything = journal.acts()
    chosen = _on(everything, wanted.number) if wanted.number else _within(everything, wanted)
    if not chosen:
        return Refusal("no_acts", {"number": printable(wanted.number) or f"{wanted.first} – {wanted.last}"})
    acts = _with_proofs(everything, chosen)
    now = workstation.counter.clock()
    about = About(
        scope="subject" if wanted.number else "period",
        subject=chosen[0].subject.kind if wanted.number else "",
        number=chosen[0].subject.number if wanted.number else "",
        since="" if wanted.number else format_time(_midnight(wanted.first)),
        until="" if wanted.number else format_time(_midnight(wanted.last + timedelta(days=1))),
        site=settings.site,
        station=settings.name,
        mode=str(settings.station.mode),
        made_at=now,
        root=Certificates(workstation.home.folder / "certificates").root,
    )
    seen = [*heads.witnessed(everything), *evidence.heads_of(everything, settings.name, now)]
    seen += confirmed_heads(workstation, now)
    codes = {act.act_id: journal.token_of(act.act_id) for act in chosen if act.kind == ActKind.STAMP}
    made = Evidence(
        about=about,
        acts=tuple(evidence.of_act(act) for act in acts),
        spans={} if wanted.number else _spans(chosen),
        heads=_newest(seen, {act.station for act in acts}),
        stations={settings.name: workstation.station_signer.public_key},
        codes={act_id: code for act_id, code in codes.items() if code},
        report=(),
    )
    return Evidence(**{**vars(made), "report": report_lines(workstation, made, chosen)})


def confirmed_heads(workstation: Workstation, now: datetime) -> list[heads.Head]:
    """The heads that the centre confirms: of our own chain what it acknowledged, of others what its feed brought."""
    journal, at = workstation.journal, workstation.mirror.last_contact() or now
    own = journal.own_acts(journal.pushed_seq() - 1, 1) if journal.pushed_seq() else []
    rows = [(act.station, act.station_seq, act.hash) for act in own] + journal.heads_after(0, MOST_HEADS)
    return [heads.Head(station, seq, hash_, CENTRE, at) for station, seq, hash_ in rows]


def _on(everything: Sequence[Act], number: str) -> list[Act]:
    """The acts on one number; as people write it, or as it stands in the acts."""
    for spelt in (number, normalise(number)):
        found = [act for act in everything if act.subject.number == spelt]
        if found:
            kind = found[0].subject.kind
            return [act for act in found if act.subject.kind == kind]
    return []


def _within(everything: Sequence[Act], wanted: Wanted) -> list[Act]:
    """Of each workstation all from the first act of these days to the last one: clocks are set, sequences are not."""
    since, until = _midnight(wanted.first), _midnight(wanted.last + timedelta(days=1))
    places: dict[str, list[int]] = defaultdict(list)
    for act in everything:
        if since <= act.at < until:
            places[act.station].append(act.station_seq)
    return [
        act
        for act in everything
        if act.station in places and min(places[act.station]) <= act.station_seq <= max(places[act.station])
    ]


def _with_proofs(everything: Sequence[Act], chosen: Sequence[Act]) -> list[Act]:
    """`chosen`, the collective acts that cover them, and each key that signed with all that is said of it."""
    wanted = {act.act_id: act for act in chosen}
    open_ = {act.act_id for act in chosen if act.signer_failed}
    for act in everything:
        if act.kind == ActKind.COLLECTIVE and open_ & {one.act_id for one in cover_check.named(act) or ()}:
            wanted[act.act_id] = act
    stations = {act.station for act in wanted.values()}
    while True:
        keys = {key for act in wanted.values() for key in _keys_of(act)}
        more = [
            act
            for act in everything
            if act.act_id not in wanted
            and (
                (act.kind == ActKind.STATION_OPENED and act.station in stations)
                or (act.kind in ABOUT_KEYS and key_named(act) in keys)
            )
        ]
        if not more:
            break
        wanted.update({act.act_id: act for act in more})
        stations |= {act.station for act in more}
    return [act for act in everything if act.act_id in wanted]


def _keys_of(act: Act) -> set[str]:
    """The ids of the keys that signed an act: the first signer's, and the second officer's where there was one."""
    return {act.key, act.text("second_key")} - {""}


def _spans(chosen: Iterable[Act]) -> Mapping[str, tuple[Span, ...]]:
    places: dict[str, list[int]] = defaultdict(list)
    for act in chosen:
        places[act.station].append(act.station_seq)
    return {station: (Span(min(seqs), max(seqs)),) for station, seqs in places.items()}


def _newest(seen: Iterable[heads.Head], stations: set[str]) -> tuple[heads.Head, ...]:
    """Of each witness the newest head of each workstation that the evidence is about."""
    best: dict[tuple[str, str], heads.Head] = {}
    for head in seen:
        key = (head.station, head.witness)
        if head.station in stations and (key not in best or best[key].station_seq < head.station_seq):
            best[key] = head
    return tuple(best.values())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BANGKOK).astimezone(UTC)
