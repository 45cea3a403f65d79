"""A product's words in other languages and in the other Chinese script, kept beside the source by version."""

from typing import Any

from miquan import text
from miquan.i18n import OTHER_SCRIPT
from miquan.products.draft import ProductDraft
from miquan.products.models import TITLE_LIMIT, Product, ProductText


def store_renditions(product: Product, draft: ProductDraft) -> None:
    """Replace the product's texts by what the author wrote and what can be converted from it."""
    rows = renditions_of(draft, product.story_html)
    ProductText.delete().where(ProductText.product == product.id).execute()
    if rows:
        common = {"product": product.id, "version": product.version}
        ProductText.insert_many([{**common, "lang": lang, **row} for lang, row in rows.items()]).execute()


def renditions_of(draft: ProductDraft, story_html: str) -> dict[str, dict[str, Any]]:
    """A draft's words in other languages and in the other script, by language; `story_html` is its story, rendered."""
    rows = _written(draft)
    for lang in [draft.lang, *draft.words]:
        other = OTHER_SCRIPT.get(lang)
        if other and other != draft.lang and other not in rows:
            rows[other] = _converted(draft, story_html, lang, other)
    return rows


def _written(draft: ProductDraft) -> dict[str, dict[str, Any]]:
    return {
        lang: {"origin": "author", "title": words.title, "story_html": text.story_html(words.story, draft.story_format)}
        for lang, words in draft.words.items()
        if lang != draft.lang
    }


def _converted(draft: ProductDraft, story_html: str, lang: str, other: str) -> dict[str, Any]:
    written = draft.words.get(lang)
    title = written.title if written else draft.title
    story = text.story_html(written.story, draft.story_format) if written else story_html
    keep = [draft.brand] if draft.brand else []
    return {
        "origin": "converted",
        "title": text.to_script(title, other, keep=keep)[:TITLE_LIMIT],
        "story_html": text.html_to_script(story, other, keep=keep),
    }
