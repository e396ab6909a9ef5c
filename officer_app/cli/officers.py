"""`officers add|list|lock|unlock|expire|rekey|password|badge|revoke|request|take`: the accounts of this workstation."""

import argparse
from collections.abc import Callable
from pathlib import Path

from officer_app.cli.answers import DONE, Answer, refused
from officer_app.cli.context import Context, read_password
from officer_app.cli.files import read_travelled
from officer_app.cli.moments import end_of, moment_of
from officer_app.core.acts import format_time
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ROLES
from officer_app.security.accounts import Account
from officer_app.security.statements import read_file
from officer_app.workstation.key_acts import REASONS
from officer_app.workstation.opening import Workstation, now
from officer_app.workstation.taking import take_statements
from officer_app.workstation.whole_files import write_whole

PASSWORD, NEW_PASSWORD = "OFFICER_APP_PASSWORD", "OFFICER_APP_NEW_PASSWORD"
PIN, ADMINISTRATORS = "OFFICER_APP_PIN", "OFFICER_APP_ADMIN_PASSWORD"
NAMED = ("lock", "unlock", "expire", "rekey", "password", "badge", "revoke")


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    parser = commands.add_parser("officers", help="the accounts of this workstation")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    made = {
        name: actions.add_parser(name, help=about)
        for name, about in (
            ("add", "a new officer; the first is also administrator"),
            ("list", "all accounts"),
            ("lock", "close an account"),
            ("unlock", "open it again, its failures forgotten"),
            ("expire", "let an account end, or not any more"),
            ("rekey", "lost password: a new key under a new password; the old key is revoked"),
            ("password", "another password for the same key"),
            ("badge", "the badge and PIN by which an officer comes back within a shift"),
            ("revoke", "a key is worth nothing from a moment on; the account is locked"),
            ("request", "ask the office to certify the keys of this workstation"),
            ("take", "what the office said: certificates, revocations, accounts"),
        )
    }
    run = {"add": _add, "list": _list, "lock": _lock, "unlock": _unlock, "expire": _expire, "rekey": _rekey}
    run |= {"password": _password, "badge": _badge, "revoke": _revoke, "request": _request, "take": _take}
    for name, action in made.items():
        if name == "add" or name in NAMED:
            action.add_argument("name")
        action.set_defaults(command=run[name])
    _declare_options(made)


def _declare_options(made: dict[str, argparse.ArgumentParser]) -> None:
    add = made["add"]
    add.add_argument("--roles", required=True, help=f"with commas: {', '.join(ROLES)}")
    add.add_argument("--display", default="", help="the name people read")
    add.add_argument("--card", default="", metavar="TOKEN/KEY", help="the key is on this PKCS#11 card; asks its PIN")
    for action in (add, made["rekey"]):
        action.add_argument("--temporary", action="store_true", help="the password must be changed at first sign-in")
    add.add_argument("--expires", default="", metavar="DATE", help="the last day of the account")
    made["expire"].add_argument("--at", required=True, metavar="DATE", help="the last day, or `never`")
    for action in (made["rekey"], made["revoke"]):
        action.add_argument("--reason", choices=REASONS, default="lost_password")
        action.add_argument("--words", default="", help="what is written beside the reason")
    made["revoke"].add_argument("--since", default="", metavar="TIME", help="(default: now)")
    made["badge"].add_argument("--badge", required=True, help="the text of the badge, as a scanner reads it")
    made["badge"].add_argument("--pin-fd", type=int, help="read the PIN from this file descriptor")
    made["password"].add_argument("--new-password-fd", type=int, help="read the new password from this descriptor")
    for name in ("add", "rekey", "password", "badge"):
        made[name].add_argument("--password-fd", type=int, help="read the password from this file descriptor")
    made["request"].add_argument("--out", type=Path, required=True)
    made["take"].add_argument("files", type=Path, nargs="+", metavar="FILE")
    for name in ("add", "lock", "unlock", "expire", "rekey", "revoke", "take"):
        made[name].add_argument("--officer", default="", help="the administrator, where the settings want one")
        made[name].add_argument("--admin-password-fd", type=int, help="read his password from this file descriptor")


def _add(context: Context, args: argparse.Namespace) -> Answer:
    roles = frozenset(role.strip() for role in args.roles.split(",") if role.strip())
    expires = end_of(args.expires)

    def added(opened: Workstation) -> Person | Refusal:
        prompt = opened.texts.both("prompt.card_pin_of" if args.card else "prompt.new_password_of", name=args.name)
        password = read_password(args.password_fd, PASSWORD, prompt)
        if password is None:
            return Refusal("password_empty")
        if args.card:
            return opened.officers.add_card(args.name, args.display, roles, args.card, password, expires=expires)
        return opened.officers.add(
            args.name, args.display, roles, password, expires=expires, must_change=args.temporary
        )

    return _administer(context, args, added)


