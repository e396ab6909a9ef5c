"""`rebuild`, `backup`, `restore`: what an administrator does for the files of a workstation."""

import argparse
from dataclasses import asdict
from pathlib import Path

from officer_app.cli.answers import DONE, Answer, BadUsage
from officer_app.cli.context import Context
from officer_app.core.acts import parse_time
from officer_app.core.buddhist import datetime_be
from officer_app.paths import Home
from officer_app.print.pictures import Pictures
from officer_app.security import file_key
from officer_app.texts import Both
from officer_app.workstation.backup import make_backup
from officer_app.workstation.kept_papers import PaperStore
from officer_app.workstation.restoring import Restored, restore
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.unsent_back import BroughtBack, take_from


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    parser = commands.add_parser("rebuild", help="fold every state anew from the acts")
    parser.set_defaults(command=_rebuild)
    parser = commands.add_parser(
        "backup", help="write this workstation's records to one encrypted file, while it works"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="replaced where it is an earlier backup"
    )
    parser.add_argument(
        "--with-mirror", action="store_true", help="reference records too (always where there is no centre)"
    )
    parser.set_defaults(command=_backup)
    parser = commands.add_parser("restore", help="make the workstation of a backup in --home, which must not have one")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="what `backup` wrote")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the file key, as the office gives it back")
    parser.add_argument("--unsent", type=Path, metavar="FOLDER", help="bring back unsent acts from a second medium")
    parser.set_defaults(command=_restore)
    parser = commands.add_parser("papers", help="files of printed papers; --let-go of old ones the record prints again")
    parser.add_argument("--let-go", action="store_true", help="remove them; without it they are only counted")
    parser.add_argument("--days", type=int, help="older than so many days (default: the setting papers_kept_days)")
    parser.set_defaults(command=_papers)


def _papers(context: Context, args: argparse.Namespace) -> Answer:
    if args.days is not None and args.days < 1:
        raise BadUsage("days_one")
    with context.workstation() as opened:
        days = opened.settings.papers_kept_days if args.days is None else args.days
        store = PaperStore(opened, Pictures())
        try:
            found = store.let_go(days) if args.let_go else store.survey(days)
        except OSError as error:
            detail = error.strerror or type(error).__name__
            raise Trouble("file_unwritable", path=str(opened.home.papers), detail=detail) from error
    body = {"days": days, "let_go": found.again if args.let_go else 0, **asdict(found)}
    numbers = {"files": str(found.files), "size": f"{found.size / 2**20:.1f} MB", "old": str(found.old)}
    key = "answer.papers_removed" if args.let_go else "answer.papers_counted"
    said = context.texts.both(key, days=str(days), again=str(found.again), **numbers)
    return Answer(DONE, body, f"{said.th}\n{said.en}")


def _rebuild(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        permits = opened.journal.rebuild()
    return Answer(DONE, {"permits": permits}, f"{permits} permits folded anew")


def _backup(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        made = make_backup(opened, args.out, with_mirror=args.with_mirror or opened.central is None)
    body = {
        "file": str(args.out),
        "made_at": made.made_at,
        "station": made.station,
        "head_seq": made.head_seq,
        "head_hash": made.head_hash,
        "acts": made.acts,
        "unsent": made.unsent,
        "defects": made.defects,
        "key_check": made.key_check,
        "files": {name: {"bytes": length, "sha256": digest} for name, (length, digest) in made.files.items()},
    }
    said = context.texts.both(
        "backup.made", path=str(args.out), name=made.station, n=str(made.acts), check=made.key_check
    )
    return Answer(DONE, body, f"{said.th}\n{said.en}")


def _restore(context: Context, args: argparse.Namespace) -> Answer:
    if args.file is None and args.unsent is None:
        raise BadUsage("backup_or_unsent")
    if args.file is None and args.key is not None:
        raise BadUsage("key_with_backup")
    body: dict[str, object] = {}
    lines: list[Both] = []
    if args.file is not None:
        done = restore(args.file, Home(context.home), args.key)
        body |= _as_dict(done)
        lines += _sentences(context, done)
    if args.unsent is not None:
        back = _unsent(context, args.unsent)
        body["unsent_acts"] = vars(back)
        numbers = {name: str(number) for name, number in vars(back).items()}
        lines.append(context.texts.both("backup.unsent", **numbers))
        if back.foreign:
            lines.append(context.texts.both("backup.foreign", n=str(back.foreign)))
        if back.waiting:
            lines.append(context.texts.both("backup.waiting", n=str(back.waiting)))
    return Answer(DONE, body, "\n".join(f"{said.th}\n{said.en}" for said in lines))


def _unsent(context: Context, folder: Path) -> BroughtBack:
    with context.workstation() as opened:
        try:
            key = file_key.load(opened.home.file_key)
        except file_key.FileKeyTrouble as error:
            raise Trouble("file_key", detail=error.code) from error
        return take_from(folder, opened.journal, key)


def _as_dict(done: Restored) -> dict[str, object]:
    made = done.manifest
    return {
        "restored": True,
        "site": made.site,
        "station": made.station,
        "made_at": made.made_at,
        "head_seq": made.head_seq,
        "unsent": made.unsent,
        "defects": done.defects,
        "grants_for": list(made.grants_for),
        "needs_centre": done.needs_centre,
    }


def _sentences(context: Context, done: Restored) -> list[Both]:
    made = done.manifest
    said = [
        context.texts.both(
            "backup.restored", name=made.station, at=datetime_be(parse_time(made.made_at)), n=str(made.head_seq)
        )
    ]
    if done.needs_centre:
        said.append(context.texts.both("backup.needs_centre"))
    if made.grants_for:
        said.append(context.texts.both("backup.grants", posts=", ".join(made.grants_for)))
    if done.defects:
        said.append(context.texts.both("backup.defects", n=str(done.defects)))
    return said
