"""What stands in a template and never changes in a language is worked out once; what may differ is asked each time."""

from typing import Any

import pytest
from flask import Flask
from jinja2 import DictLoader

from miquan import i18n
from miquan.folding import FoldingEnvironment

PAGES = {
    "words.html": "{{ _('登入') }}|{{ _('%(num)s件', num=n) }}|{{ _(told) }}|{{ 'a' if n else _('登出') }}",
    "links.html": "{{ url_for('front.index') }}|{{ url_for('circle.show', post_id=n, slug='x') if false }}|{{ url_for('.here') if false }}",
    "unknown.html": "{{ url_for('no.such') }}",
    "marks.html": "{{ _('<b>&') }}",
}


@pytest.fixture
def env(app: Flask) -> FoldingEnvironment:
    found: Any = app.jinja_env.overlay(loader=DictLoader(PAGES), cache_size=50, bytecode_cache=None)
    found._spoken = {}
    return found  # type: ignore[no-any-return]


def rendered(app: Flask, env: FoldingEnvironment, lang: str, name: str, root: str = "", **values: Any) -> str:
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root or f"/{lang}"}), i18n.speaking(lang):
        return env.get_template(name).render(**values)


def test_each_language_has_its_own(app: Flask, env: FoldingEnvironment) -> None:
    for _time in range(2):
        assert rendered(app, env, "zh-hant", "words.html", n=2, told="登出").startswith("登入|2件|登出|a")
        assert rendered(app, env, "zh-hans", "words.html", n=2, told="登出").startswith("登录|2件|")
        assert rendered(app, env, "en", "words.html", n=0, told="登出").startswith("Sign in|")


def test_what_is_literal_is_asked_once(app: Flask, env: FoldingEnvironment) -> None:
    asked: list[str] = []

    def words(message: str, **values: Any) -> str:
        asked.append(message)
        return i18n._(message, **values)

    env.folded = {**env.folded, "_": words}
    env.globals["_"] = words
    for _time in range(3):
        rendered(app, env, "en", "words.html", n=1, told="登出")
    assert asked.count("登入") == 1
    assert asked.count("登出") == 3 + 1


def test_addresses_are_those_of_the_language(app: Flask, env: FoldingEnvironment) -> None:
    assert rendered(app, env, "en", "links.html", n=1).startswith("/en/|")
    assert rendered(app, env, "zh-hans", "links.html", n=1).startswith("/zh-hans/|")


def test_a_site_below_a_path_keeps_its_path(app: Flask, env: FoldingEnvironment) -> None:
    assert rendered(app, env, "en", "links.html", root="/shop/en", n=1).startswith("/shop/en/|")


def test_an_unknown_address_fails_where_it_is_asked_for(app: Flask, env: FoldingEnvironment) -> None:
    with pytest.raises(Exception, match=r"no\.such"):
        rendered(app, env, "en", "unknown.html")


def test_folded_words_are_escaped(app: Flask, env: FoldingEnvironment) -> None:
    assert rendered(app, env, "en", "marks.html") == "&lt;b&gt;&amp;"
