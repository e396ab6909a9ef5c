"""What officers write most, as it is offered until a site sets it otherwise: their own words, so in Thai alone."""

RED_RESULTS = ("ตรวจแล้ว พบของถูกต้องตรงตามสำแดง",)
HOLD_REASONS = ("รอเอกสารเพิ่มเติม", "รอหัวหน้าพิจารณา")
REFUSE_REASONS = ("ของไม่ตรงกับใบกำกับ", "ทะเบียนรถหรือเลขที่ตู้ไม่ตรง")
FINDING_PHRASES = (
    "ตรวจนับได้ {packages} หีบห่อ ตรงตามสำแดง",
    "ดวงตราเลขที่ {seal} เรียบร้อย",
    "น้ำหนัก {weight} กก. ตรงตามสำแดง",
)
XRAY_PHRASES = ("ภาพปกติ ไม่พบสิ่งผิดสังเกต", "พบภาพน่าสงสัย ให้เปิดตรวจ")
