"""Which site a customs office is of, for simulated centres that know of each other (docs/decisions/0025)."""

from collections.abc import Callable, Iterable, Sequence

from officer_app.core.acts import Act, ActKind
from officer_app.core.elsewhere import KEY_KINDS, RECORD_KIND, elsewhere_number, elsewhere_record, is_of_exit
from officer_app.core.records import Record

TRANSIT = "transit"


class Offices:
    """Offices and the feeds of acts of their sites; what each site is to know of the others' acts."""

    def __init__(self) -> None:
        self._site_of: dict[str, str] = {}
        self._feeds: dict[str, Callable[[], Sequence[Act]]] = {}

    def join(self, site: str, acts: Callable[[], Sequence[Act]]) -> None:
        """A site's feed of acts takes part."""
        self._feeds[site] = acts

    def set_office(self, site: str, office: str) -> None:
        """`office` is of this site from now on."""
        self._site_of[office] = site

    def feed(self, site: str, records: list[Record]) -> None:
        """Add to a site's feed of records what it is to know and does not yet. The caller holds the site's turn."""
        known = (record.number for record in records if record.kind == RECORD_KIND)
        records.extend(elsewhere_record(act) for act in self.acts_for(site, known))

    def acts_for(self, site: str, known: Iterable[str]) -> list[Act]:
        """The acts of other sites that `site` is to know, but for those whose record's number is `known`."""
        partners = set(self._site_of.values())
        if site not in partners:
            return []
        there, mine = set(known), {act.act_id for act in self._feeds[site]()}
        feeds = {name: list(self._feeds[name]()) for name in sorted(partners & set(self._feeds))}
        sent = [
            (act.subject.number, name, self._site_of[act.text("exit_office")])
            for name, acts in feeds.items()
            for act in acts
            if act.kind == ActKind.TRANSIT_CONSIDER and act.text("exit_office") in self._site_of
        ]
        ours = {(number, entry) for number, entry, exit_site in sent if exit_site == site}
        left = {(number, exit_site) for number, entry, exit_site in sent if entry == site}
        found = []
        for name, acts in feeds.items():
            own_ids = frozenset(act.act_id for act in acts)
            for act in acts if name != site else ():
                case = (act.subject.number, name) if act.subject.kind == TRANSIT else None
                wanted = case in ours or (case in left and is_of_exit(act, own_ids))
                if (act.kind in KEY_KINDS or wanted) and elsewhere_number(act) not in there and act.act_id not in mine:
                    found.append(act)
        return found
