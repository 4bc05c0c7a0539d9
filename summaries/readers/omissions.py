"""What a file holds that its text does not: pictures, comments, footnotes … Nothing is left out in silence."""

from dataclasses import dataclass

OMITTED = "omitted"  # code of a note that tells it
SENTENCES = {
    "picture": {"zh": "{count} 张图片没有读取。", "en": "Pictures not read: {count}."},
    "chart": {"zh": "{count} 个图表没有读取。", "en": "Charts not read: {count}."},
    "diagram": {"zh": "{count} 个示意图（SmartArt）没有读取。", "en": "Diagrams (SmartArt) not read: {count}."},
    "object": {"zh": "{count} 个嵌入对象没有读取。", "en": "Embedded objects not read: {count}."},
    "comment": {"zh": "{count} 条批注没有读取。", "en": "Comments not read: {count}."},
    "footnote": {"zh": "{count} 条脚注或尾注没有读取。", "en": "Footnotes or endnotes not read: {count}."},
    "header": {"zh": "{count} 处页眉、页脚文字没有读取。", "en": "Headers or footers not read: {count}."},
    "deletion": {"zh": "{count} 处修订删除的内容没有读取。", "en": "Tracked deletions left out: {count}."},
    "hidden": {"zh": "{count} 处隐藏文字没有读取。", "en": "Hidden passages not read: {count}."},
    "symbol": {"zh": "{count} 个特殊符号没有读取。", "en": "Special symbols not read: {count}."},
    "control": {"zh": "{count} 个窗体控件没有读取。", "en": "Form controls not read: {count}."},
    "scan": {"zh": "{count} 页没有文字层（像是扫描页），没有读取。", "en": "Pages without a text layer: {count}."},
    "furniture": {
        "zh": "{count} 行页码、页眉或页脚没有读取。",
        "en": "Page numbers and running heads left out: {count}.",
    },
}


@dataclass(frozen=True, slots=True)
class Omission:
    """Something of the original that is not in the text: what, how often, and where in the text it came first."""

    code: str
    count: int
    start: int

    def message(self, language: str = "zh") -> str:
        """Return the sentence in "zh" or "en"."""
        return SENTENCES[self.code][language].format(count=self.count)
