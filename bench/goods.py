"""Product exports of any size for measuring: goods with one, two or six variants, in English and in Chinese."""

import csv
import io
import random
from collections.abc import Iterator

_COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published", "Option1 Name",
    "Option1 Value", "Option2 Name", "Option2 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
    "Variant Inventory Qty", "Variant Inventory Policy", "Variant Price", "Variant Compare At Price", "Variant Barcode",
    "Image Src", "Image Position", "Image Alt Text", "Glaze (product.metafields.custom.glaze)", "Variant Image", "Status",
)  # fmt: skip
_ENGLISH = [
    "hand",
    "thrown",
    "stoneware",
    "cup",
    "bowl",
    "teapot",
    "linen",
    "cotton",
    "indigo",
    "scarf",
    "apron",
    "small",
    "batch",
    "roasted",
    "green",
    "tea",
    "wooden",
    "spoon",
    "cast",
    "iron",
    "kettle",
    "from",
    "an",
    "old",
    "workshop",
    "by",
    "the",
    "river",
    "glazed",
    "in",
    "winter",
    "light",
    "vintage",
    "enamel",
    "jar",
    "with",
    "lid",
    "brass",
    "hook",
]
_CHINESE = "手作陶杯京都老鋪茶碗漆器藍染麻布圍裙煎茶木匙鐵壺河邊工房冬天上釉琺瑯罐附蓋黃銅掛勾柔軟耐用送禮自用限量一點物職人日常"
_SIZES, _COLOURS = ("S", "M", "L"), ("Indigo", "Ash", "柿色")


def export(rows: int, variants: tuple[int, ...] = (1, 2, 6), edition: int = 0) -> bytes:
    """A file of this many rows. Another `edition` names the same goods, with other prices and stories."""
    dice, out = random.Random(rows), io.StringIO(newline="")
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    product, written = 0, 0
    while written < rows:
        many = min(variants[product % len(variants)], rows - written)
        writer.writerows(_product(product, many, dice, edition))
        product, written = product + 1, written + many
    return out.getvalue().encode()


def _product(number: int, many: int, dice: random.Random, edition: int) -> Iterator[dict[str, str]]:
    english = number % 2 == 0
    title = " ".join(dice.sample(_ENGLISH, 5)).capitalize() if english else "".join(dice.sample(_CHINESE, 9))
    first = {
        "Title": f"{title} {number}", "Body (HTML)": _story(english, dice, edition), "Vendor": f"Workshop {number % 200}",
        "Type": dice.choice(("Cup", "Scarf", "茶", "Spoon")), "Tags": ", ".join(dice.sample(_ENGLISH, 3)),
        "Published": "true", "Status": "active", "Glaze (product.metafields.custom.glaze)": dice.choice(_ENGLISH),
        "Image Alt Text": title,
    }  # fmt: skip
    for place in range(many):
        picture = f"https://pictures.example/{number}-{place}.jpg"
        yield {
            **(first if place == 0 else {}), "Handle": f"goods-{number}",
            "Option1 Name": "Size" if many > 1 else "Title", "Option1 Value": _SIZES[place % 3] if many > 1 else "Default Title",
            "Option2 Name": "Colour" if many > 1 else "", "Option2 Value": _COLOURS[place // 3] if many > 1 else "",
            "Variant SKU": f"G{number}-{place}", "Variant Grams": str(dice.randint(50, 3_000)), "Variant Inventory Tracker": "shopify",
            "Variant Inventory Qty": str(dice.randint(0, 20)), "Variant Inventory Policy": "deny",
            "Variant Price": f"{dice.randint(5, 400) + edition}.50", "Image Src": picture, "Image Position": str(place + 1),
        }  # fmt: skip


def _story(english: bool, dice: random.Random, edition: int) -> str:
    words = (
        " ".join(dice.choices(_ENGLISH, k=60))
        if english
        else "，".join("".join(dice.choices(_CHINESE, k=11)) for _ in range(12))
    )
    return f'<p class="lead"><strong>{words[:20]}</strong> {words}.</p><ul><li>{words[-40:]}</li><li>No. {edition}</li></ul>'
