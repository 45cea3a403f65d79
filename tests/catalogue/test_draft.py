"""From rows to a draft: options, stock, pictures, words; what is refused and what is only noted."""

from dataclasses import replace
from typing import Any

import pytest

from miquan.catalogue import words
from miquan.catalogue.draft import Context, Wanted, read_product
from miquan.catalogue.mapping import Mapping
from miquan.catalogue.rules import Finding
from miquan.categories.tree import Node
from tests.catalogue.exports import CUP, NEW, PICTURE, export, grouped, row

EUROS = Context("EUR", "en")


def read(*rows: dict[str, str], context: Context = EUROS, **more: Any) -> tuple[Wanted | None, list[Finding]]:
    (one,), _alone = grouped(export(*rows, **more))
    return read_product(one, replace(context, mapping=Mapping("shopify", decimal=".", group="handle", state="draft")))


def wanted(*rows: dict[str, str], **more: Any) -> Wanted:
    found, findings = read(*rows, **more)
    assert found is not None, findings
    return found


def codes(*rows: dict[str, str]) -> list[tuple[str, bool]]:
    return [(f.code, f.refused) for f in read(*rows)[1]]


@pytest.mark.parametrize("names", [None, NEW])
def test_a_product_with_sizes_and_pictures(names: dict[str, str] | None) -> None:
    rows = [{k: v for k, v in r.items() if names is None or k in names} for r in CUP]
    found = wanted(*rows, **({"names": names} if names else {}))
    draft = found.draft
    assert (draft.title, draft.currency, draft.lang, draft.brand, found.state) == (
        "Moon cup",
        "EUR",
        "en",
        "Kiln Nine",
        "published",
    )
    assert (draft.options, draft.kind, draft.weight_g) == (("Size",), "stock", 450)
    assert [(v.options, v.price, v.compare_at, v.stock, v.sku, v.weight_g) for v in draft.variants] == [
        (("Small",), 1_250, 1_500, 3, "CUP-S", 310),
        (("Large",), 1_800, None, 1, "CUP-L", 450),
    ]
    assert [p.source_url for p in draft.pictures] == [PICTURE.format(n) for n in ("front", "back", "box", "large")]
    assert draft.pictures[0].alt == "The front"
    assert [v.picture for v in draft.variants] == [None, 3]
    assert draft.attributes == (("Glaze", "ash, celadon"),)
    assert draft.tags == ("tea", "winter")


def test_default_title_is_no_option() -> None:
    draft = wanted(row(title="One", price="5")).draft
    assert (draft.options, draft.variants[0].options, draft.kind) == ((), (), "on_demand")


@pytest.mark.parametrize(
    ("cells", "stock", "kind"),
    [
        ({"tracker": "shopify", "quantity": "4", "policy": "deny"}, 4, "stock"),
        ({"tracker": "shopify", "quantity": "0", "policy": "deny"}, 0, "stock"),
        ({"tracker": "shopify", "quantity": "-2", "policy": "deny"}, 0, "stock"),
        ({"tracker": "shopify", "quantity": "0", "policy": "continue"}, None, "on_demand"),
        ({"tracker": "shopify", "quantity": "", "policy": "deny"}, None, "on_demand"),
        ({"tracker": "", "quantity": "7"}, None, "on_demand"),
        ({"tracker": "shopify", "quantity": "a few"}, None, "on_demand"),
        ({"tracker": "shopify", "quantity": "1e30"}, None, "on_demand"),
    ],
)
def test_what_is_counted(cells: dict[str, str], stock: int | None, kind: str) -> None:
    draft = wanted(row(title="One", **cells)).draft
    assert (draft.variants[0].stock, draft.kind) == (stock, kind)


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, "published"),
        ({"status": "Active", "published": "TRUE"}, "published"),
        ({"published": "false"}, "draft"),
        ({"status": "draft"}, "draft"),
        ({"status": "archived"}, "archived"),
        ({"status": "archived", "price": "0"}, "archived"),
        ({"status": "", "published": "true"}, "published"),
        ({"status": "", "published": "false"}, "draft"),
        ({"status": "", "published": ""}, "draft"),
        ({"status": "on the shelf"}, "draft"),
        ({"price": "0.00"}, "draft"),
        ({"price": ""}, "draft"),
        ({"gift_card": "true"}, "draft"),
    ],
)
def test_states(cells: dict[str, str], state: str) -> None:
    assert wanted(row(title="One", **cells)).state == state


def test_one_free_variant_keeps_the_whole_product_a_draft() -> None:
    rows = (row(title="Two", option1_name="Size", option1_value="S"), row(option1_value="M", price="0"))
    found, findings = read(*rows)
    assert found is not None
    assert found.state == "draft"
    assert [(f.code, f.refused, f.line, f.column) for f in findings] == [("price_zero", False, 3, "Variant Price")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([row(title="A", price="1e13")], "price_absurd"),
        ([row(title=" \u200b", price="1")], "title_missing"),
        ([row(title="x" * 201)], "title_long"),
        ([row(title="A", story="x" * 50_001)], "story_long"),
        ([row(title="A", option1_name="S", option1_value="1"), row(option1_value="1", price="2")], "variants_twice"),
        ([row(title="A", option1_name="S", option1_value="1"), row(price="2")], "variants_shape"),
        ([row(title="A", option1_value="0"), *(row(option1_value=i, price=1) for i in range(1, 101))], "variants_many"),
    ],
)
def test_what_is_refused(rows: list[dict[str, str]], code: str) -> None:
    found, findings = read(*rows)
    assert found is None
    assert (code, True) in [(f.code, f.refused) for f in findings]
    assert all(f.reason for f in findings)


