"""A transit case and the figures by month as people read them at the command line: Thai, then English."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from officer_app.cli.columns import columns
from officer_app.core.guarantees import GuaranteeState
from officer_app.core.transit_numbers import Stretch
from officer_app.usecases.transit_lists import Case, Month, PerMonth
from officer_app.viewmodels.speech import Speech, Voices
from officer_app.viewmodels.transit_card import CaseFacts, case_card
from officer_app.viewmodels.transit_guarantees import HEADS, guarantee_line
from officer_app.viewmodels.transit_registers import MONTH_HEADS, NUMBER_HEADS, month_cells, stretch_line
from officer_app.viewmodels.transit_words import day_words, phase_words

LANGUAGES = ("th", "en")


def case_text(case: CaseFacts, voices: Voices) -> str:
    """All that the window's card of the case shows, in both languages one after the other."""
    return "\n\n".join("\n".join(_case(case, voices.speech(language))) for language in LANGUAGES)


def _case(case: CaseFacts, speech: Speech) -> Iterator[str]:
    card = case_card(case, speech.texts.say(f"next.{case.state.phase}", speech.language), speech)
    yield f"{speech.say('transit_head_case')} {case.number}: {phase_words(case.state.phase, speech)}"
    yield f"{speech.say('transit_due')}: {card.due}"
    yield from (f"{fact.label}: {fact.value}" for fact in card.facts)
    for side in (card.ours, card.core):
        if side is not None:
            yield f"{side.title}: {' · '.join(filter(None, (side.value, side.note)))}"
    yield from (f"! {warning}" for warning in card.warnings)
    yield from card.acts


def cases_text(cases: Sequence[Case], voices: Voices) -> str:
    """A list of the desk: heads in both languages, then a line for each case."""
    rows = [(each.number, *_phase(each, voices), each.state.fact("applicant"), *_days(each)) for each in cases]
    return columns([*_heads(("number", "phase", "phase", "applicant", "limit", "left"), voices), *rows])


def _phase(case: Case, voices: Voices) -> tuple[str, ...]:
    return tuple(phase_words(case.state.phase, voices.speech(language)) for language in LANGUAGES)


def _days(case: Case) -> tuple[str, str]:
    return day_words(case.state.limit), "–" if case.left is None else str(case.left)


def figures_text(months: Sequence[Month], filed: PerMonth, voices: Voices) -> str:
    """Figures by month under their names, the latest first, and the filings a month that the manual publishes."""
    table = columns([*_heads(MONTH_HEADS, voices), *(month_cells(each) for each in reversed(months))])
    mean = {"mean": f"{filed.mean_tenths / 10:.1f}", "most": str(filed.most), "least": str(filed.least)}
    said = (voices.speech(language).say("transit_filed_per_month", **mean) for language in LANGUAGES)
    return "\n".join((table, *said))


def guarantees_text(register: Mapping[str, GuaranteeState], today: date, voices: Voices) -> str:
    """The register of guarantees, sums in baht: a table in Thai, then one in English."""
    tables = []
    for speech in map(voices.speech, LANGUAGES):
        rows = [guarantee_line(number, state, today, speech).cells for number, state in register.items()]
        tables.append(columns([tuple(speech.say(f"transit_head_{name}") for name in HEADS), *rows]))
    return "\n\n".join(tables)


def numbers_text(series: str, left: int | None, register: Sequence[Stretch], did: str, voices: Voices) -> str:
    """The register of sequence numbers: a table in Thai, then one in English. `left`: how many of this year's are left
    here, None for another series; `did`: the text of what was done first, empty where nothing was.
    """
    tables = []
    for speech in map(voices.speech, LANGUAGES):
        lines = [speech.say(did)] if did else []
        name = "transit_numbers_series" if left is None else "transit_numbers_of"
        lines.append(speech.say(name, series=series, left=str(left)))
        rows = [stretch_line(each, speech).cells for each in register]
        heads = tuple(speech.say(f"transit_head_{name}") for name in NUMBER_HEADS)
        lines.append(columns([heads, *rows]) if rows else speech.say("transit_register_empty"))
        tables.append("\n".join(lines))
    return "\n\n".join(tables)


def _heads(names: Sequence[str], voices: Voices) -> list[tuple[str, ...]]:
    return [tuple(voices.speech(each).say(f"transit_head_{name}") for name in names) for each in LANGUAGES]
