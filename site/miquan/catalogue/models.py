"""An import in the browser: the file, what was found in it, what was mended, what it brought."""

from peewee import BigIntegerField, BooleanField, CharField, Check, ForeignKeyField, IntegerField, TextField

from miquan.accounts.models import Member
from miquan.db import BaseModel, JsonField, UtcField, now
from miquan.products.models import Product
from miquan.storefronts.models import Storefront

FIX_LIMIT = 50_000


class ImportRun(BaseModel):
    """One file on its way into a storefront. `stored` is its key among private objects; counts: rows = used + refused.

    `position` counts the products that are done of `total`, so that a restart goes on where it was. `header` is what was
    learnt of the file when it was read: rules.Read as JSON. `noted` counts rows that are used, but about which there is
    something to say.
    """

    storefront = ForeignKeyField(Storefront, backref="import_runs", on_delete="CASCADE")
    by = ForeignKeyField(Member, on_delete="RESTRICT")
    name = CharField(200)
    stored = CharField(120)
    bytes = BigIntegerField(default=0)
    digest = CharField(64, default="")
    state = CharField(12, default="reading")
    format = CharField(20, default="")
    encoding = CharField(20, default="")
    sheet = CharField(100, default="")
    header = JsonField(null=True)
    mapping = JsonField(null=True)
    currency = CharField(3, default="")
    lang = CharField(12, default="")
    rows = IntegerField(default=0)
    used = IntegerField(default=0)
    refused = IntegerField(default=0)
    noted = IntegerField(default=0)
    products = IntegerField(default=0)
    variants = IntegerField(default=0)
    created = IntegerField(default=0)
    changed = IntegerField(default=0)
    unchanged = IntegerField(default=0)
    position = IntegerField(default=0)
    total = IntegerField(default=0)
    error = CharField(300, default="")
    created_at = UtcField(default=now)
    started_at = UtcField(null=True)
    finished_at = UtcField(null=True)
    undone_at = UtcField(null=True)

    class Meta:
        indexes = ((("storefront", "created_at"), False), (("state",), False))
        constraints = [
            Check(
                "state IN ('reading','mapping','preview','waiting','running','done','cancelled','undoing','undone','failed')"
            )
        ]


class ImportFinding(BaseModel):
    """What there is to say about one line: a refusal, or a note about a line that is used all the same."""

    run = ForeignKeyField(ImportRun, backref="findings", on_delete="CASCADE")
    line = IntegerField()
    handle = CharField(255, default="")
    column = CharField(200, default="", column_name="column_name")
    code = CharField(40)
    refused = BooleanField(default=True)
    value = CharField(200, default="")
    reason = CharField(300, default="")

    class Meta:
        indexes = ((("run", "refused", "line"), False),)


class ImportRow(BaseModel):
    """A row as its file has it, kept at hand for the page: of products that cannot be used yet, and of the first ones."""

    run = ForeignKeyField(ImportRun, backref="kept", on_delete="CASCADE")
    line = IntegerField()
    cells = JsonField()
    given = IntegerField(default=0)
    broken = BooleanField(default=False)
    why = CharField(20, default="")

    class Meta:
        indexes = ((("run", "line"), True),)


class ImportFix(BaseModel):
    """A cell as its owner mended it before importing; `place` counts columns from 0."""

    run = ForeignKeyField(ImportRun, backref="fixes", on_delete="CASCADE")
    line = IntegerField()
    place = IntegerField()
    value = TextField(default="")

    class Meta:
        indexes = ((("run", "line", "place"), True),)


class ImportedProduct(BaseModel):
    """What a run did to one product, for undoing it: the versions and the state before and after."""

    run = ForeignKeyField(ImportRun, backref="imported", on_delete="CASCADE")
    product = ForeignKeyField(Product, backref="imports", on_delete="CASCADE")
    outcome = CharField(12)
    version_before = IntegerField(null=True)
    version_after = IntegerField()
    state_before = CharField(16, default="")
    state_after = CharField(16, default="")
    hash_before = CharField(64, null=True)
    undone = CharField(12, default="")

    class Meta:
        indexes = ((("run", "product"), True),)
        constraints = [
            Check("outcome IN ('created','changed')"),
            Check("undone IN ('','undone','kept')"),
        ]


class ImportMapping(BaseModel):
    """How a storefront last read files with this header (`signature`: SHA-256 of the folded column names)."""

    storefront = ForeignKeyField(Storefront, backref="import_mappings", on_delete="CASCADE")
    signature = CharField(64)
    mapping = JsonField()
    used_at = UtcField(default=now)

    class Meta:
        indexes = ((("storefront", "signature"), True),)
