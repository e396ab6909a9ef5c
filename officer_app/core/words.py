"""Numbers as people read them on paper: baht in words, packages in words, kilograms from grams."""

_THAI_NAMES = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_THAI_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 10**6

_SMALL_ENGLISH = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS_ENGLISH = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GREAT_ENGLISH = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_ENGLISH_LIMIT = 10**15


def thai_number(number: int) -> str:
    """A whole number in Thai words: 21 → ยี่สิบเอ็ด, 1 000 001 → หนึ่งล้านเอ็ด. Below zero begins with ลบ."""
    if number < 0:
        return "ลบ" + thai_number(-number)
    if number == 0:
        return _THAI_NAMES[0]
    head, tail = divmod(number, _MILLION)
    words = thai_number(head) + "ล้าน" if head else ""
    return words + _under_a_million(tail, follows=bool(head))


def _under_a_million(number: int, *, follows: bool) -> str:
    """0 to 999 999 without a word for zero; `follows` says that a million stands before it."""
    words = ""
    for place in range(5, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            continue
        if place == 1 and digit <= 2:
            words += ("สิบ", "ยี่สิบ")[digit - 1]
        elif place == 0 and digit == 1 and (number > 1 or follows):
            words += "เอ็ด"
        else:
            words += _THAI_NAMES[digit] + _THAI_PLACES[place]
    return words


def baht_in_words(satang: int) -> str:
    """An amount of satang in Thai words: 27000 → สองร้อยเจ็ดสิบบาทถ้วน, 25 → ยี่สิบห้าสตางค์."""
    if satang < 0:
        return "ลบ" + baht_in_words(-satang)
    baht, rest = divmod(satang, 100)
    if rest == 0:
        return thai_number(baht) + "บาทถ้วน"
    return (thai_number(baht) + "บาท" if baht else "") + thai_number(rest) + "สตางค์"


def english_number(number: int) -> str:
    """A whole number in English words: 121 → one hundred and twenty-one. Raises ValueError from 10**15 on."""
    if number < 0:
        return "minus " + english_number(-number)
    if number >= _ENGLISH_LIMIT:
        raise ValueError("too great for words")
    for value, name in _GREAT_ENGLISH:
        if number >= value:
            head, tail = divmod(number, value)
            joined = "" if not tail else (" and " if tail < 100 else " ") + english_number(tail)
            return f"{english_number(head)} {name}{joined}"
    if number >= 100:
        head, tail = divmod(number, 100)
        return f"{_SMALL_ENGLISH[head]} hundred" + (f" and {english_number(tail)}" if tail else "")
    if number < 20:
        return _SMALL_ENGLISH[number]
    tens, units = divmod(number, 10)
    return _TENS_ENGLISH[tens] + (f"-{_SMALL_ENGLISH[units]}" if units else "")


def packages_in_words_th(count: int, unit: str = "หีบห่อ") -> str:
    """Packages as the declaration's totals line says them: 120 → หนึ่งร้อยยี่สิบหีบห่อ (`domain.md` §1.3)."""
    return thai_number(count) + unit


def packages_in_words_en(count: int, unit: str = "package", units: str | None = None) -> str:
    """Packages in English words: 1 → one package, 120 → one hundred and twenty packages."""
    return f"{english_number(count)} {unit if count == 1 else units or unit + 's'}"


def grouped(number: int) -> str:
    """A whole number in groups of three: 1234567 → 1,234,567."""
    return f"{number:,d}"


def kg_text(grams: int) -> str:
    """Grams as kilograms with the three decimals of the customs message: 1234567 → 1,234.567."""
    sign, grams = ("-", -grams) if grams < 0 else ("", grams)
    return f"{sign}{grams // 1000:,d}.{grams % 1000:03d}"


def baht_text(satang: int) -> str:
    """Satang as baht with two decimals: 123450 → 1,234.50."""
    sign, satang = ("-", -satang) if satang < 0 else ("", satang)
    return f"{sign}{satang // 100:,d}.{satang % 100:02d}"
