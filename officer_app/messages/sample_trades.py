"""Invented trades through Thailand, of which sample transit declarations are made."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """One invented trade through Thailand: who, what, where to, how many containers."""

    firm: str
    goods_th: str
    goods_en: str
    hs: str
    exit_office: str
    exit_code: str
    country: str
    place: str
    road: str
    containers: int
    lao: bool


TRADES = (
    Trade(
        "บริษัท ตัวอย่างขนส่งริมเมย จำกัด",
        "เครื่องจักรสิ่งทอ",
        "Textile machinery",
        "84463000",
        "ด่านศุลกากรหนองคาย",
        "2901",
        "สปป.ลาว",
        "เวียงจันทน์",
        "ทางหลวง 12 แม่สอด–ขอนแก่น แล้วทางหลวง 2 ถึงหนองคาย",
        1,
        True,
    ),
    Trade(
        "บริษัท ตัวอย่างโลจิสติกส์สองแผ่นดิน จำกัด",
        "ผ้าผืนทำด้วยฝ้าย",
        "Woven cotton fabrics",
        "52081100",
        "สำนักงานศุลกากรท่าเรือแหลมฉบัง",
        "2801",
        "สิงคโปร์",
        "Singapore",
        "ทางหลวง 12 และ 1 แม่สอด–กรุงเทพฯ แล้วทางหลวง 7 ถึงแหลมฉบัง",
        2,
        False,
    ),
    Trade(
        "บริษัท ตัวอย่างน้ำตาลเก้าเลี้ยว จำกัด",
        "น้ำมันหล่อลื่นสำเร็จรูป",
        "Lubricating oil",
        "27101943",
        "ด่านศุลกากรมุกดาหาร",
        "3101",
        "สปป.ลาว",
        "สะหวันนะเขต",
        "ทางหลวง 12 แม่สอด–มุกดาหาร",
        1,
        True,
    ),
    Trade(
        "บริษัท ตัวอย่างเครื่องเรือนไม้สมมติ จำกัด",
        "เฟอร์นิเจอร์ไม้",
        "Wooden furniture",
        "94036090",
        "ด่านศุลกากรสะเดา",
        "5801",
        "มาเลเซีย",
        "Penang",
        "ทางหลวง 12, 1 และ 4 แม่สอด–สะเดา",
        3,
        False,
    ),
    Trade(
        "ห้างหุ้นส่วนจำกัด ตัวอย่างยางพาราดอยหมอก",
        "ยางรถยนต์ใหม่",
        "New pneumatic tyres",
        "40111000",
        "ด่านศุลกากรเชียงของ",
        "4401",
        "สปป.ลาว",
        "ห้วยทราย",
        "ทางหลวง 1 แม่สอด–เชียงราย แล้วทางหลวง 1020 ถึงเชียงของ",
        1,
        True,
    ),
    Trade(
        "บริษัท ตัวอย่างเซรามิกแม่น้ำยม จำกัด",
        "กระเบื้องเซรามิกปูพื้น",
        "Ceramic floor tiles",
        "69072193",
        "ด่านศุลกากรอรัญประเทศ",
        "2301",
        "กัมพูชา",
        "พนมเปญ",
        "ทางหลวง 12, 1 และ 33 แม่สอด–อรัญประเทศ",
        2,
        False,
    ),
    Trade(
        "บริษัท ตัวอย่างอะไหล่จักรกลฟ้าใส จำกัด",
        "ชิ้นส่วนเครื่องยนต์ดีเซล",
        "Diesel engine parts",
        "84099999",
        "ด่านศุลกากรหนองคาย",
        "2901",
        "สปป.ลาว",
        "เวียงจันทน์",
        "ทางหลวง 12 และ 2 แม่สอด–หนองคาย",
        1,
        True,
    ),
)

CODES = {"สปป.ลาว": ("LA", "road"), "สิงคโปร์": ("SG", "sea"), "มาเลเซีย": ("MY", "road"), "กัมพูชา": ("KH", "road")}
"""Country as printed → its two letters, and the mode by which the goods leave for it."""
