"""Why a paper was not printed: one small tree, each with a code, a field and a sentence in both languages."""

from dataclasses import dataclass


class FormError(Exception):
    """A form cannot be printed.

    `code` names the reason for programs, `field` the form's field ("" when none is at fault, `items[3].hs_code` for
    a table's fourth row), `th` and `en` say it to the officer.
    """

    def __init__(self, code: str, field: str, th: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.field = field
        self.th = th
        self.en = en


class UnknownForm(FormError):
    """No template has this name."""

    def __init__(self, form: str, known: list[str]) -> None:
        names = ", ".join(known)
        super().__init__(
            "unknown_form",
            "",
            f"ไม่รู้จักแบบพิมพ์ “{form}” แบบพิมพ์ที่มี: {names}",
            f"There is no form “{form}”. Known forms: {names}",
        )


class BadTemplate(FormError):
    """A template file is wrong; nothing the officer typed is at fault."""

    def __init__(self, form: str, detail: str) -> None:
        super().__init__(
            "bad_template",
            "",
            f"แม่แบบ “{form}” ใช้ไม่ได้: {detail} โปรดแจ้งผู้ดูแลระบบ",
            f"The template “{form}” cannot be used: {detail}. Please tell the administrator.",
        )


class FontsMissing(FormError):
    """A font file is absent or no font."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "fonts_missing",
            "",
            f"ไม่พบแบบอักษร {name} จึงพิมพ์ไม่ได้ โปรดติดตั้งโปรแกรมใหม่",
            f"The font {name} is missing, so nothing can be printed. Please reinstall the program.",
        )


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field."""

    code: str
    field: str
    th: str
    en: str


class FormDataError(FormError):
    """The data do not fit the form's fields. `problems` has them all, the error itself shows the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first, more = problems[0], len(problems) - 1
        super().__init__(
            first.code,
            first.field,
            first.th + (f" (และอีก {more} ข้อ)" if more else ""),
            first.en + (f" (and {more} more)" if more else ""),
        )
        self.problems = problems


class DoesNotFit(FormError):
    """A text is too long for its place even at the smallest size allowed; it is never cut."""

    def __init__(self, field: str, text: str, label: str) -> None:
        shown = text if len(text) <= 40 else text[:39] + "…"
        super().__init__(
            "does_not_fit",
            field,
            f"ข้อความในช่อง “{label}” ยาวเกินช่องพิมพ์: “{shown}” โปรดย่อข้อความ ยังไม่ได้พิมพ์",
            f"The text of “{field}” is too long for its box: “{shown}”. Shorten it; nothing was printed.",
        )


class BadResolution(FormError):
    """No printer has that many dots an inch."""

    def __init__(self, dpi: int) -> None:
        super().__init__(
            "bad_resolution",
            "",
            f"ความละเอียดเครื่องพิมพ์ {dpi} จุดต่อนิ้วใช้ไม่ได้ โปรดตรวจการตั้งค่าเครื่องพิมพ์",
            f"A printer of {dpi} dots an inch cannot be printed for. Please check the printer's settings.",
        )
