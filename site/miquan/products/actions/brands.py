"""What becomes of products when two brands turn out to be one."""

from miquan.products.models import Product


def move_brand(old: int, new: int) -> None:
    """Products of the one are products of the other, inside the caller's transaction."""
    Product.update(brand=new).where(Product.brand == old).execute()
