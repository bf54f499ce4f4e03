"""Printed lines by which one tells what a paragraph is there for."""

from __future__ import annotations

import re

from nhipcau.documents.rules.kinds import NAMES, PART_KINDS
from nhipcau.documents.rules.letters import CAPITALS

BASIS = re.compile(
    r"[-–+*]?\s*(?:Căn\s+cứ|Xét|Theo\s+đề\s+nghị|Theo\s+Tờ\s+trình|CĂN\s+CỨ|Trên\s+cơ\s+sở\s+(?:xem|biểu|Tờ))\b"
)
ENACTS = re.compile(
    r"(?:(?:NAY\s+)?QUYẾT\s+(?:ĐỊNH|NGHỊ)|CHỈ\s+THỊ|THÔNG\s+(?:BÁO|TƯ)|YÊU\s+CẦU|NGHỊ\s+ĐỊNH|HƯỚNG\s+DẪN|BAN\s+HÀNH|KẾT\s+LUẬN"
    r"|QUYẾT\s+ĐỊNH\s*:\s*|NGHỊ\s+QUYẾT)\s*:?$"
)
_SIGNS_FOR = "[" + CAPITALS + "]{2}"
TAIL = re.compile(
    rf"(?:Nơi\s+nhận|NƠI\s+NHẬN|[-–]\s*Như\s+(?:Điều|điều|trên|kính|Kính)|T/?M\.?\s+{_SIGNS_FOR}"
    rf"|K/?T\.?\s+{_SIGNS_FOR}|TL\.\s*{_SIGNS_FOR}|TUQ\.\s*{_SIGNS_FOR}"
    rf"|Q\.\s+{_SIGNS_FOR}|\(?(?:Đã ký|ĐÃ KÝ|đã ký)\)?[.:]?(?:\s.{{0,40}})?$"
    r"|(?:GHI CHÚ|TÓM TẮT NỘI DUNG|VĂN BẢN LIÊN QUAN|NGUỒN THAM KHẢO|TÀI LIỆU THAM KHẢO)\s*:?$|XÁC THỰC VĂN BẢN HỢP NHẤT"
    r"|(?:Ý kiến bạn đọc|FILE ĐƯỢC ĐÍNH KÈM|Văn bản liên quan|Từ kh[óo][áa]\s*:|Tin liên quan|Các tin khác|Lượt xem\s*:"
    r"|Tải về|Lưu trữ|In trang|Chia sẻ|Xem thêm|Tập tin đính kèm|Tệp đính kèm|File đính kèm|Bình luận|Thuộc tính văn bản"
    r"|Trở về đầu trang|Quay lại|Lược đồ|Bản dịch này thuộc quyền sở hữu)\b.{0,60}$)"
)
SIGNED = re.compile(
    r"(?:PHÓ\s+)?(?:CHỦ TỊCH(?: QUỐC HỘI| NƯỚC)?|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|BÍ THƯ"
    r"|TỔNG BÍ THƯ|CHÁNH VĂN PHÒNG|THỐNG ĐỐC|VIỆN TRƯỞNG|CHÁNH ÁN|TỔNG CỤC TRƯỞNG|TRƯỞNG BAN|HIỆU TRƯỞNG|TỔNG THANH TRA"
    r"|CHỦ NHIỆM|TỔNG KIỂM TOÁN NHÀ NƯỚC)$"
)
END_MARK = re.compile(r"(?:\./\.?|\.\s*/\s*\.|/\.)[”\"]?\s*$")
MOTTO = re.compile(
    r"CỘNG\s+H[ÒO][AÀ]\s+XÃ|Cộng\s+h[òo][aà]\s+xã|ĐỘC\s+LẬP|Độc\s+lập\s*[-–]|ĐẢNG\s+CỘNG\s+SẢN|CHỦ\s+NGHĨA\s+VIỆT\s+NAM"
    r"|CỘNG\s+H[ÒO][AÀ]$|XÃ\s+HỘI(?:\s+CHỦ\s+NGHĨA)?$"
)
ATTACHED = re.compile(r"kèm\s+theo", re.IGNORECASE)
FORM = re.compile(r"(?:MẪU|Mẫu)\s+(?:SỐ|số|CỦA|\d)|BIỂU\s+(?:MẪU|SỐ)|Biểu mẫu|Biểu số")
PROPERTY = re.compile(
    r"(?:Số (?:ký )?hiệu|Ngày (?:ban hành|có hiệu lực|hiệu lực|ký|công báo|đăng)|Số công báo|Hiệu lực|Loại văn bản"
    r"|Cơ quan(?: ban hành)?|Nơi ban hành|Người ký|Chức (?:danh|vụ)|Lĩnh vực(?:, ngành)?|Trích yếu|Tình trạng(?: hiệu lực)?"
    r"|Trạng thái|Trường|DocID|Chữ ký số|Tài liệu đính kèm|Thay thế|Căn cứ pháp l[ýí]|Số QPPL|Công báo|Ngành|Phạm vi"
    r"|Văn bản (?:được )?[^:|]{2,40}|Thời gian ký số|Đơn vị đề nghị|Lưu|Mục)\s*[:|]\s*"
)
CAPTION = re.compile(
    r"(?:THÔNG TIN VĂN BẢN|Thông tin văn bản|(?:CĂN CỨ|Căn cứ) (?:PHÁP LUẬT|PHÁP LÝ|BAN HÀNH|XÉT ĐỀ NGHỊ|pháp luật|pháp lý)"
    r"|VĂN BẢN|NỘI DUNG|NỘI DUNG (?:VĂN BẢN|CHÍNH)|TRÍCH YẾU|Trích yếu|TOÀN VĂN|Toàn văn|Nội dung toàn văn\b.*|MỤC LỤC|TÓM TẮT|Tóm tắt)\s*:?$"
)
_KIND_LINE = re.compile(rf"({NAMES})[\s:.]*$", re.IGNORECASE)
_KIND_AND_NUMBER = re.compile(
    rf"({NAMES})\s*(?:(?:số|SỐ)\s*:?\s*)?\d[^ ]*/[^ ]*$|({NAMES})\s+(?:số|SỐ)\b", re.IGNORECASE
)
PART_LINE = re.compile(
    rf"({'|'.join(re.escape(k) for k in sorted(PART_KINDS, key=len, reverse=True))})\b(.*)$", re.IGNORECASE
)


def is_kind_line(text: str) -> re.Match[str] | None:
    """A line that is nothing but a kind of document in capitals, perhaps with its number: ``QUYẾT ĐỊNH``."""
    if not text.isupper() or len(text) > 60:
        return None
    return _KIND_LINE.match(text) or _KIND_AND_NUMBER.match(text)