def _list(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        standings = opened.keys.standings()
        rows = [
            {
                "name": account.name,
                "display": account.display,
                "roles": sorted(account.roles),
                "active": account.active,
                "key_id": account.key_id,
                "key": str(standings[account.key_id].at(now())) if account.key_id in standings else "uncertified",
                **_more(account),
            }
            for account in opened.officers.everyone()
        ]
    text = "\n".join(f"{row['name']}  {row['display']}  {row['roles']}  active={row['active']}" for row in rows)
    return Answer(DONE, {"officers": rows}, text)


def _more(account: Account) -> dict[str, object]:
    return {
        "expires": None if account.expires is None else format_time(account.expires),
        "must_change": account.must_change,
        "badge": bool(account.badge),
        "card": account.card,
        "failures": account.failures,
    }


def _lock(context: Context, args: argparse.Namespace) -> Answer:
    return _administer(context, args, lambda opened: opened.officers.set_active(args.name, active=False))


def _unlock(context: Context, args: argparse.Namespace) -> Answer:
    return _administer(context, args, lambda opened: opened.officers.set_active(args.name, active=True))


def _expire(context: Context, args: argparse.Namespace) -> Answer:
    ends = None if args.at == "never" else end_of(args.at)
    return _administer(context, args, lambda opened: opened.officers.set_end(args.name, ends))


def _rekey(context: Context, args: argparse.Namespace) -> Answer:
    def rekeyed(opened: Workstation) -> Person | Refusal:
        prompt = opened.texts.both("prompt.new_password_of", name=args.name)
        password = read_password(args.password_fd, PASSWORD, prompt)
        if password is None:
            return Refusal("password_empty")
        return opened.officers.rekey(args.name, password, args.reason, args.words, temporary=args.temporary)

    return _administer(context, args, rekeyed)


def _revoke(context: Context, args: argparse.Namespace) -> Answer:
    since = moment_of(args.since) if args.since else now()
    return _administer(context, args, lambda opened: opened.officers.revoke(args.name, since, args.reason, args.words))


def _password(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        old = read_password(args.password_fd, PASSWORD, opened.texts.both("prompt.old_password"))
        new = read_password(args.new_password_fd, NEW_PASSWORD, opened.texts.both("prompt.new_password"))
        if not old or not new:
            return refused(context.texts, Refusal("password_empty"))
        done = opened.officers.change_password(args.name, old, new)
    return _said(context, done.person if isinstance(done, SignedIn) else done)


def _badge(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        password = read_password(args.password_fd, PASSWORD, opened.texts.both("prompt.password"))
        pin = read_password(args.pin_fd, PIN, opened.texts.both("prompt.new_pin"))
        if not password or not pin:
            return refused(context.texts, Refusal("password_empty"))
        done = opened.officers.set_badge(args.name, password, args.badge, pin)
    return _said(context, done)


def _request(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        everyone = opened.officers.everyone()
        table, data = opened.keys.request(everyone), opened.keys.request_file(everyone)
    write_whole(args.out, data)
    return Answer(DONE, {"file": args.out.name, **table}, f"{args.out}: {table['station']}")


def _take(context: Context, args: argparse.Namespace) -> Answer:
    said = []
    for file in args.files:
        try:
            said += read_file(read_travelled(file))
        except ValueError:
            return refused(context.texts, Refusal("bad_statement"))
    with context.workstation() as opened:
        if refusal := _not_allowed(opened, args):
            return refused(context.texts, refusal)
        taken = take_statements(opened.keys, opened.officers, said)
    if isinstance(taken, Refusal):
        return refused(context.texts, taken)
    rows = [{"what": each.what, "about": each.about, "recorded": each.recorded} for each in taken]
    return Answer(DONE, {"taken": rows}, "\n".join(f"{row['what']}: {row['about']}" for row in rows))


def _administer(
    context: Context, args: argparse.Namespace, change: Callable[[Workstation], Person | Refusal]
) -> Answer:
    with context.workstation() as opened:
        done = _not_allowed(opened, args) or change(opened)
    return _said(context, done)


def _not_allowed(opened: Workstation, args: argparse.Namespace) -> Refusal | None:
    """Why nobody may change accounts now: the settings want an administrator for it, once there is one."""
    accounts = opened.officers.everyone()
    if not opened.settings.administrator_needed or not any("administrator" in each.roles for each in accounts):
        return None
    if not args.officer:
        return Refusal("administrator_needed")
    prompt = opened.texts.both("prompt.administrators_password", name=args.officer)
    password = read_password(args.admin_password_fd, ADMINISTRATORS, prompt)
    who = opened.officers.sign_in(args.officer, password or "")
    if isinstance(who, Refusal):
        return who
    return None if "administrator" in who.person.roles else Refusal("administrator_needed")


def _said(context: Context, person: Person | Refusal) -> Answer:
    if isinstance(person, Refusal):
        return refused(context.texts, person)
    roles = sorted(person.roles)
    return Answer(DONE, {"name": person.name, "display": person.display, "roles": roles}, f"{person.name}: {roles}")
