"""WooCommerce's export, by its English names: a row a product, and below a variable one a row a variation."""

_FIXED = {
    "ID": "handle", "Parent": "parent", "SKU": "sku", "Name": "title", "Description": "story", "Published": "published",
    "Stock": "quantity", "Regular price": "price", "Sale price": "sale_price", "Images": "image", "Categories": "category",
    "Tags": "tags", "Brands": "vendor", "GTIN, UPC, EAN, or ISBN": "barcode", "Weight (kg)": "weight", "Weight (g)": "weight",
    "Weight (lbs)": "weight", "Weight (oz)": "weight", "Length (cm)": "length", "Width (cm)": "width", "Height (cm)": "height",
    **{f"Attribute {n} name": f"option{n}_name" for n in (1, 2, 3)},
    **{f"Attribute {n} value(s)": f"option{n}_value" for n in (1, 2, 3)},
}  # fmt: skip
_NEEDED = frozenset({"ID", "Type", "Name", "Parent", "Regular price"})


def woo_columns(names: list[str]) -> dict[int, str]:
    """The meaning of each column, or {} when it is no such export."""
    if not set(names) >= _NEEDED:
        return {}
    found: dict[int, str] = {}
    for place, name in enumerate(names):
        target = _FIXED.get(name, "")
        if target and target not in found.values():
            found[place] = target
    return found
