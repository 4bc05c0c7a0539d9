"""Web pages: the markup and the lines that a browser shows."""

from __future__ import annotations

import pytest

from summaries.readers import Omission, read

CASES = {
    "blocks": ("<h1>标题</h1><p>甲<b>乙</b></p><div>丙</div>丁", "标题\n甲乙\n丙\n丁"),
    "breaks": ("<p>甲<br>乙<br/><br>丙</p>", "甲\n乙\n丙"),
    "white space": ("<p>  甲\n   乙 </p>\n\n<p> </p><p>A\nB</p>", "甲 乙\nA B"),
    "entities": ("<p>&ldquo;甲&rdquo;&amp;&#19968;、&nbsp;乙</p>", "“甲”&一、\xa0乙"),
    "scripts and styles": ("<script>a<b</script><style>p{}</style><p>甲</p><noscript>x</noscript>", "甲"),
    "comments and Word's conditions": (
        "<!-- x --><p><![if !supportLists]>一、<![endif]>甲<!--[if mso]>y<![endif]--></p>",
        "一、甲",
    ),
    "ordered list": (
        "<ol><li>甲</li><li>乙<ol type='a'><li>丙</li></ol></li><li>丁</li></ol>",
        "1.甲\n2.乙\na.丙\n3.丁",
    ),
    "list from three": ("<ol start=3><li>甲<li>乙</ol>", "3.甲\n4.乙"),
    "bullets": ("<ul><li>甲</li><li><p>乙</p></li><li></li></ul><p>丙</p>", "•甲\n•乙\n丙"),
    "table": ("<table><tr><th>序号<th>问题<tr><td>1<td><p>缺</p><p>人</p></table>", "序号\t问题\n1\t缺 人"),
    "spans": (
        "<table><tr><td rowspan=2>甲<td>乙<td>丙<tr><td colspan=2>丁<tr><td>a<td>b<td>c</table>",
        "甲\t乙\t丙\n\t丁\na\tb\tc",
    ),
    "layout table": ("<table><tr><td><p>甲</p><table><tr><td>1<td>2</table><p>乙</p></table>", "甲\n1\t2\n乙"),
    "frame": ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", "甲\n乙"),
    "hidden": ("<p style='display: none'>密</p><table hidden><tr><td>密</table><p>甲</p>", "甲"),
    "preformatted": ("<pre>甲\n  乙\n\n丙</pre>", "甲\n乙\n丙"),
    "tags that were never closed": ("<div><p>甲<div>乙<b>丙", "甲\n乙丙"),
}


@pytest.mark.parametrize(("markup", "text"), CASES.values(), ids=CASES.keys())
def test_lines_are_what_a_browser_shows(markup, text):
    page = f"<!DOCTYPE html><html><head><title>T</title></head><body>{markup}</body></html>"
    assert read(page.encode(), "a.html").text == text


@pytest.mark.parametrize(
    ("charset", "encoding", "told"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("GBK", "gbk", "gb18030"),
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
        ("punycode", "utf-8", "utf-8"),
        ("", "gb18030", "gb18030"),
        ("", "utf-8-sig", "utf-8-sig"),
        ("utf-8", "utf-16", "utf-16-le"),
    ],
)
def test_encoding_as_declared_and_otherwise_as_it_looks(charset, encoding, told):
    page = f"<html><meta charset='{charset}'><body><p>存在问题：镕基同志</p></body></html>"
    reading = read(page.encode(encoding), "a.htm")
    assert (reading.text, reading.encoding) == ("存在问题：镕基同志", told)


def test_what_is_not_read_is_told():
    page = b"<html><p>a<img src=http://x/y.png><img src=z></p><input type=hidden><del>b</del><iframe></iframe></html>"
    assert read(page, "a.html").omissions == (
        Omission("picture", 2, 0),
        Omission("deletion", 1, 1),
        Omission("object", 1, 1),
    )
