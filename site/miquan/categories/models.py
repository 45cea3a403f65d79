"""The tree of categories and the attributes suggested for each. Filled from data files, kept in tables."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField

from miquan.db import BaseModel, JsonField


class Category(BaseModel):
    """A kind of goods. `path` is the slugs from the root, joined by `/`, so that a subtree is a prefix."""

    slug = CharField(60, unique=True)
    parent = ForeignKeyField("self", null=True, backref="children", on_delete="RESTRICT")
    path = CharField(200, unique=True)
    position = IntegerField(default=0)
    names = JsonField()
    icon = CharField(40, default="")
    attributes = JsonField(default=list)
    # What of it an operator decided, which the data file leaves alone: "names", "place".
    decided = JsonField(default=list)


class CategoryAddress(BaseModel):
    """An address that a category had, or that another had which was merged into it."""

    slug = CharField(60, primary_key=True)
    category = ForeignKeyField(Category, backref="+", on_delete="CASCADE")
    merged = BooleanField(default=False)


class Attribute(BaseModel):
    """A suggested fact, with its names and values in three languages."""

    key = CharField(60, unique=True)
    names = JsonField()
    type = CharField(10, default="text")
    unit = CharField(12, default="")
    choices = JsonField(default=list)
    filterable = BooleanField(default=False)
