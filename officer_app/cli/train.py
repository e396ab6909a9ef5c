"""`train`: the practice shift at a desk of its own; its window, its state, its summary, and a fresh beginning."""

import argparse
from pathlib import Path

from officer_app.cli.answers import DONE, Answer
from officer_app.cli.context import Context
from officer_app.core.practice import TRAINEE, TRAINER
from officer_app.core.roles import DESKS
from officer_app.paths import Home
from officer_app.texts import Texts
from officer_app.workstation.home_settings import load_settings
from officer_app.workstation.opening import open_workstation
from officer_app.workstation.practice import practice_of, prepare, remove
from officer_app.workstation.practice_paper import Result, results, write_summary
from officer_app.workstation.trouble import Trouble


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("train", help="a practice shift: invented cargo, marked as training, nothing real")
    parser.add_argument("--desk", default="", choices=DESKS, help="without it: as the workstation in --home")
    parser.add_argument("--reset", action="store_true", help="begin anew: what was practised there is thrown away")
    parser.add_argument("--show", action="store_true", help="say how far the shift has come, and open no window")
    parser.add_argument("--summary", type=Path, metavar="FILE", help="write the summary as a PDF, and open no window")
    parser.set_defaults(command=_train)


def _train(context: Context, args: argparse.Namespace) -> Answer:
    desk = args.desk or _desk_of(context.home)
    if args.reset:
        remove(context.home, desk)
    folder = prepare(context.home, desk)
    if not (args.show or args.reset or args.summary is not None):
        return Answer(context.desktop().run(folder), None)
    practice = practice_of(folder)
    opened = open_workstation(folder)
    try:
        found = results(opened, practice)
        file = write_summary(opened, practice, args.summary) if args.summary is not None else None
    finally:
        opened.close()
    body: dict[str, object] = {
        "home": str(folder),
        "desk": desk,
        "mode": "training",
        "began": practice.began,
        "accounts": [TRAINEE, TRAINER],
        "password": practice.password,
        "exercises": [each.as_dict() | _sentence(context.texts, each) for each in found],
        "done": sum(1 for each in found if each.at),
        "all": len(found),
    } | ({"file": str(file)} if file else {})
    return Answer(DONE, body, _text(context.texts, body, found))


def _desk_of(folder: Path) -> str:
    try:
        return load_settings(Home(folder)).desk
    except Trouble:
        return "inspection"


def _sentence(texts: Texts, result: Result) -> dict[str, object]:
    said = texts.both(f"practice.{result.name}_do", number=result.number)
    return {"th": said.th, "en": said.en}


def _text(texts: Texts, body: dict[str, object], found: list[Result]) -> str:
    mark = texts.both("practice.mark")
    lines = [mark.th, mark.en, f"{body['home']}", f"{TRAINEE}, {TRAINER}: {body['password']}"]
    for each in found:
        said = texts.both(f"practice.{each.name}_do", number=each.number)
        lines.append(f"[{'x' if each.at else ' '}] {each.place}. {said.th}\n       {said.en}")
    return "\n".join(lines)
