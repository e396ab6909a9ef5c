"""`doctor`: is everything there that a workstation needs; and, with --listen, what a scanner's settings should be."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from officer_app.cli.answers import DONE, WORLD_FAILED, Answer, BadUsage
from officer_app.cli.context import Context
from officer_app.cli.scan import add_options, setups_of
from officer_app.core.scanner_guess import Guess, guess
from officer_app.core.scanner_setup import ScannerSetup
from officer_app.devices.recording import written
from officer_app.paths import Home
from officer_app.settings import Settings
from officer_app.texts import Texts
from officer_app.viewmodels.ports import Finding
from officer_app.workstation.checkup import BAD, Checkup
from officer_app.workstation.home_settings import load_settings
from officer_app.workstation.papers import write_whole
from officer_app.workstation.scanner_check import Listened, listen
from officer_app.workstation.trouble import Trouble

SIGNS = {"good": "✓", "attention": "!", "bad": "✗"}
LONGEST_S = 3600.0


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("doctor", help="look at this machine, this home and its devices")
    parser.add_argument("--listen", type=float, metavar="SECONDS", help="listen to scanners and guess their settings")
    parser.add_argument("--scanner", action="append", metavar="PORT", help="listen to this one (default: those set)")
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="keep what the scanner sent, for `simulate scanner`"
    )
    add_options(parser)
    parser.set_defaults(command=_doctor)


@dataclass(frozen=True)
class _Heard:
    """A scanner that was listened to."""

    port: str
    listened: Listened
    guess: Guess

    def as_dict(self, texts: Texts) -> dict[str, object]:
        """For --json."""
        made, trouble = self.guess, self.listened.trouble
        return {
            "port": self.port,
            "bytes": made.bytes,
            "scans": made.scans,
            "frames": self.listened.frames[-20:],
            "dropped": self.listened.dropped,
            "terminator": made.terminator,
            "starts_with_stx": made.starts_with_stx,
            "characters": made.characters,
            "symbology": made.symbology.name,
            "symbology_sure": made.symbology.sure,
            "eci": made.symbology.eci,
            "bytes_per_second": made.pace,
            "advice": [
                {"code": str(each), "th": said.th, "en": said.en}
                for each in made.advice
                for said in [texts.both(f"device.advice_{each}")]
            ],
            "trouble": None if trouble is None else asdict(texts.both(f"port.{trouble.trouble}", port=trouble.url)),
        }


def _doctor(context: Context, args: argparse.Namespace) -> Answer:
    if args.listen is not None:
        return _listen(context, args)
    if args.scanner or args.record or args.set:
        raise BadUsage("listen_needed")
    findings = list(Checkup(context.home, context.texts).everything())
    return _answer(findings, [finding for finding in findings if finding.state == BAD])


def _answer(findings: Sequence[Finding], bad: Sequence[Finding]) -> Answer:
    checks = [
        {"name": each.name, "state": each.state, "th": each.sentence.th, "en": each.sentence.en} for each in findings
    ]
    lines = [f"{SIGNS[each.state]} {each.name}: {each.sentence.th}\n      {each.sentence.en}" for each in findings]
    return Answer(WORLD_FAILED if bad else DONE, {"ok": not bad, "checks": checks}, "\n".join(lines))


def _listen(context: Context, args: argparse.Namespace) -> Answer:
    if not 0 < args.listen <= LONGEST_S:
        raise BadUsage("listen_seconds", {"most": f"{LONGEST_S:.0f}"})
    setups = _setups(context, args)
    if args.record is not None and len(setups) != 1:
        raise BadUsage("record_one")
    found = listen(setups, args.listen, _Teller(context))
    heard = [_Heard(port, listened, guess(listened.chunks)) for port, listened in found.items()]
    if args.record is not None:
        write_whole(args.record, written(heard[0].listened.chunks).encode())
    # A scanner that sent something and was then unplugged was read all the same.
    bad = any(each.listened.trouble is not None and not each.guess.bytes for each in heard)
    text = "\n".join(_lines(each, context.texts) for each in heard)
    body = {"ok": not bad, "scanners": [each.as_dict(context.texts) for each in heard]}
    return Answer(WORLD_FAILED if bad else DONE, body, text)


def _setups(context: Context, args: argparse.Namespace) -> list[ScannerSetup]:
    try:
        settings: Settings | None = load_settings(Home(context.home))
    except Trouble:
        settings = None
    ports = args.scanner or (list(settings.scanners) if settings else [])
    if not ports:
        raise BadUsage("scanner_needed")
    return setups_of(ports, args.set, settings.scanner_settings if settings else {})


class _Teller:
    """Says each frame as it comes."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __call__(self, port: str, text: str) -> None:
        line = json.dumps({"port": port, "frame": text}, ensure_ascii=False) if self._context.as_json else f"→ {text!r}"
        self._context.out.write(f"{line}\n")


def _lines(heard: _Heard, texts: Texts) -> str:
    made = heard.guess
    shown = {
        "bytes": made.bytes,
        "scans": made.scans,
        "dropped": heard.listened.dropped or 0,
        "terminator": made.terminator or "-",
        "characters": made.characters,
        "symbology": f"{made.symbology.name or '?'}{'' if made.symbology.sure else ' ?'}",
        "bytes/s": made.pace or "-",
    }
    lines = [heard.port, *(f"  {name}: {value}" for name, value in shown.items())]
    if heard.listened.trouble is not None:
        said = texts.both(f"port.{heard.listened.trouble.trouble}", port=heard.listened.trouble.url)
        lines += [f"  ✗ {said.th}", f"    {said.en}"]
    for each in made.advice:
        said = texts.both(f"device.advice_{each}")
        lines += [f"  {said.th}", f"  {said.en}"]
    return "\n".join(lines)
