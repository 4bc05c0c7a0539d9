"""The one exception of the readers and its sentences, in Chinese and English.

What is refused, and why, is decided elsewhere; here is only how it is told to the person who uploaded the file.
"""

from __future__ import annotations

from typing import Any

MESSAGES = {
    "suffix": {
        "zh": "“{name}”不是可以导入的格式，请另存为 {allowed} 后重试。",
        "en": "“{name}” is not in a format that can be imported; save it as {allowed} and try again.",
    },
    "empty": {
        "zh": "“{name}”里没有文字，请检查文件后重试。",
        "en": "“{name}” holds no text; check the file and try again.",
    },
    "binary": {
        "zh": "“{name}”的内容不是纯文本（像是 {kind}），请用原来的软件打开并另存为纯文本后重试。",
        "en": "“{name}” is not plain text (it looks like {kind}); open it in its own program, save it as plain "
        "text and try again.",
    },
    "not_text": {
        "zh": "“{name}”的内容不是文字（像是二进制数据），请用原来的软件打开并另存为纯文本后重试。",
        "en": "“{name}” holds binary data, no text; open it in its own program, save it as plain text and try again.",
    },
    "looks_like": {
        "zh": "“{name}”的内容与扩展名不符（像是 {kind}），请用原来的软件打开并另存为 .docx 后重试。",
        "en": "The content of “{name}” does not fit its suffix (it looks like {kind}); open it in its own program, "
        "save it as .docx and try again.",
    },
    "undecodable": {
        "zh": "“{name}”的文字编码无法识别，请另存为 UTF-8 编码后重试。",
        "en": "The encoding of “{name}” cannot be recognised; save it as UTF-8 and try again.",
    },
    "too_large": {
        "zh": "“{name}”超过 {limit}，请拆分成几个文件后重试。",
        "en": "“{name}” is larger than {limit}; split it into several files and try again.",
    },
    "too_many_lines": {
        "zh": "“{name}”超过 {limit} 行，不像一份工作总结，请拆分后重试。",
        "en": "“{name}” has more than {limit} lines, unlike any summary; split it and try again.",
    },
    "line_too_long": {
        "zh": "“{name}”有一行超过 {limit} 个字，请恢复分段后重试。",
        "en": "“{name}” has a line of more than {limit} characters; restore its paragraphs and try again.",
    },
    "too_long": {
        "zh": "“{name}”超过 {limit} 个字，请拆分成几个文件后重试。",
        "en": "“{name}” has more than {limit} characters; split it into several files and try again.",
    },
    "too_many_pages": {
        "zh": "“{name}”超过 {limit} 页，请拆分成几个文件后重试。",
        "en": "“{name}” has more than {limit} pages; split it into several files and try again.",
    },
    "too_many_entries": {
        "zh": "“{name}”里的文件超过 {limit} 个，请分几个压缩包导入。",
        "en": "“{name}” holds more than {limit} files; import it as several archives.",
    },
    "no_grid": {
        "zh": "“{name}”不是可以读取的表格，请用 Excel 或 WPS 另存为 {allowed} 后重试。",
        "en": "“{name}” is not a table that can be read; save it as {allowed} with Excel or WPS and try again.",
    },
    "too_many_rows": {
        "zh": "“{name}”超过 {limit} 行，请删去多余的行或拆分成几个文件后重试。",
        "en": "“{name}” has more than {limit} rows; delete what is not needed or split it into several files and "
        "try again.",
    },
    "inflates": {
        "zh": "“{name}”解压后大得异常，不予打开；请用原来的软件打开并另存后重试。",
        "en": "“{name}” unpacks to an abnormal size and was not opened; open it in its own program, save it again "
        "and try again.",
    },
    "too_deep": {
        "zh": "“{name}”里的表格或结构嵌套过深，请用原来的软件打开并另存后重试。",
        "en": "“{name}” nests its tables or groups too deeply; open it in its own program, save it "
        "again and try again.",
    },
    "damaged": {
        "zh": "“{name}”已损坏或不完整，请用原来的软件打开并另存后重试。",
        "en": "“{name}” is damaged or incomplete; open it in its own program, save it again and try again.",
    },
    "entities": {
        "zh": "“{name}”里有不安全的实体声明，不予打开；请用原来的软件打开并另存后重试。",
        "en": "“{name}” declares entities, which is unsafe, and was not opened; open it in its own program, save it "
        "again and try again.",
    },
    "password": {
        "zh": "“{name}”设有密码，请取消密码后重试。",
        "en": "“{name}” is protected by a password; remove the password and try again.",
    },
    "no_text_layer": {
        "zh": "“{name}”没有文字层（像是扫描件或图片），请先做文字识别（OCR）或改用 Word 文件。",
        "en": "“{name}” has no text layer (it looks like a scan); run text recognition (OCR) first or use "
        "the Word file.",
    },
    "garbled": {
        "zh": "“{name}”里的文字取出来是乱码（字体没有带编码），请改用 Word 文件。",
        "en": "The text of “{name}” comes out garbled (its fonts carry no encoding); use the Word file instead.",
    },
    "archive": {
        "zh": "“{name}”是压缩包，请按压缩包导入，或解压后逐个导入。",
        "en": "“{name}” is an archive; import it as one, or unpack it and import its files.",
    },
    "nested_archive": {
        "zh": "“{name}”是压缩包里的压缩包，请先解压后重试。",
        "en": "“{name}” is an archive inside an archive; unpack it and try again.",
    },
    "no_documents": {
        "zh": "“{name}”里没有可以导入的文件，请放入 {allowed} 文件后重试。",
        "en": "“{name}” holds no files that can be imported; put {allowed} files into it and try again.",
    },
    "needs_office": {
        "zh": "读取“{name}”需要服务器装有 LibreOffice；请管理员安装，或把文件另存为 .docx 后重试。",
        "en": "Reading “{name}” needs LibreOffice on the server; ask the administrator, or save the file as .docx "
        "and try again.",
    },
    "too_slow": {
        "zh": "“{name}”在 {limit} 秒内没有读完，请拆分或另存后重试。",
        "en": "“{name}” could not be read within {limit} seconds; split it or save it again and try again.",
    },
    "too_much_memory": {
        "zh": "读取“{name}”需要的内存过多，请拆分或另存后重试。",
        "en": "Reading “{name}” needs too much memory; split it or save it again and try again.",
    },
    "crashed": {
        "zh": "读取“{name}”时程序意外中止，请用原来的软件打开并另存后重试。",
        "en": "Reading “{name}” ended unexpectedly; open it in its own program, save it again and try again.",
    },
}


class Unreadable(Exception):
    """A file that cannot be turned into text: a code, its parameters and one sentence that says what to do."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(self.message())

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.code, self.params)

    def message(self, language: str = "zh") -> str:
        """Return the sentence in "zh" or "en"."""
        return MESSAGES[self.code][language].format(**self.params)


def _again(code: str, params: dict[str, str]) -> Unreadable:
    """Return a refusal that came from another process."""
    return Unreadable(code, **params)
