"""Document types: what the fifth character of a declaration number says the paper is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentType:
    """A row of the table; `listed` is False where only third parties, not customs, name the type."""

    code: str
    thai: str
    english: str
    listed: bool = True


DOCUMENT_TYPES = (
    # M132 p49 and p104 (domain §3.1). The Thai wording of 3 to Y is ours, from the English of the table.
    DocumentType("0", "ใบขนสินค้าขาเข้า", "import"),
    DocumentType("1", "ใบขนสินค้าขาออก", "export"),
    DocumentType("2", "ใบขนสินค้าผ่านแดน", "transit"),
    DocumentType("3", "คำร้องขอรับของไปก่อน", "release-before request"),
    DocumentType("4", "คำร้องขอส่งออกไปก่อน", "export-before request"),
    DocumentType("5", "ใบขนสินค้าขาเข้าปากระวาง", "import pak rawang"),
    DocumentType("6", "ใบขนสินค้าผ่านแดนพิเศษขาออก", "special transit export"),
    DocumentType("7", "ใบขนสินค้าผ่านแดนพิเศษขาเข้า", "special transit import"),
    DocumentType("8", "ใบขนสินค้าถ่ายลำ", "transhipment"),
    DocumentType("A", "ใบขนสินค้าขาเข้าโอนย้ายภายในประเทศ", "import internal transfer"),
    DocumentType("B", "ใบขนสินค้าขาออกโอนย้ายภายในประเทศ", "export internal transfer"),
    DocumentType("C", "ใบขนสินค้าขาเข้าจากเขตปลอดอากร", "import from free zone"),
    DocumentType("D", "ใบขนสินค้าขาออกเข้าเขตปลอดอากร", "export to free zone"),
    DocumentType("P", "ใบขนสินค้าขาเข้าโอนย้ายชำระอากร", "import transfer with duty paid"),
    DocumentType("X", "ใบขนสินค้าขาเข้าเร่งด่วน", "import express"),
    DocumentType("Y", "ใบขนสินค้าขาออกเร่งด่วน", "export express"),
    # Third-party lists only [DECL]: accepted with a doubt, meaning unknown.
    DocumentType("E", "ประเภท E (ไม่อยู่ในบัญชีของกรมศุลกากร)", "type E (not in the customs list)", listed=False),
    DocumentType("F", "ประเภท F (ไม่อยู่ในบัญชีของกรมศุลกากร)", "type F (not in the customs list)", listed=False),
    DocumentType("G", "ประเภท G (ไม่อยู่ในบัญชีของกรมศุลกากร)", "type G (not in the customs list)", listed=False),
    DocumentType("H", "ประเภท H (ไม่อยู่ในบัญชีของกรมศุลกากร)", "type H (not in the customs list)", listed=False),
    DocumentType("T", "ประเภท T (ไม่อยู่ในบัญชีของกรมศุลกากร)", "type T (not in the customs list)", listed=False),
)


def document_type(code: str) -> DocumentType | None:
    """The row of `DOCUMENT_TYPES` with this one-character code, or None."""
    return next((row for row in DOCUMENT_TYPES if row.code == code), None)
