"""Words that begin a task of its own after a semicolon, and words that follow the one who has to act.

The list is that of the scoring contract (``docs/reading.md``); the second adds what only follows a subject.
"""

from __future__ import annotations

import re

SPLIT_VERBS: tuple[str, ...] = tuple(
    """bảo đảm|bảo mật|báo cáo|ban hành|bố trí|chịu trách nhiệm|chỉ đạo|chọn lọc|chủ trì|chủ động|chú trọng|công khai
|cung cấp|cử|đánh giá|đề xuất|đề nghị|đẩy mạnh|đẩy nhanh|định hướng|định kỳ|đôn đốc|đồng thời|đổi mới|gửi|hoàn thành
|hoàn thiện|hỗ trợ|huy động|hướng dẫn|khẩn trương|kịp thời|kiểm tra|lập|lựa chọn|nắm bắt|nâng cao|nghiên cứu|phân công
|phát hiện|phối hợp|quản lý|rà soát|sơ kết|tăng cường|tập trung|tham gia|tham mưu|theo dõi|thiết lập|thực hiện
|thường xuyên|tiếp nhận|tiếp tục|tổ chức|tổng hợp|tổng kết|triển khai|tuyên truyền|vận động|xác định|xây dựng|xuất bản
|xử lý""".replace("\n", "").split("|")
)

BINDING_VERBS: tuple[str, ...] = (*SPLIT_VERBS, "đảm bảo", "có trách nhiệm", "có nhiệm vụ", "phải")
"""What makes a sentence with a body for its subject a duty by itself (contract, section 4, rule 1c)."""

SUBJECT_VERBS: tuple[str, ...] = (
    *BINDING_VERBS,
    "quán triệt", "thông báo", "trình", "thẩm định",
    "giám sát", "cập nhật", "duy trì", "quyết định", "giải quyết", "phổ biến", "khuyến khích", "cân đối", "tiến hành",
    "làm đầu mối", "giao", "lãnh đạo", "phát huy", "nghiêm túc", "quyết liệt", "chuẩn bị", "phê duyệt", "thanh tra",
    "giúp", "ưu tiên", "niêm yết", "đăng tải", "thẩm tra", "tạo điều kiện", "sử dụng", "đào tạo", "cụ thể hóa",
    "thành lập", "kiện toàn", "tích cực", "trực tiếp", "nghiêm chỉnh", "lồng ghép", "phân bổ", "gương mẫu",
)  # fmt: skip

ADVERBIALS: tuple[str, ...] = (
    "căn cứ", "theo chức năng", "theo thẩm quyền", "theo nhiệm vụ", "theo phân công", "theo quy định", "trong phạm vi",
    "trên cơ sở", "tùy theo", "tuỳ theo", "theo lĩnh vực", "trong quá trình", "hàng năm", "hằng năm", "định kỳ",
    "ngay sau", "trước ngày", "trong tháng", "trong quý", "trong năm", "hàng tháng", "hằng tháng", "hàng quý",
)  # fmt: skip


def any_of(words: tuple[str, ...]) -> str:
    """A pattern for any of ``words``, the longest first, with any white space between syllables."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
