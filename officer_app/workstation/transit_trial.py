"""Whether the papers of a transit case could be printed with what is declared: tried before anything is signed."""

from collections.abc import Mapping
from typing import Any

from officer_app.core.transit_declared import Unfit, papers_of
from officer_app.core.transit_rules import TransitRules
from officer_app.print.errors import DoesNotFit, FormDataError
from officer_app.print.forms import FormError, Forms
from officer_app.workstation.papers import fitting

OF_THE_OFFICE = (
    *("decl_no", "sequence_no", "date_limit", "agreement_name", "decl_date", "goods_summary", "case_no"),
    *("handed_at", "handed_by"),
)
"""What the office gives a case after its consideration, or works out itself: the form's own sample stands in."""


class PrintTrial:
    """Implements `core.transit_declared.PaperTrial` with the forms themselves, so that no rule is written twice."""

    def __init__(self, forms: Forms, rules: TransitRules) -> None:
        self._forms = forms
        self._rules = rules

    def __call__(self, applicant_class: str, table: Mapping[str, Any]) -> tuple[Unfit, ...]:
        """Every field that will not do, each once, in the order of the papers."""
        found: dict[str, Unfit] = {}
        sheet = self._rules.control_sheet(applicant_class, str(table.get("destination_code") or ""))
        for form in papers_of(sheet, table):
            for each in self._faults(form, {**table, "applicant_class": applicant_class}):
                found.setdefault(each.field, each)
        return tuple(found.values())

    def _faults(self, form: str, table: Mapping[str, Any]) -> tuple[Unfit, ...]:
        try:
            sample = self._forms.template(form).sample
            given = {name: sample[name] for name in OF_THE_OFFICE if name in sample}
            # Who prints and when is the workstation's to say.
            said = {name: value for name, value in table.items() if not name.startswith("printed_") and value != ""}
            self._forms.render(form, fitting(self._forms.schema(form), {**given, **said}), sample=True)
        except FormDataError as error:
            return tuple(Unfit(each.field, each.th, each.en) for each in error.problems)
        except DoesNotFit as error:
            return (Unfit(error.field, error.th, error.en),)
        except FormError:
            # A template or typeface that will not do is not the applicant's fault: printing says so.
            return ()
        return ()
