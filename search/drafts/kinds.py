"""What the types of findings are called."""

KINDS: dict[str, str] = {
    "slogan_missing_item": "提法缺项",
    "slogan_extra_item": "提法多项",
    "slogan_order": "提法次序",
    "slogan_typo": "提法用字",
    "official_name": "规范名称",
    "title": "职务",
    "person_post": "人与职务不符",
    "figure": "数字",
    "abbreviation": "简称未说明",
    "edition": "届次",
    "quotation_marks": "引号与括号",
    "book_title_marks": "书名号",
    "numbering": "文号与序号",
    "contradiction": "前后不一",
    "superseded": "旧提法",
}
"""Every type with its Chinese name."""
