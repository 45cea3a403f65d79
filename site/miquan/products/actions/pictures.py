"""What becomes of products when one of their pictures has been looked at."""

from miquan.db import now, transaction
from miquan.outbox import Event, record
from miquan.products import rules
from miquan.products.actions.parts import choose_cover
from miquan.products.actions.saving import locked
from miquan.products.models import Product, ProductPicture
from miquan.versions import bump


def picture_looked_at(file_id: int) -> None:
    """Bring the covers of the products that have this picture up to date, and let their pages show it."""
    having = ProductPicture.select(ProductPicture.product).where(ProductPicture.file == file_id)
    for product_id in sorted({row[0] for row in having.tuples()}):
        with transaction():
            product = locked(product_id)
            if choose_cover(product) and product.state in rules.PUBLIC_STATES:
                # Cards are kept by the product's last change.
                Product.update(updated_at=now()).where(Product.id == product.id).execute()
                record(Event.PRODUCT_CHANGED, subject=("product", product.id))
            if product.state in rules.PUBLIC_STATES:
                bump("pages")
