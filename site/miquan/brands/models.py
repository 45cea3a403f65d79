"""Brands: who made a thing. A page of its own, because overseas makers are little known."""

from peewee import CharField, ForeignKeyField

from miquan.db import BaseModel, UtcField, now


class Brand(BaseModel):
    """`name` as first written; `key` is folded (case, width, accents), so that one maker has one page."""

    name = CharField(80)
    key = CharField(80, unique=True)
    slug = CharField(80, unique=True)
    country = CharField(2, default="")
    created_at = UtcField(default=now)


class BrandAddress(BaseModel):
    """An address that a brand had, or that another had which became this one."""

    slug = CharField(80, primary_key=True)
    brand = ForeignKeyField(Brand, backref="addresses", on_delete="CASCADE")


class BrandAlias(BaseModel):
    """Another way to write a brand, such as its Chinese name; folded."""

    brand = ForeignKeyField(Brand, backref="aliases", on_delete="CASCADE")
    name = CharField(80)
    key = CharField(80, unique=True)
