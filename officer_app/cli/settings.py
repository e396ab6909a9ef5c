"""`settings show|set|export|import|explain`: what is set here, what each setting does, and changing it as an act."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from officer_app.cli.answers import DONE, Answer, bad_input, refused
from officer_app.cli.context import Context, add_officer, sign_in
from officer_app.core.refusals import Refusal
from officer_app.core.setting_kinds import FAULTS
from officer_app.settings import kinds
from officer_app.viewmodels.station_ports import SettingChange, SettingRow
from officer_app.workstation.opening import Workstation
from officer_app.workstation.setting_table import markdown
from officer_app.workstation.station_settings import settings_of_station

_NOT_UNDERSTOOD = frozenset(f"setting_{code}" for code in FAULTS)


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    parser = commands.add_parser("settings", help="show, change, export and import this workstation's settings")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    show = actions.add_parser("show", help="every setting: its value, its default, what it does")
    show.add_argument("key", nargs="?", default="", help="only this one")
    show.set_defaults(command=_show)
    change = actions.add_parser("set", help="change one setting; recorded as an act of a supervisor")
    change.add_argument("key")
    change.add_argument("value", help="a text, true or false, a number; lists and tables as TOML")
    add_officer(change)
    change.set_defaults(command=_set)
    export = actions.add_parser("export", help="write all settings to a file")
    export.add_argument("file", type=Path)
    export.set_defaults(command=_export)
    taking = actions.add_parser("import", help="say what a settings file would change; with --apply, change it")
    taking.add_argument("file", type=Path)
    taking.add_argument("--apply", action="store_true", help="take the file's settings over, as a supervisor")
    add_officer(taking)
    taking.set_defaults(command=_import)
    explain = actions.add_parser("explain", help="every setting as a table for a page (Markdown); needs no home")
    explain.set_defaults(command=_explain)


def _show(context: Context, args: argparse.Namespace) -> Answer:
    if args.key and args.key not in kinds():
        return _refused(context, Refusal("setting_unknown", {"key": args.key}))
    with context.workstation() as opened:
        rows = [row for row in settings_of_station(opened).rows() if args.key in ("", row.key)]
    return Answer(DONE, {"settings": [_row(row) for row in rows]}, "\n".join(map(_said, rows)))


def _set(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        officer = sign_in(opened, args)
        if isinstance(officer, Refusal):
            return _refused(context, officer)
        answer = settings_of_station(opened).change(officer, args.key, args.value)
    return _refused(context, answer) if isinstance(answer, Refusal) else _changed(opened, [answer], done=True)


def _export(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        answer = settings_of_station(opened).export(str(args.file))
    return _refused(context, answer) if isinstance(answer, Refusal) else Answer(DONE, {"file": answer}, answer)


def _import(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        desk = settings_of_station(opened)
        if not args.apply:
            answer = desk.differences(str(args.file))
        else:
            officer = sign_in(opened, args)
            answer = officer if isinstance(officer, Refusal) else desk.take_over(officer, str(args.file))
    return _refused(context, answer) if isinstance(answer, Refusal) else _changed(opened, answer, done=args.apply)


def _explain(context: Context, args: argparse.Namespace) -> Answer:
    table = markdown(context.texts)
    return Answer(DONE, {"markdown": table}, table)


def _refused(context: Context, refusal: Refusal) -> Answer:
    """A value that is none was not understood (2); the rest are rules (1)."""
    if refusal.code in _NOT_UNDERSTOOD:
        return bad_input(refusal.code, context.texts.refusal(refusal))
    return refused(context.texts, refusal)


def _changed(opened: Workstation, changes: Sequence[SettingChange], *, done: bool) -> Answer:
    rows = [
        {"key": each.key, "before": each.before, "after": each.after, "effect": each.effect, "kept": each.kept}
        for each in changes
    ]
    lines = [f"{'=' if each.kept else '→'} {each.key}: {each.before} → {each.after}" for each in changes]
    waiting = ", ".join(each.key for each in changes if each.effect == "restart" and not each.kept)
    applied = "settings_page.cli_applied" if waiting else "settings_page.cli_at_once"
    said = opened.texts.both(applied if done else "settings_page.cli_differences", names=waiting)
    return Answer(DONE, {"applied": done, "changes": rows}, "\n".join([*lines, said.th, said.en]))


def _row(row: SettingRow) -> dict[str, object]:
    return {
        "key": row.key,
        "kind": str(row.kind),
        "value": row.value,
        "default": row.default,
        "origin": row.origin,
        "effect": row.effect,
        "choices": list(row.choices),
        "th": {"title": row.title.th, "about": row.about.th},
        "en": {"title": row.title.en, "about": row.about.en},
    }


def _said(row: SettingRow) -> str:
    where = f"({row.origin}, {row.effect}; {row.default})"
    return f"{row.key} = {row.value}  {where}\n    {row.title.th}: {row.about.th}\n    {row.title.en}: {row.about.en}"
