"""Where a line of Thai may end: between words, never inside a mark, a word or a term of customs."""

import re

from icu4py.breakers import CharacterBreaker, LineBreaker

# ICU splits ใบ|ขน|สินค้า. These stay whole as long as they fit in a line; longer ones come first.
KEPT_WHOLE = (
    "ใบกำกับการขนย้ายสินค้า",
    "ใบขนสินค้าผ่านแดน",
    "ผู้ขนส่งผ่านแดน",
    "ผู้ขอผ่านแดน",
    "เลขประจำตัวผู้เสียภาษี",
    "สัญญาทัณฑ์บน",
    "สำนักงานศุลกากร",
    "ด่านศุลกากร",
    "กรมศุลกากร",
    "พนักงานศุลกากร",
    "ใบขนสินค้า",
    "ใบสั่งปล่อย",
    "ใบตราส่ง",
    "ใบกำกับ",
    "ทัณฑ์บน",
    "ตู้สินค้า",
    "ตู้คอนเทนเนอร์",
    "ผ่านแดน",
    "ถ่ายลำ",
    "ขนย้าย",
    "หีบห่อ",
    "คู่ฉบับ",
    "ต้นฉบับ",
    "ของตกค้าง",
    "ราชอาณาจักร",
    "แม่สอด",
    "สุวรรณภูมิ",
    "สปป.ลาว",
    "พ.ร.บ.",
    "จำกัด",
    "มหาชน",
    "ทุกประการ",
)
_KEPT = re.compile("|".join(re.escape(term) for term in KEPT_WHOLE))
_FIGURES = re.compile(r"[0-9][0-9,.\-/:]*[0-9]")


def word_ends(text: str) -> tuple[int, ...]:
    """Offsets after which a line may end, the last being the text's own end. Empty for an empty text."""
    ends = [end for _, end in LineBreaker(text, "th").segments()]
    inside = set[int]()
    for pattern in (_KEPT, _FIGURES):
        for match in pattern.finditer(text):
            inside.update(range(match.start() + 1, match.end()))
    return tuple(end for end in ends if end not in inside)


def loose_ends(text: str) -> tuple[int, ...]:
    """Like `word_ends`, without the protection of terms: for a column narrower than a term."""
    return tuple(end for _, end in LineBreaker(text, "th").segments())


def letter_ends(text: str) -> tuple[int, ...]:
    """Offsets between whole letters (a consonant with its marks): the last resort for a word wider than a line."""
    return tuple(end for _, end in CharacterBreaker(text, "th").segments())
