"""The rules find what they are there to find, and let good work pass."""

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tests.catalogues import Key, draft, extract, merged, read
from tests.lint import catalogues, python, sizes, templates, views
from tests.lint.finding import PACKAGE, TEMPLATES

BAD = {
    '<p style="color:red"></p>': "inline style",
    "<script>alert(1)</script>": "inline script",
    '<button onclick="go()"></button>': "inline handler onclick",
    '<div hx-on:click="go()"></div>': "inline handler hx-on:click",
    '<a href="javascript:go()"></a>': "script in href",
    "<p>{{ story|safe }}</p>": "|safe",
    "{% autoescape false %}{{ x }}{% endautoescape %}": "escaping",
    "<p>登入</p>": "words outside",
    "<p>Sign in</p>": "words outside",
    "{{ field(form.title, hint='一句話') }}": "漢字 outside",
    '<input placeholder="Search">': "placeholder outside",
    '<nav aria-label="主選單"></nav>': "aria-label outside",
    '<img src="{{ src }}" alt="">': "img without width, height",
    "<style>p{}</style>": "style element",
}


@pytest.mark.parametrize("source", BAD)
def test_a_bad_template_is_found(source: str) -> None:
    assert any(BAD[source] in message for _place, message in templates.problems(source))


@pytest.mark.parametrize(
    "source",
    [
        "<p class=\"lead\">{{ _('登入') }}</p>",
        "<p>{{ ngettext('%(num)s件', '%(num)s件', n) }}</p>",
        '<{{ "a" if url else "button" }} class="button"{% if url %} href="{{ url }}"{% endif %}>{{ text }}</{{ tag }}>',
        '<img src="{{ a }}" width="{{ w }}" height="{{ h }}" alt="{{ alt }}">',
        "<script src=\"{{ static_url('js/main.js') }}\" defer></script>",
        "{# 說明 of this macro #}<p>Miquan&nbsp;・ 12 cm</p>",
        '{% block body_attrs %}class="has-buybar"{% endblock %}',
    ],
)
def test_a_good_template_passes(source: str) -> None:
    assert list(templates.problems(source)) == []


def test_the_place_of_a_finding_is_its_line() -> None:
    found = list(templates.check_source(TEMPLATES / "x.html", "<div>\n\n<p>登入</p></div>"))
    assert [str(one) for one in found] == ["templates/x.html:3: words outside the catalogue: 登入"]


def test_python_words_belong_into_the_catalogue() -> None:
    source = '"""說明"""\nA = lazy("名字")\nB = "名字"\nC = i18n._("名字")\nD = f"{A}名字"\n'
    found = list(python.check_source(PACKAGE / "x.py", "me/x.py", source))
    assert [one.line for one in found] == [3, 5]


def test_markup_is_made_in_known_places_only() -> None:
    source = "A = Markup(x)\n"
    assert list(python.check_source(PACKAGE / "x.py", "me/x.py", source))
    assert not list(python.check_source(PACKAGE / "templating.py", "templating.py", source))


def test_long_functions_and_files_are_found() -> None:
    body = "def f():\n" + "    pass\n" * 40
    assert any("f has 41 lines" in one.message for one in python.check_source(PACKAGE / "x.py", "x.py", body))
    assert list(sizes.check_source(PACKAGE / "x.py", "x = 1\n" * 301))
    assert list(sizes.check_source(PACKAGE.parent.parent / "static/js/behaviours/x.js", "x()\n" * 41))
    assert list(sizes.check_source(PACKAGE / "x.py", "# TO" + "DO later\n"))


def test_chinese_is_set_as_chinese() -> None:
    assert list(catalogues.chinese_problems("名字,帳號"))
    assert list(catalogues.chinese_problems("名字 (必填)")) or list(catalogues.chinese_problems("名字(必填)"))
    assert list(catalogues.chinese_problems("還有 3 件"))
    assert list(catalogues.chinese_problems("還有 %(num)s 件"))
    assert not list(catalogues.chinese_problems("還有%(num)s件，來自%(city)s。"))


@pytest.mark.parametrize(
    ("lang", "text", "problem"),
    [
        ("zh-hans", "%(name)s的小店", ""),
        ("zh-hans", "小店", "placeholders"),
        ("zh-hans", "%(name)s的小店裡", "Traditional"),
        ("zh-hans", "「%(name)s」的小店", "quotes"),
        ("zh-hans", "", "untranslated"),
        ("en", "The shop of %(name)s", ""),
        ("en", "%(name)s的 shop", "漢字"),
        ("zh-hant", "", ""),
        ("zh-hant", "%(name)s的小店", "needs no translation"),
    ],
)
def test_translations_are_checked(lang: str, text: str, problem: str) -> None:
    found = list(catalogues.message_problems(lang, Message("%(name)s的小店", text)))
    assert bool(found) == bool(problem)
    assert any(problem in one for one in found) or not problem


def test_a_fuzzy_translation_is_none() -> None:
    assert "fuzzy" in list(catalogues.message_problems("en", Message("登入", "Sign in", flags=["fuzzy"])))


def test_missing_and_left_over_messages_are_found(tmp_path: Path) -> None:
    path = tmp_path / "en.po"
    path.write_text(merged("en", [Key("登入")], read("en")), encoding="utf-8")
    held = Catalog(locale="en")
    held.add("登入", "Sign in")
    found = list(catalogues.check_catalogue("en", path, held, {Key("登出")}))
    assert any(one.message.startswith("missing") and "登出" in one.message for one in found)
    assert any(one.line == 7 and "nothing asks" in one.message and "登入" in one.message for one in found)


def test_drafts_use_the_words_of_the_glossary() -> None:
    assert draft("關注%(name)s的影片") == "关注%(name)s的视频"
    assert draft("用「忘了密碼」再換一次") == "用“忘了密码”再换一次"
    assert draft("儲存到信箱的網址") == "保存到邮箱的网址"


def test_messages_of_python_and_templates_are_extracted() -> None:
    found = extract()
    assert Key("這個帳號已經有人用了，換一個試試") in found
    assert Key("歡迎回來") in found


def test_merging_twice_changes_nothing(tmp_path: Path) -> None:
    old = read("en")
    old.add("登入", "Sign in")
    once = merged("en", [Key("登入"), Key("一件", "許多件")], old)
    assert 'msgstr "Sign in"' in once
    assert 'msgstr[1] ""' in once
    assert once == merged("en", [Key("一件", "許多件"), Key("登入")], old)


def test_nothing_is_imported_from_what_answers_requests() -> None:
    sources = {
        "miquan.a": '@bp.get("/a")\ndef show(): ...\ndef shared(): ...\n',
        "miquan.b": "from miquan.a import shared\n",
        "miquan.c": "import x\nfrom miquan import a\na.shared()\n",
        "miquan.d": "from miquan.a import bp\n",
        "miquan.e": "from miquan import a\napp.register_blueprint(a.bp)\n",
        "miquan.f": "from miquan.b import shared\n",
        "miquan.g": "from miquan import a  # for its routes\n",
    }
    found = list(views.problems({name: ast.parse(source) for name, source in sources.items()}))
    assert found == [("miquan.b", 1, "miquan.a"), ("miquan.c", 2, "miquan.a")]