def test_a_hundred_variants_are_not_too_many() -> None:
    rows = [
        row(title="A", option1_name="S", option1_value="0"),
        *(row(option1_value=i, price=1) for i in range(1, 100)),
    ]
    assert len(wanted(*rows).draft.variants) == 100


NOTED: list[tuple[dict[str, Any], str]] = [
    ({"compare_at": "1e13"}, "compare_at"),
    ({"grams": "heavy"}, "weight"),
    ({"grams": "-1"}, "weight"),
    ({"tracker": "shopify", "quantity": "-1"}, "stock_negative"),
    ({"sku": "s" * 81}, "sku_long"),
    ({"image": "javascript:alert(1)"}, "picture_address"),
    ({"image": "https://"}, "picture_address"),
    ({"image": "https://x.example/" + "a" * 2_000}, "picture_address"),
    ({"image": "https://[::1"}, "picture_address"),
    ({"tags": ",".join(f"t{i}" for i in range(51))}, "tags"),
    ({"tags": "t" * 61}, "tags"),
    ({"glaze": "g" * 301}, "facts"),
    ({"status": "gone"}, "state_unknown"),
]


@pytest.mark.parametrize(("cells", "code"), NOTED)
def test_what_is_only_noted(cells: dict[str, Any], code: str) -> None:
    assert codes(row(title="One", **cells)) == [(code, False)]


@pytest.mark.parametrize("value", ['[{"a":1}]', "gid://shop/Product/1", "https://x.example", "shopify--x.y"])
def test_what_programs_wrote_for_programs_is_no_fact(value: str) -> None:
    assert wanted(row(title="One", glaze=value)).draft.attributes == ()


HOSTILE = [
    "<script>alert(1)</script>", "<p onclick=alert(1)>x</p>", "<iframe src=//x.example></iframe>", "<style>p{}</style>",
    '<p style="position:fixed">x</p>', '<a href="javascript:alert(1)">x</a>', "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>", "<scr<script>ipt>alert(1)</script>", '<a href="&#106;avascript:alert(1)">x</a>',
    "<object data=x></object><embed src=x><form action=x><input></form>", "<!--[if IE]><script>alert(1)</script><![endif]-->",
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_html_never_reaches_the_draft(body: str) -> None:
    draft = wanted(row(title="One", story=f"<p>Kept</p>{body}<table><tr><td>1</td></tr></table>")).draft
    story = draft.story.lower()
    assert draft.story_format == "html"
    assert "<p>kept</p>" in story
    assert "<td>1</td>" in story
    for word in (
        "<script",
        "<iframe",
        "<style",
        "style=",
        "onclick",
        "onerror",
        'href="javascript',
        "<img",
        "<svg",
        "<object",
        "<form",
        "<!--",
    ):
        assert word not in story


def test_titles_lose_what_cannot_be_seen_and_keep_what_looks_like_a_formula() -> None:
    assert wanted(row(title='=HYPERLINK("x")\u202e\x07  cup')).draft.title == '=HYPERLINK("x") cup'


@pytest.mark.parametrize(("cell", "sku"), [("'123", "123"), ("'=1", "=1"), ("O'Neill", "O'Neill"), ("'tis", "'tis")])
def test_the_apostrophe_before_codes_is_the_exports_not_the_codes(cell: str, sku: str) -> None:
    assert wanted(row(title="One", sku=cell)).draft.variants[0].sku == sku


def test_pictures_follow_their_positions_once_each() -> None:
    rows = (row(title="A", image="https://x.example/2", image_position="2"), row(image="https://x.example/1", image_position="1"),
            row(image="https://x.example/2", image_position="x"))  # fmt: skip
    assert [p.source_url[-1] for p in wanted(*rows).draft.pictures] == ["1", "2"]


@pytest.mark.parametrize(
    ("title", "story", "lang"),
    [
        ("手工陶碗", "月白釉，產於臺灣", "zh-hant"),
        ("手工陶碗", "产于台湾的月白釉", "zh-hans"),
        ("Moon cup", "Thrown in winter.", "en"),
        ("Kubek", "Ręcznie robiony", "en"),
        ("茶碗", "やさしい手ざわり", "en"),
        ("Cup 杯 for long winter evenings by the fire", "", "en"),
    ],
)
def test_languages(title: str, story: str, lang: str) -> None:
    assert words.language(title, story, "zh-hans") == lang


def test_words_alike_in_both_scripts_take_the_storefronts() -> None:
    assert [words.language("天目", "", lang) for lang in ("zh-hans", "zh-hant", "en")] == [
        "zh-hans",
        "zh-hant",
        "zh-hant",
    ]


def node(slug: str, en: str, hant: str) -> Node:
    return Node(1, slug, None, 0, 0, 0, {"en": en, "zh-hant": hant, "zh-hans": hant}, "", ())


INDEX = words.word_index(
    [node("rings", "Rings", "戒指"), node("tea-cups", "Cups & mugs", "茶杯與馬克杯"), node("jewellery", "Jewellery", "首飾"),
     node("bags", "Bags", "包"), node("handbags", "Bags", "手提包"), node("boxes", "Boxes & storage", "盒")]
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "path", "slug"),
    [
        ("Silver ring", "", "rings"), ("", "Apparel > Jewelry > Rings", "rings"), ("", "Apparel > Jewelry > Brooches", "jewellery"),
        ("戒指", "", "rings"), ("Mug", "", "tea-cups"), ("Bag", "", ""), ("STORAGE", "", ""), ("Wig", "Hair", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_only_obvious_categories_are_taken(kind: str, path: str, slug: str) -> None:
    assert words.category(kind, path, INDEX) == slug
