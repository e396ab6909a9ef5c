"""`office init|show|trust|certify|revoke|account|escrow|recover`: the office root, and what a workstation has of it."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from officer_app.cli.answers import DONE, Answer, refused
from officer_app.cli.context import Context, read_password
from officer_app.cli.files import read_travelled
from officer_app.cli.moments import end_of, moment_of
from officer_app.core.acts import format_time, parse_time
from officer_app.core.buddhist import datetime_be
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ROLES
from officer_app.security import escrow, statements
from officer_app.security.file_key import FileKeyTrouble, load
from officer_app.security.keys import key_id
from officer_app.workstation import escrows
from officer_app.workstation import office as offices
from officer_app.workstation.certificates import Certificates
from officer_app.workstation.key_acts import REASONS
from officer_app.workstation.office import Office
from officer_app.workstation.opening import now
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole

PASSWORD = "OFFICER_APP_ROOT_PASSWORD"


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    parser = commands.add_parser("office", help="the office root: keys certified and revoked, accounts, escrow")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    for name, command, about in (
        ("init", _init, "make an office root in a folder of its own, outside every home"),
        ("show", _show, "what this office has said"),
        ("certify", _certify, "certify the keys of a workstation's request"),
        ("revoke", _revoke, "a key is worth nothing from a moment on"),
        ("account", _account, "an account for workstations to take, with a first password"),
        ("recover", _recover, "open an escrow: a home's file key"),
    ):
        action = actions.add_parser(name, help=about)
        action.add_argument("folder", type=Path, metavar="OFFICE", help="the office root's folder")
        action.set_defaults(command=command)
        if name != "show":
            action.add_argument("--root-password-fd", type=int, help="read the root's password from this descriptor")
        _declare_more(name, action)
    trust = actions.add_parser("trust", help="this workstation believes the office of this public file")
    trust.add_argument("file", type=Path, metavar=offices.PUBLIC)
    trust.set_defaults(command=_trust)
    sealed = actions.add_parser("escrow", help="this home's file key, sealed for the office")
    sealed.add_argument("--out", type=Path, required=True)
    sealed.set_defaults(command=_escrow)


def _declare_more(name: str, action: argparse.ArgumentParser) -> None:
    if name == "certify":
        action.add_argument("request", type=Path, help="made by `officers request`")
        action.add_argument("--only", action="append", default=[], metavar="NAME", help="these holders alone")
        action.add_argument("--until", default="", metavar="DATE", help="the last day it holds (default: no end)")
    elif name == "revoke":
        action.add_argument("key", help="the key's id, 16 hex digits")
        action.add_argument("--reason", required=True, choices=REASONS)
        action.add_argument("--words", default="", help="what is written beside the reason")
        action.add_argument("--since", default="", metavar="TIME", help="(default: now)")
    elif name == "account":
        action.add_argument("name")
        action.add_argument("--roles", required=True, help=f"with commas: {', '.join(ROLES)}")
        action.add_argument("--display", default="", help="the name people read")
        action.add_argument("--expires", default="", metavar="DATE", help="the last day (default: no end)")
        action.add_argument("--password-fd", type=int, help="read the first password from this descriptor")
    elif name == "recover":
        action.add_argument("escrow", type=Path, help="made by `office escrow`")
    if name in ("certify", "revoke", "account", "recover"):
        action.add_argument("--out", type=Path, required=True)


def _init(context: Context, args: argparse.Namespace) -> Answer:
    password = _root_password(context, args)
    public = offices.make_office(args.folder, password, now()) if password else Refusal("password_needed")
    if isinstance(public, Refusal):
        return refused(context.texts, public)
    body = {"root": public.hex(), "key_id": key_id(public), "public_file": offices.PUBLIC}
    return _done(context, "made", body)


def _show(context: Context, args: argparse.Namespace) -> Answer:
    found = offices.read_public(read_travelled(args.folder / offices.PUBLIC))
    if found is None:
        return refused(context.texts, Refusal("bad_root"))
    root, _ = found
    rows = []
    for statement in offices.issued(args.folder):
        body = statement.get("body")
        what = str(body["what"]) if isinstance(body, dict) and "what" in body else ""
        said = statements.said_by(root, statement, what)
        shown = {} if said is None else {name: said[name] for name in said if name not in HIDDEN}
        rows.append({"signed": said is not None, **shown})
    body_of = {"root": root.hex(), "key_id": key_id(root), "statements": rows}
    head = context.texts.both("office.shown", key_id=key_id(root), n=str(len(rows)))
    return Answer(DONE, body_of, "\n".join([head.th, head.en, *(_statement(context, row) for row in rows)]))


HIDDEN = ("password_hash",)
"""What of a statement is not shown."""


def _trust(context: Context, args: argparse.Namespace) -> Answer:
    data = read_travelled(args.file)
    found = offices.read_public(data)
    if found is None:
        return refused(context.texts, Refusal("bad_root"))
    root, _ = found
    with context.workstation() as opened:
        if refusal := Certificates(opened.home.certificates).trust(root):
            return refused(context.texts, refusal)
        write_whole(opened.home.certificates / offices.PUBLIC, data)
    return _done(context, "trusted", {"trusts": root.hex(), "key_id": key_id(root)})


def _certify(context: Context, args: argparse.Namespace) -> Answer:
    wanted = offices.read_request(read_travelled(args.request))
    if wanted is None:
        return refused(context.texts, Refusal("bad_request_file"))
    chosen = [each for each in wanted if not args.only or each.holder in args.only]
    if strange := sorted(set(args.only) - {each.holder for each in wanted}):
        return refused(context.texts, Refusal("unknown_officer", {"name": ", ".join(strange)}))
    until, at = end_of(args.until), now()
    office = _office(context, args)
    if isinstance(office, Refusal):
        return refused(context.texts, office)
    made = [office.certify(each, at, until) for each in chosen]
    write_whole(args.out, statements.write_file(statements.CERTIFICATE, made))
    rows = [{"kind": each.kind, "holder": each.holder, "key_id": key_id(each.public_key)} for each in chosen]
    answer = _done(context, "certified", {"file": args.out.name, "certified": rows}, n=str(len(rows)))
    kinds = (_word(context, f"office_holder.{each.kind}", each.kind) for each in chosen)
    named = (f"  {kind} {row['holder']}: {row['key_id']}" for kind, row in zip(kinds, rows, strict=True))
    return replace(answer, text="\n".join([answer.text, *named]))


def _revoke(context: Context, args: argparse.Namespace) -> Answer:
    at = now()
    since = moment_of(args.since) if args.since else at
    office = _office(context, args)
    said = (
        office if isinstance(office, Refusal) else office.revoke(args.key.lower(), since, args.reason, args.words, at)
    )
    if isinstance(said, Refusal):
        return refused(context.texts, said)
    write_whole(args.out, statements.write_file(statements.REVOCATION, [said]))
    body = {"file": args.out.name, "key_id": args.key.lower(), "since": format_time(since), "reason": args.reason}
    why = context.texts.both(f"key_reason.{args.reason}")
    return _done(context, "revoked", body, since=datetime_be(since), why_th=why.th, why_en=why.en)


def _account(context: Context, args: argparse.Namespace) -> Answer:
    expires = end_of(args.expires)
    roles = frozenset(role.strip() for role in args.roles.split(",") if role.strip())
    office = _office(context, args)
    if isinstance(office, Refusal):
        return refused(context.texts, office)
    prompt = context.texts.both("prompt.first_password", name=args.name)
    password = read_password(args.password_fd, "OFFICER_APP_PASSWORD", prompt)
    if password is None:
        return refused(context.texts, Refusal("password_empty"))
    said = office.account(args.name, args.display, roles, password, expires, now())
    if isinstance(said, Refusal):
        return refused(context.texts, said)
    write_whole(args.out, statements.write_file(statements.ACCOUNT, [said]))
    body = {"file": args.out.name, "roles": sorted(roles)}
    return _done(context, "account", body, name=args.name, roles=", ".join(sorted(roles)))


def _escrow(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        try:
            file_key = load(opened.home.file_key)
        except FileKeyTrouble as error:
            raise Trouble("file_key", detail=error.code) from error
        made = escrows.make(opened.home, opened.settings.station, file_key, now())
        if isinstance(made, Refusal):
            return refused(context.texts, made)
        data = escrow.write(made)
        write_whole(args.out, data)
        escrows.note(opened.home, data)
    return _done(context, "sealed", {"file": args.out.name, "root": made.root, "check": made.check})


def _recover(context: Context, args: argparse.Namespace) -> Answer:
    try:
        sealed = escrow.read(read_travelled(args.escrow))
    except escrow.BadEscrow as error:
        return refused(context.texts, Refusal(error.code))
    office = _office(context, args)
    file_key = office if isinstance(office, Refusal) else office.recover(sealed)
    if isinstance(file_key, Refusal):
        return refused(context.texts, file_key)
    offices.write_secret(args.out, file_key)
    body = {"file": args.out.name, "site": sealed.site, "station": sealed.station, "check": sealed.check}
    return _done(context, "recovered", body)


def _office(context: Context, args: argparse.Namespace) -> Office | Refusal:
    password = _root_password(context, args)
    return offices.open_office(args.folder, password) if password else Refusal("password_needed")


def _root_password(context: Context, args: argparse.Namespace) -> str | None:
    return read_password(args.root_password_fd, PASSWORD, context.texts.both("prompt.root_password"))


def _statement(context: Context, row: Mapping[str, object]) -> str:
    """One of the office's statements on a line: what it is, about whom, since and until when, and why."""
    what = str(row.get("what", "")).rpartition(" ")[2]
    what = what if row["signed"] else "unsigned"
    parts = [_word(context, f"office_statement.{what}", what)]
    parts += [str(row[name]) for name in ("holder", "name", "key_id") if row.get(name)]
    for name in ("since", "until", "expires", "reason"):
        if said := str(row.get(name) or ""):
            shown = _word(context, f"key_reason.{said}", said) if name == "reason" else datetime_be(parse_time(said))
            parts.append(f"{_word(context, f'office_label.{name}', name)} {shown}")
    return "  " + " · ".join(parts)


def _word(context: Context, key: str, name: str) -> str:
    """The word under `key`, Thai and English; `name` itself where it comes from a newer version."""
    return context.texts.either(key, "window.named", name=name).on_a_line


def _done(context: Context, key: str, body: Mapping[str, object], **more: str) -> Answer:
    """The sentence `office.<key>` of what was done, its gaps filled from `body` and `more`."""
    params = {name: value for name, value in body.items() if isinstance(value, str)}
    said = context.texts.both(f"office.{key}", **{**params, **more})
    return Answer(DONE, dict(body), f"{said.th}\n{said.en}")
