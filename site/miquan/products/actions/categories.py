"""What becomes of products when two categories turn out to be one."""

from miquan.products.models import Product


def move_category(old: int, new: int) -> None:
    """Products of the one are products of the other, inside the caller's transaction."""
    Product.update(category=new).where(Product.category == old).execute()
