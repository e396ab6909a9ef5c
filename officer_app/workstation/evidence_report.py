"""The report at the head of an evidence file: in Thai and English, for people who have no program at all."""

from collections.abc import Sequence

from officer_app.core.acts import Act, parse_time
from officer_app.core.buddhist import date_be, datetime_be
from officer_app.security.evidence import Evidence
from officer_app.texts import Texts
from officer_app.workstation.opening import Workstation

LANGUAGES = ("th", "en")


def report_lines(workstation: Workstation, made: Evidence, chosen: Sequence[Act]) -> tuple[str, ...]:
    """The lines of the report on `chosen`, which the evidence is about; its other acts only say whose keys signed."""
    names = workstation.officers.names()
    lines: list[str] = []
    for language in LANGUAGES:
        lines += _head(workstation.texts, made, len(chosen), language)
        lines += [_line(workstation.texts, act, names.get(act.officer, act.officer), language) for act in chosen]
        lines += [workstation.texts.say("evidence.how_to_check", language), ""]
    return tuple(lines)


def _head(texts: Texts, made: Evidence, count: int, language: str) -> list[str]:
    about = made.about
    said = {"number": about.number, "site": about.site, "station": about.station, "count": str(count)}
    said["made_at"] = datetime_be(about.made_at)
    if about.scope == "period":
        said["since"], said["until"] = (date_be(parse_time(each)) for each in (about.since, about.until))
    scope = texts.say(f"evidence.about_{about.scope}", language, **said)
    head = [texts.say("evidence.title", language), scope, texts.say("evidence.made", language, **said)]
    if about.mode != "real":
        head.append(texts.either(f"evidence.not_real_{about.mode}", "evidence.not_real", mode=about.mode).say(language))
    return [*head, texts.say("evidence.acts", language, **said)]


def _line(texts: Texts, act: Act, officer: str, language: str) -> str:
    """`21-11-2569 10:04:05 · CE-1 no. 7 · somchai (สมชาย) · stamped ...`."""
    params = {name: act.text(name) for name in act.fields}
    if leaving := params.get("why"):
        params["why"] = texts.either(f"leaving.{leaving}", "evidence.kind", kind=leaving).say(language)
    known, keys = texts.keys(), (f"track.{act.kind}", f"window.act_{act.kind}")
    key = next((each for each in keys if each in known), "evidence.kind")
    what = texts.say(key, language, **{**params, "kind": act.kind})
    who = officer if officer == act.officer else f"{act.officer} ({officer})"
    by = who or texts.say("evidence.nobody", language)
    said = f"{datetime_be(act.at)} · {act.station} {act.station_seq} · {by} · {act.subject.number} · {what}"
    return f"{said} · {texts.say('evidence.unsigned', language)}" if act.signer_failed else said
