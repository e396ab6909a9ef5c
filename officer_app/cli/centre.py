"""`sync`: exchange with the centre once, or again and again."""

import argparse
import json
import logging
import threading

from officer_app.cli.answers import DONE, WORLD_FAILED, Answer, failed, told
from officer_app.cli.context import Context
from officer_app.core.journal import CLOCK_OFFSET
from officer_app.core.ports import ChainFork, Unreachable
from officer_app.usecases.look_up import data_age_s
from officer_app.usecases.sync_once import Exchange, FeedBroken, PostAway
from officer_app.workstation.exchanging import exchange
from officer_app.workstation.first_load import OnPart
from officer_app.workstation.opening import Workstation
from officer_app.workstation.trouble import Trouble

LEAST_PAUSE_S = 0.2

log = logging.getLogger(__name__)


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("sync", help="send what waits, fetch what is new")
    often = parser.add_mutually_exclusive_group()
    often.add_argument("--once", action="store_true", help="one exchange (the default)")
    often.add_argument("--watch", action="store_true", help="again and again, one line each, until interrupted")
    parser.add_argument("--full", action="store_true", help="compare all acts with the centre, not the new ones only")
    parser.set_defaults(command=_sync)


def _sync(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        if not args.watch:
            return _once(context, opened, full=args.full)
        pause = threading.Event()
        try:
            while True:
                answer = _once(context, opened)
                line = json.dumps(answer.body, ensure_ascii=False) if context.as_json else answer.text
                context.out.write(line + "\n")
                # Zero in the settings means: without a pause to speak of.
                pause.wait(max(opened.settings.sync_every_s, LEAST_PAUSE_S))
        except KeyboardInterrupt:
            return Answer(DONE, None)


def _once(context: Context, opened: Workstation, *, full: bool = False) -> Answer:
    if opened.central is None:
        return _failed(context, opened, Trouble("no_central"), "here")
    try:
        done = exchange(opened, opened.central, full=full, on_part=_telling(context))
    except PostAway as error:
        return _cut_off(context, opened, error, error.done)
    except Unreachable as error:
        return _cut_off(context, opened, error)
    except ChainFork as error:
        return _cut_off(context, opened, Unreachable(str(error), "centre", "forked"))
    except FeedBroken as error:
        return _cut_off(context, opened, Unreachable(str(error), "centre", "feed_broken"))
    body = _state(opened, done, "none")
    lines = [f"{key}: {value}" for key, value in body.items()]
    if done.clock_alarm:
        said = context.texts.both("trouble.clock_off", seconds=str(round(abs(done.clock_offset_ms or 0) / 1000)))
        body["clock"] = told("clock_off", said)
        lines += [said.th, said.en]
    return Answer(DONE, body, "\n".join(lines))


def _telling(context: Context) -> OnPart:
    """How far a first load has come, one line a part, for who looks on; --json has the answer alone."""

    def told_part(done: int, parts: int) -> None:
        if not context.as_json:
            said = context.texts.both("link.loading", done=str(done), all=str(parts))
            context.out.write(f"{said.on_a_line}\n")

    return told_part


def _cut_off(context: Context, opened: Workstation, error: Unreachable, done: Exchange | None = None) -> Answer:
    """No exchange: why, in a sentence of ours; what a driver or a server said of it is in the log. `done`: what was
    exchanged with the centre where only the post's own server is away.
    """
    log.info("no exchange with the centre (%s): %s", error.kind, error)
    said = context.texts.both(f"link.{error.kind}")
    code = "centre_refused" if error.kind in ("forked", "feed_broken") else "centre_unreachable"
    code = "post_unreachable" if done else code
    body = {**_state(opened, done, error.trouble), "error": {**told(code, said), "kind": error.kind}}
    return Answer(WORLD_FAILED, body, f"{said.th}\n{said.en}")


def _failed(context: Context, opened: Workstation, trouble: Trouble, side: str) -> Answer:
    """`trouble` stays one word here (design §14): the sentence stands under `error`."""
    answer = failed(context.texts, trouble)
    error = (answer.body or {})["trouble"]
    return Answer(answer.status, {**_state(opened, None, side), "error": error}, answer.text)


def _state(opened: Workstation, done: Exchange | None, trouble: str) -> dict[str, object]:
    queue = opened.journal.queue()
    contact = opened.mirror.last_contact()
    return {
        "pushed": done.pushed if done else 0,
        "pulled": done.pulled if done else 0,
        "conflicts": done.conflicts if done else 0,
        "encrypted": done.hello.encrypted if done else None,
        "queue": queue.unsent,
        "quarantined": queue.quarantined,
        "data_age_s": data_age_s(opened.counter),
        # Null where nothing was compared: false would accuse somebody.
        "digest_equal": done.digest_equal if done else None,
        "clock_offset_ms": _offset(opened),
        "clock_alarm": done.clock_alarm if done else None,
        "centre_recovering": done.waiting if done else None,
        "last_contact": contact.isoformat() if contact else None,
        "trouble": trouble,
    }


def _offset(opened: Workstation) -> int | None:
    """How far the centre's clock was ahead of ours at the last contact (ms)."""
    known = opened.journal.value(CLOCK_OFFSET)
    return int(known) if known else None
