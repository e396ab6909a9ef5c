"""Who may do what, written down a second time and by hand: a row changed in the program fails here.

ins inspection · xry xray · cp checking_post · svc counter_services · trn transit · sig signer (authorised signer) ·
sup supervisor · adm administrator. A desk gives nobody a right and takes none from anybody: it says which pages and
which command barcodes a workstation has, and every cell holds at every desk.
"""

from collections.abc import Mapping

ORDER = ("inspection", "xray", "checking_post", "counter_services", "transit", "signer", "supervisor", "administrator")
EVERY_DESK = ("inspection", "checking_post", "counter_services", "transit")

ACTS = """
                         ins  xry  cp   svc  trn  sig  sup  adm
stamp green              yes   .    .    .    .    .    .    .
stamp red                yes   .    .    .    .    .    .    .
stamp xray               yes  yes   .    .    .    .    .    .
present                  yes   .    .    .    .    .    .    .
cut_off                  yes   .    .    .    .    .    .    .
inspect                  yes   .    .    .    .    .    .    .
xray_send                yes  yes   .    .    .    .    .    .
reroute                  yes   .    .    .    .    .   yes   .
mismatch                 yes   .   yes   .    .    .    .    .
correct                  yes   .    .    .    .    .   yes   .
redirect                 yes   .    .    .    .    .   yes   .
hold                     yes  yes  yes   .    .    .   yes   .
unhold                    .    .    .    .    .    .   yes   .
seize                    yes  yes  yes   .    .    .   yes   .
annul                    yes  yes  yes   .    .    .   yes   .
consent                   .    .    .    .    .    .   yes   .
release                   .    .   yes   .    .    .    .    .
receive                   .    .   yes  yes   .    .    .    .
load                      .    .   yes  yes   .    .    .    .
cancel_export            yes   .    .   yes   .    .   yes   .
return_goods             yes   .    .   yes   .    .   yes   .
short_packing            yes   .    .   yes   .    .   yes   .
flight_change             .    .    .   yes   .    .   yes   .
contingency              yes   .    .   yes   .    .   yes   .
match                    yes   .    .   yes   .    .   yes   .
licence                  yes   .    .   yes   .    .   yes   .
refuse                    .    .   yes   .    .    .    .    .
print                    yes  yes  yes  yes  yes  yes  yes   .
fee_charged               .    .    .   yes  yes  yes  yes   .
fee_paid                  .    .    .   yes  yes  yes  yes   .
petition_filed            .    .    .   yes  yes  yes  yes   .
petition_decided          .    .    .   yes  yes  yes  yes   .
transit_receive           .    .    .    .   yes  yes   .    .
transit_check             .    .    .    .   yes  yes   .    .
transit_consider          .    .    .    .   yes  yes   .    .
transit_sign              .    .    .    .    .   yes   .    .
transit_key               .    .    .    .   yes  yes   .    .
transit_hand_over         .    .    .    .   yes  yes   .    .
transit_depart            .    .    .    .   yes  yes   .    .
transit_arrive            .    .    .    .   yes  yes   .    .
transit_exit              .    .    .    .   yes  yes   .    .
transit_close             .    .    .    .   yes  yes   .    .
transit_refuse            .    .    .    .   yes  yes   .    .
transit_overdue           .    .    .    .   yes  yes  yes   .
transit_leftover          .    .    .    .    .   yes  yes   .
transit_state_property    .    .    .    .    .   yes  yes   .
transit_convert           .    .    .    .   yes  yes   .    .
transit_enquire           .    .    .    .   yes  yes   .    .
transit_answer            .    .    .    .   yes  yes   .    .
transit_extend            .    .    .    .    .   yes  yes   .
transit_open_goods        .    .    .    .   yes  yes   .    .
transit_note              .    .    .    .   yes  yes   .    .
guarantee_registered      .    .    .    .   yes  yes   .    .
guarantee_drawn           .    .    .    .   yes  yes   .    .
guarantee_freed           .    .    .    .   yes  yes   .    .
guarantee_closed          .    .    .    .   yes  yes   .    .
authority_handed_back     .    .    .    .    .    .   yes   .
authority_forced          .    .    .    .    .    .   yes   .
case_closed               .    .    .    .    .    .   yes   .
collective               yes  yes  yes  yes  yes  yes  yes   .
settings_changed          .    .    .    .    .    .   yes   .
"""
"""Kinds of acts; a stamp by its outcome. The administrator keeps accounts and records nothing."""

SECONDS = """
                         ins  xry  cp   svc  trn  sig  sup  adm
annul                     .    .    .    .    .    .   yes   .
reroute                  yes   .    .    .    .    .   yes   .
authority_forced          .    .    .    .    .    .   yes   .
case_closed               .    .    .    .    .    .   yes   .
"""
"""Who may be the second officer of an act of two persons."""

TRANSIT_CASES = """
                         ins  xry  cp   svc  trn  sig  sup  adm
hold                      .    .    .    .   yes  yes  yes   .
unhold                    .    .    .    .    .    .   yes   .
annul                     .    .    .    .   yes  yes  yes   .
"""
"""Where a transit case asks for other roles than a permit does."""

BY_NOBODY = {
    "station_opened",
    "key_registered",
    "key_certified",
    "key_revoked",
    "heads_witnessed",
    "signed_in",
    "signed_out",
    "shift_begun",
    "shift_ended",
    "signer_failed",
    "numbers_given",
    "numbers_returned",
}
"""What a workstation does by itself, or everybody who signs in: no role is asked."""


def roles_of(table: str) -> Mapping[str, frozenset[str]]:
    """The rows of a table: what is done → who may."""
    rows = [line.rstrip() for line in table.splitlines()[2:]]
    found = {}
    for row in rows:
        name, cells = row[:25].strip(), row[25:].split()
        assert len(cells) == len(ORDER), row
        assert set(cells) <= {"yes", "."}, row
        found[name] = frozenset(role for role, cell in zip(ORDER, cells, strict=True) if cell == "yes")
    assert len(found) == len(rows)
    return found
