"""Number sentences: what to tell an officer about a text that was not understood, or only with a doubt."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from officer_app.core.number_shapes import Doubt, Misfit
from officer_app.core.scanned_text import Unreadability

SENTENCES: Mapping[StrEnum, tuple[str, str]] = MappingProxyType(
    {
        Unreadability.EMPTY: (
            "ไม่มีตัวอักษรหรือตัวเลขในสิ่งที่สแกน โปรดสแกนอีกครั้ง",
            "There is no letter or digit in what was scanned. Scan it again.",
        ),
        Unreadability.TOO_LONG: (
            "ข้อความยาวเกินกว่าจะเป็นเลขที่ใด ๆ โปรดสแกนรหัสบนใบกำกับ",
            "The text is too long to be any number. Scan the code on the permit.",
        ),
        Unreadability.NUL: (
            "ข้อมูลจากเครื่องอ่านเสียหาย โปรดตรวจสายและสแกนอีกครั้ง",
            "What the scanner sent is damaged. Check its cable and scan again.",
        ),
        Unreadability.CONTROL_CHARACTER: (
            "ข้อมูลจากเครื่องอ่านมีอักขระควบคุมปนมา โปรดตรวจการตั้งค่าเครื่องอ่านและสแกนอีกครั้ง",
            "What the scanner sent holds control characters. Check its settings and scan again.",
        ),
        Unreadability.LONE_SURROGATE: (
            "ข้อความนี้ไม่ใช่ตัวอักษรที่ถูกต้อง โปรดพิมพ์หรือสแกนอีกครั้ง",
            "This is not proper text. Type it or scan it again.",
        ),
        Misfit.BAD_MONTH: (
            "เลขที่นี้มีเดือนที่ไม่มีจริง โปรดตรวจกับเอกสาร",
            "This number holds a month that does not exist. Compare it with the paper.",
        ),
        Misfit.BAD_DAY: (
            "เลขที่นี้มีวันที่ที่ไม่มีจริง โปรดตรวจกับเอกสาร",
            "This number holds a day that does not exist. Compare it with the paper.",
        ),
        Misfit.BAD_DOCUMENT_TYPE: (
            "เลขที่ใบขนสินค้านี้มีประเภทเอกสารที่ไม่รู้จัก (ตัวที่ 5) โปรดตรวจกับเอกสาร",
            "This declaration number holds an unknown document type (5th character). Compare it with the paper.",
        ),
        Misfit.THAI_LETTERS: (
            "มีตัวอักษรไทยในเลขที่: แป้นพิมพ์อาจเป็นภาษาไทย โปรดเปลี่ยนเป็นภาษาอังกฤษแล้วสแกนอีกครั้ง",
            "Thai letters in a number: the keyboard layout may be Thai. Switch it to English and scan again.",
        ),
        Misfit.FOREIGN_LETTERS: (
            "มีตัวอักษรอื่นนอกจาก A-Z ในเลขที่ โปรดตรวจกับเอกสาร",
            "The number holds letters other than A-Z. Compare it with the paper.",
        ),
        Misfit.LOWER_CASE_PREFIX: (
            "รหัสนี้ถูกส่งมาเป็นตัวพิมพ์เล็ก โปรดปิด Caps Lock แล้วสแกนอีกครั้ง",
            "This code arrived in lower case. Switch off Caps Lock and scan it again.",
        ),
        Misfit.NO_KNOWN_SHAPE: (
            "ไม่ใช่รูปแบบเลขที่ที่ระบบรู้จัก โปรดสแกนรหัสบนใบกำกับหรือใบขนสินค้า",
            "This has the form of no known number. Scan the code on the permit or the declaration.",
        ),
        Doubt.CHECK_DIGIT: (
            "ตัวเลขตรวจสอบไม่ตรง โปรดเทียบเลขที่กับเอกสาร",
            "The check digit is wrong. Compare the number with the paper.",
        ),
        Doubt.CATEGORY_LETTER: (
            "ตัวอักษรที่ 4 ของเลขที่ตู้สินค้าไม่ใช่ U, J หรือ Z โปรดเทียบกับตู้",
            "The container number's fourth letter is not U, J or Z. Compare it with the container.",
        ),
        Doubt.DOCUMENT_TYPE: (
            "ประเภทเอกสารนี้ไม่อยู่ในบัญชีของกรมศุลกากร โปรดเทียบกับเอกสาร",
            "This document type is not in the customs list. Compare it with the paper.",
        ),
        Doubt.MAY_BE_HAWB: (
            "อาจเป็นทะเบียนรถหรือเลขที่ใบตราส่ง (HAWB) โปรดตรวจว่าเป็นอย่างใด",
            "This may be a vehicle plate or a house air waybill. Check which it is.",
        ),
    }
)
"""Thai and English for every reason and every doubt; `Misfit.NONE` has nothing to say."""
