"""What a buyer's work in the studio leaves behind: unsaved words, kept views of the list, changes of many goods at once."""

from peewee import CharField, Check, ForeignKeyField, IntegerField, SmallIntegerField

from miquan.accounts.models import Member
from miquan.db import BaseModel, JsonField, UtcField, now
from miquan.products.models import TITLE_LIMIT, Product
from miquan.storefronts.models import Storefront

VIEW_NAME_LIMIT = 60
VIEW_QUERY_LIMIT = 500


class EditorDraft(BaseModel):
    """What stands in an editor and is not saved yet. `product` is None for a new one; `key` is its address.

    `base_version` is the product's version that the editor was opened on; `seq` rises with each autosave, so that two
    tabs notice each other. `form` holds the fields as a browser sends them: name -> list of values.
    """

    storefront = ForeignKeyField(Storefront, backref="editor_drafts", on_delete="CASCADE")
    member = ForeignKeyField(Member, backref="editor_drafts", on_delete="CASCADE")
    product = ForeignKeyField(Product, null=True, backref="editor_drafts", on_delete="CASCADE")
    key = CharField(32, unique=True)
    base_version = IntegerField(null=True)
    seq = IntegerField(default=0)
    title = CharField(TITLE_LIMIT, default="")
    form = JsonField()
    created_at = UtcField(default=now)
    updated_at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "product"), False), (("storefront", "updated_at"), False))


class SavedView(BaseModel):
    """Filters, search and sort of the product list under a name."""

    storefront = ForeignKeyField(Storefront, backref="saved_views", on_delete="CASCADE")
    name = CharField(VIEW_NAME_LIMIT)
    query = CharField(VIEW_QUERY_LIMIT)
    position = SmallIntegerField(default=0)

    class Meta:
        indexes = ((("storefront", "name"), True),)


class BulkChange(BaseModel):
    """One change of many products: looked at first, then applied in the background, undoable until `undo_until`."""

    storefront = ForeignKeyField(Storefront, backref="bulk_changes", on_delete="CASCADE")
    by = ForeignKeyField(Member, on_delete="RESTRICT")
    verb = CharField(16)
    spec = JsonField()
    state = CharField(12, default="preview")
    total = IntegerField(default=0)
    done = IntegerField(default=0)
    created_at = UtcField(default=now)
    finished_at = UtcField(null=True)
    undo_until = UtcField(null=True)
    undone_at = UtcField(null=True)

    class Meta:
        indexes = ((("storefront", "created_at"), False),)
        constraints = [Check("state IN ('preview','running','done','undoing','undone','cancelled')")]


class BulkItem(BaseModel):
    """What a bulk change does to one product. `before` and `after` hold only what changes; versions tell later edits."""

    change = ForeignKeyField(BulkChange, backref="items", on_delete="CASCADE")
    product = ForeignKeyField(Product, backref="bulk_items", on_delete="CASCADE")
    before = JsonField()
    after = JsonField()
    version_after = IntegerField(null=True)
    outcome = CharField(12, default="")
    reason = CharField(200, default="")

    class Meta:
        indexes = ((("change", "product"), True), (("change", "outcome"), False))
        constraints = [Check("outcome IN ('','done','unchanged','refused','undone','kept')")]
