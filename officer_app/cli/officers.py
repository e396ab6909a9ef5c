"""`officers add|list|lock|unlock|rekey`: the accounts of this workstation."""

import argparse

from officer_app.cli.answers import DONE, Answer, refused
from officer_app.cli.context import Context, read_password
from officer_app.core.ports import Person
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ROLES
from officer_app.texts import Both


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    parser = commands.add_parser("officers", help="the accounts of this workstation")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    add = actions.add_parser("add", help="a new officer; the first is also administrator")
    add.add_argument("name")
    add.add_argument("--roles", required=True, help=f"with commas: {', '.join(ROLES)}")
    add.add_argument("--display", default="", help="the name people read")
    add.add_argument("--password-fd", type=int, help="read the new password from this file descriptor")
    add.set_defaults(command=_add)
    actions.add_parser("list", help="all accounts").set_defaults(command=_list)
    for verb in ("lock", "unlock"):
        change = actions.add_parser(verb, help=f"{verb} an account")
        change.add_argument("name")
        change.set_defaults(command=_set_active, active=verb == "unlock")
    actions.add_parser("rekey", help="not available in this version")


def _add(context: Context, args: argparse.Namespace) -> Answer:
    roles = frozenset(role.strip() for role in args.roles.split(",") if role.strip())
    with context.workstation() as opened:
        prompt = Both(f"รหัสผ่านใหม่ของ {args.name}", f"New password of {args.name}")
        password = read_password(args.password_fd, "OFFICER_APP_PASSWORD", prompt)
        if password is None:
            return refused(context.texts, Refusal("password_empty"))
        person = opened.officers.add(args.name, args.display, roles, password)
    return _said(context, person)


def _list(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        rows = [
            {
                "name": account.name,
                "display": account.display,
                "roles": sorted(account.roles),
                "active": account.active,
                "key_id": account.key_id,
            }
            for account in opened.officers.everyone()
        ]
    text = "\n".join(f"{row['name']}  {row['display']}  {row['roles']}  active={row['active']}" for row in rows)
    return Answer(DONE, {"officers": rows}, text)


def _set_active(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        person = opened.officers.set_active(args.name, active=args.active)
    return _said(context, person)


def _said(context: Context, person: Person | Refusal) -> Answer:
    if isinstance(person, Refusal):
        return refused(context.texts, person)
    roles = sorted(person.roles)
    return Answer(DONE, {"name": person.name, "display": person.display, "roles": roles}, f"{person.name}: {roles}")
