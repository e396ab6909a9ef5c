"""`verify`: check this workstation's journal, a centre, an evidence file, or the code of one stamp."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from officer_app.central import auditing
from officer_app.cli.administration import ADMIN_URL, admin_url, administration
from officer_app.cli.answers import DONE, REFUSED, Answer, BadUsage, bad_input, refused
from officer_app.cli.context import Context
from officer_app.cli.files import MOST_BYTES, read_file
from officer_app.core.acts import Mode, format_time
from officer_app.core.ports import ReadToken
from officer_app.core.refusals import Refusal
from officer_app.messages.faults import NotThisFile
from officer_app.security import evidence_reading, heads
from officer_app.security.chain_check import Defect, Note
from officer_app.security.chain_keys import known_keys
from officer_app.security.check import Report, StoredAct, Terms, check, readable
from officer_app.security.evidence_check import Trust, examine
from officer_app.security.evidence_reading import NotEvidence, Opened
from officer_app.security.heads import Head
from officer_app.security.key_standing import Standing, standings
from officer_app.security.keys import PUBLIC_BYTES
from officer_app.texts import Both, Texts
from officer_app.workstation.certificates import Certificates
from officer_app.workstation.tokens import token_reader
from officer_app.workstation.trouble import Trouble


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("verify", help="check the journal of --home, a centre, an evidence file or a code")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--central",
        nargs="?",
        const="",
        metavar="URL",
        help=f"check the centre at this administration URL (default: ${ADMIN_URL}, which no process list shows)",
    )
    what.add_argument("--evidence", type=Path, metavar="FILE", help="check a file of `evidence`; needs no --home")
    parser.add_argument("--code", metavar="OA1:...", help="check the code of a stamp, with the keys of --home or FILE")
    parser.add_argument("--site", default="CE", help="the site to check at the centre")
    parser.add_argument("--root", metavar="KEY", help="the office root's public key, in hex or a file of it")
    parser.add_argument(
        "--witness",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="an earlier evidence file: nothing it saw may be gone",
    )
    parser.set_defaults(command=_verify)


def _verify(context: Context, args: argparse.Namespace) -> Answer:
    root = _root(args.root) if args.root else b""
    seen = [head for path in args.witness for head in _heads(_open(path), path)]
    if args.evidence is not None:
        return _evidence(context, args, root, seen)
    if args.central is not None:
        url = admin_url(args.central)
        report, unreadable = check_central(url, args.site, Terms(root=root, heads=seen))
        with administration():
            mode = auditing.site_mode(url, args.site)
        return said(report, unreadable, context.texts, {"mode": mode} if mode else None)
    with context.workstation() as opened:
        if args.code:
            return _code(context, args.code, opened.counter.read_token)
        rows = [StoredAct(*row) for row in opened.journal.stored_acts()]
        far = [StoredAct(*row) for row in opened.journal.stored_elsewhere()]
        own, mode = opened.settings.name, str(opened.settings.station.mode)
        terms = Terms(mode=mode, heads=seen, undo_window_s=opened.settings.undo_window_s)
        key = opened.station_signer.public_key
        root = root or Certificates(opened.home.folder / "certificates").root
    acts, unreadable = readable(rows)
    # This workstation's key is at hand; the others' came through the centre with their own first acts.
    report = check(acts, {}, {own: key}, trust_others=True, terms=replace(terms, root=root))
    other = check_elsewhere(far, Terms(mode=mode, root=root, undo_window_s=terms.undo_window_s))
    more = {"mode": mode, "elsewhere": {"acts": other.acts, "stations": list(other.stations)}}
    together = replace(report, defects=report.defects + other.defects, notes=report.notes + other.notes)
    return said(together, unreadable, context.texts, more)


def check_elsewhere(rows: Sequence[StoredAct], terms: Terms) -> Report:
    """Check what is known here of other sites' chains: what they sent of them, signed and joined; not that it is all.

    Names of workstations repeat at other sites: each site is looked at by itself.
    """
    acts, unreadable = readable(rows)
    found, notes, stations = list(unreadable), list[Note](), list[str]()
    for site in sorted({act.site for act in acts}):
        there = check([act for act in acts if act.site == site], {}, terms=replace(terms, spans={}))
        found += there.defects
        notes += there.notes
        stations += [f"{site} {station}" for station in there.stations]
    return Report(len(acts), tuple(stations), tuple(found), tuple(notes))


def check_central(url: str, site: str, terms: Terms | None = None) -> tuple[Report, Sequence[Defect]]:
    """Check every act of `site` at the centre against the keys its workstations were enrolled with. Raises Trouble."""
    with administration():
        keys = {key.station: key.public_key for key in auditing.station_keys(url, site)}
        rows = [
            StoredAct(act.station, act.station_seq, act.act_id, act.body, act.signature)
            for act in auditing.read_all(url, site)
        ]
    acts, unreadable = readable(rows)
    return check(acts, {}, keys, terms=terms), unreadable


def _evidence(context: Context, args: argparse.Namespace, root: bytes, seen: Sequence[Head]) -> Answer:
    try:
        opened = evidence_reading.read(_bytes(args.evidence))
    except NotEvidence as error:
        detail = {"file": args.evidence.name, "detail": str(error)}
        return bad_input("not_evidence", context.texts.refusal(Refusal("not_evidence", detail)), {"ok": False})
    report, acts = examine(opened, Trust(root=root))
    found = [*report.defects, *heads.against(acts, seen, whole=False)]
    about = opened.evidence.about
    if args.code:
        keys = known_keys(acts)
        worth = standings(acts, root or about.root)
        reader = token_reader(Mode(about.mode), lambda: keys, lambda name: worth.get(name, Standing(name)))
        return _code(context, args.code, reader)
    more = {
        "file": str(args.evidence),
        "mode": about.mode,
        "number": about.number,
        "made_at": format_time(about.made_at),
        "sealed_by": opened.sealed_by,
    }
    whole = Report(report.acts, report.stations, tuple(found), report.notes)
    return said(whole, (), context.texts, more)


def _code(context: Context, code: str, read_token: ReadToken) -> Answer:
    says = read_token(code.strip())
    empty: dict[str, object] = {"ok": False, "acts": 0, "stations": [], "notes": []}
    if isinstance(says, Refusal):
        text = context.texts.refusal(says)
        row = {"kind": says.code, "station": "", "station_seq": 0, "act_id": "", "text": text.en}
        return refused(context.texts, says, {**empty, "defects": [{**row, "th": text.th, "en": text.en}]})
    told = {
        "permit": says.permit,
        "round": says.round,
        "outcome": says.outcome,
        "stamp_text": says.stamp_text,
        "release_post": says.release_post,
        "officer": says.officer,
        "at": format_time(says.at),
        "act_hash": says.act_hash,
    }
    lines = "\n".join(f"{key}: {value}" for key, value in told.items())
    good = context.texts.both("verify.good")
    return Answer(DONE, {**empty, "ok": True, "defects": [], "code": told}, f"{good.on_a_line}\n{lines}")


def said(
    report: Report, unreadable: Sequence[Defect], texts: Texts, more: Mapping[str, object] | None = None
) -> Answer:
    """The answer of a check: exit status 1 where anything is wrong."""
    defects = [*unreadable, *report.defects]
    rows = [_row(one, texts) for one in defects]
    notes = [_noted(one, texts) for one in report.notes]
    body: dict[str, object] = {
        "ok": not defects,
        "acts": report.acts,
        "stations": list(report.stations),
        "defects": rows,
        "notes": notes,
        **(more or {}),
    }
    key = "verify.bad" if defects else "verify.good"
    verdict = texts.both(key, count=str(len(defects)))
    lines = [f"{report.acts} acts, {', '.join(report.stations)}: {verdict.on_a_line}"]
    mode = str(body.get("mode", Mode.REAL))
    if mode != Mode.REAL:
        training = texts.either(f"verify.not_real_{mode}", "verify.not_real", mode=mode)
        lines = [training.th, training.en, *lines]
    lines += [
        f"{one.station} {one.station_seq} {one.act_id} {one.kind}: {row['th']} / {row['en']}"
        for one, row in zip(defects, rows, strict=True)
    ]
    lines += [f"{one['place']}{one['th']} / {one['en']}" for one in notes]
    return Answer(DONE if not defects else REFUSED, body, "\n".join(lines))


def _row(one: Defect, texts: Texts) -> dict[str, object]:
    words = _with_particulars(texts.either(f"defect.{one.kind}", "defect.unknown", kind=one.kind), one.about, texts)
    return {
        "kind": one.kind,
        "station": one.station,
        "station_seq": one.station_seq,
        "act_id": one.act_id,
        "text": one.text,
        "th": words.th,
        "en": words.en,
    }


def _noted(one: Note, texts: Texts) -> dict[str, object]:
    words = _with_particulars(texts.either(f"note.{one.kind}", "defect.unknown", kind=one.kind), one.about, texts)
    place = " ".join([one.station, *([str(one.station_seq)] if one.station_seq else [])])
    told = {"kind": one.kind, "station": one.station, "station_seq": one.station_seq, "text": one.text}
    return {**told, "place": f"{place}: " if place else "", "th": words.th, "en": words.en}


def _with_particulars(words: Both, about: Mapping[str, str], texts: Texts) -> Both:
    """A sentence and, in brackets, its particulars with their words: `(key 0123, officer somchai)`."""
    told = [(texts.either(f"particular.{name}", "defect.unknown", kind=name), value) for name, value in about.items()]
    th, en = (", ".join(f"{word.say(each)} {value}" for word, value in told if value) for each in ("th", "en"))
    return Both(f"{words.th} ({th})" if th else words.th, f"{words.en} ({en})" if en else words.en)


def _heads(opened: Opened, path: Path) -> list[Head]:
    """All that an earlier evidence file saw: the heads it names, and each of its own acts."""
    acts, _ = readable(opened.evidence.acts)
    at = opened.evidence.about.made_at
    own = [Head(act.station, act.station_seq, act.hash, path.name, at) for act in acts]
    return [*opened.evidence.heads, *heads.witnessed(acts), *own]


def _open(path: Path) -> Opened:
    try:
        return evidence_reading.read(_bytes(path))
    except NotEvidence as error:
        raise Trouble("file_unreadable", path=path.name, detail=str(error)) from error


def _bytes(path: Path) -> bytes:
    try:
        return read_file(path, MOST_BYTES)
    except (OSError, NotThisFile) as error:
        detail = (error.strerror or "") if isinstance(error, OSError) else str(error)
        raise Trouble("file_unreadable", path=path.name, detail=detail) from error


def _root(given: str) -> bytes:
    """The office root's raw public key, from hex digits or a file that holds them. Raises BadUsage."""
    try:
        text = given if len(given) == 2 * PUBLIC_BYTES else Path(given).read_text("ascii").strip()
        key = bytes.fromhex(text)
    except (OSError, ValueError):
        key = b""
    if len(key) != PUBLIC_BYTES:
        raise BadUsage("root_no_key")
    return key
