"""A small site with something of everything, for tests that walk all of it."""

import io
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from PIL import Image

from miquan import db, i18n
from miquan.accounts.models import Member
from miquan.circle import actions as circle
from miquan.circle.models import Post
from miquan.circle.rules import PictureWords, PostWords, Spot
from miquan.factory import create_app
from miquan.media import vault
from miquan.media.actions import store_picture
from miquan.media.models import File
from miquan.media.originals import store_original
from miquan.products.actions import archive, remove, sell_out_or_restock
from miquan.products.actions.tags import recount_tags
from miquan.products.draft import PictureDraft, VariantDraft
from miquan.products.models import Product
from miquan.threads.models import Thread
from tests.browsing import Browser
from tests.cast import Cast
from tests.compiled import COMPILED
from tests.conftest import settings_for
from tests.site.gathering import gather
from tests.site.talking import talk, thread_path

ROLES = ("visitor", "stranger", "owner", "moderator", "operator")


def picture_bytes(colour: str = "#a0522d", size: tuple[int, int] = (640, 480), form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


def private_file(owner: int, purpose: str, body: bytes, mime: str = "application/pdf", **more: Any) -> File:
    """A private file as it is when the worker has looked at it; papers are sealed."""
    name = f"{purpose}{secrets.token_hex(5)}"
    file = File(
        owner=owner, name=name, kind="document", purpose=purpose, visibility="private", mime=mime, bytes=len(body), sha256="",
        original=f"{name[:2]}/{name}", sealed=purpose == "paper", **more,
    )  # fmt: skip
    key = store_original(file, [body[:9], body[9:]])
    with db.transaction():
        file.save(force_insert=True)
        if key:
            vault.keep(file.id, key)
    return file


@dataclass
class World:
    """mei sells goods of all kinds and states in Kyoto, tang two in Edinburgh; ruo, mo and ou look on."""

    app: Flask
    cast: Cast
    products: dict[str, Product] = field(default_factory=dict)
    paper: str = ""
    posts: dict[str, Post] = field(default_factory=dict)
    comment: int = 0
    token: str = ""
    threads: dict[str, Thread] = field(default_factory=dict)

    def browser(self, role: str = "visitor") -> Browser:
        return Browser(self.app, self.member(role))

    def member(self, role: str) -> Member | None:
        people = {"stranger": "ruo", "owner": "mei", "moderator": "mo", "operator": "ou"}
        return getattr(self.cast, people[role]) if role in people else None

    def path(self, name: str, lang: str = "zh-hant") -> str:
        """The address of one of the products."""
        product = self.products[name]
        handle = "tang" if name in ("jumper", "scarf") else "mei"
        return f"/{lang}/@{handle}/p/{product.id}-{product.slug}"

    def post_path(self, name: str) -> str:
        """The address of one of the posts, below the language."""
        return f"/c/{self.posts[name].id}-{self.posts[name].slug}"

    def public_paths(self) -> dict[str, str]:
        """Every page that a visitor can read, by name; addresses below the language."""
        goods = {
            name: self.path(name, "x")[2:]
            for name in ("bowl", "mug", "coat", "tea", "paper", "sold", "jumper", "scarf")
        }
        goods |= {f"post_{name}": self.post_path(name) for name in self.posts}
        goods |= {f"thread_{name}": thread_path(thread) for name, thread in self.threads.items()}
        goods |= {"thread_behind": f"{thread_path(self.threads['long'])}?after=20"}
        return {
            "groups": "/groups", "group": "/g/kyoto-tea", "group_about": "/g/kyoto-tea/about", "group_members": "/g/kyoto-tea/members",
            "group_shelf": "/g/kyoto-tea/shelf", "tag": "/tags/tea", "front": "/", "search": "/search?q=茶碗", "search_empty": "/search", "search_nothing": "/search?q=qqqqzzzz",
            "categories": "/categories", "category": "/categories/ceramics-tea", "category_without_goods": "/categories/dolls",
            "brands": "/brands", "brand": "/brands/" + self.products["bowl"].brand.slug,
            "places": "/places", "country": "/places/japan", "city": "/places/japan/kyoto",
            "person": "/@mei", "person_filtered": "/@mei?kind=stock&sort=cheapest", "person_without_shop": "/@ruo",
            "moderation": "/moderation", "rules": "/rules", "sign_in": "/sign-in", "join": "/join", "forgot": "/reset", "components": "/desk/components", **goods,
        }  # fmt: skip


def make_world(folder: Path, database_url: str, **settings: str) -> World:
    """The site on an empty, migrated database."""
    app = create_app(settings_for(folder, database_url, **settings))
    app.jinja_env.bytecode_cache = COMPILED
    with app.app_context():
        i18n.speak("zh-hant")
        world = World(app, Cast())
        _people(world.cast)
        _kyoto(world)
        _edinburgh(world)
        _circle(world)
        recount_tags()
        world.token = gather(world.cast, world.products["bowl"].id)
        picture = store_picture(picture_bytes("#7a8b6d"), owner=world.cast.mei.id, purpose="post")
        world.threads = talk(world.cast, world.products["bowl"].id, picture.id)
        world.paper = private_file(world.cast.mei.id, "paper", b"passport").name
        for product in world.products.values():
            assert product.brand is not None or product.id
    db.database.obj.close_all()
    return world


def _people(cast: Cast) -> None:
    for name in ("mei", "tang", "nina", "ruo", "mo", "ou"):
        getattr(cast, name)
    Member.update(bio="在京都住了九年，修碗，也喝茶。", languages=["zh-hant", "ja"], short_name="阿美").where(
        Member.id == cast.mei.id
    ).execute()


def _picture(cast: Cast, colour: str) -> PictureDraft:
    return PictureDraft(file_id=store_picture(picture_bytes(colour), owner=cast.mei.id).id, alt="放在窗邊的碗")


def _kyoto(world: World) -> None:
    make, cast = world.cast.product, world.cast
    found: dict[str, Any] = world.products
    common: dict[str, Any] = {"category": "tea-bowls", "shop_country": "JP", "shop_city": "kyoto", "shop": "今宮骨董"}
    pictures = (_picture(cast, "#a0522d"), _picture(cast, "#556b2f"))
    found["bowl"] = make(
        "志野茶碗，口緣有金繼", kind="one_off", brand="樂燒窯", tags=("茶道", "金繼"), pictures=pictures, story="在今宮的老店找到的。\n\n**口緣**有一處金繼。",
        attributes=(("窯口", "美濃"), ("年代", "昭和")), weight_g=380, length_mm=120, width_mm=120, height_mm=80, condition="口緣有金繼",
        **common,
    )  # fmt: skip
    sizes = (VariantDraft(price=3_000, options=("小",), stock=2), VariantDraft(price=4_500, options=("大",), stock=1))
    found["mug"] = make(
        "手捏杯子", kind="stock", options=("尺寸",), variants=sizes, tags=("茶道",), brand="樂燒窯", **common
    )
    found["coat"] = make("訂製柿染外套", kind="made_to_order", lead_days=30, category="vintage-clothing")
    found["tea"] = make(
        "新茶預購",
        kind="preorder",
        ships_by=db.now().date() + timedelta(days=60),
        preorder_cap=20,
        category="green-tea",
    )
    found["paper"] = make("鳩居堂信紙", kind="on_demand", category="letter-paper", shop_country="JP", shop_city="kyoto")
    gone = (VariantDraft(price=9_000, stock=0),)
    found["sold"] = make("賣掉的鐵瓶", kind="one_off", category="kettles", variants=gone, tags=("茶道",))
    sell_out_or_restock(found["sold"].id, by=cast.mei.id)
    found["draft"] = make("還沒寫完的花器", state="draft", category="vases")
    found["archived"] = make("收起來的香爐", category="incense")
    archive(found["archived"].id, by=cast.mei.id)
    found["removed"] = make("刪掉的盤子", category="plates-bowls")
    remove(found["removed"].id, by=cast.mei.id)


def _edinburgh(world: World) -> None:
    make, shop = world.cast.product, world.cast.edinburgh
    world.products["jumper"] = make(
        "费尔岛毛衣", storefront=shop, lang="zh-hans", story="在设得兰的一家小店买的。", category="fair-isle"
    )
    world.products["scarf"] = make(
        "Lambswool scarf", storefront=shop, lang="en", story="Woven in the Borders.", category="scarves-shawls"
    )


def _circle(world: World) -> None:
    """mei tells of the bowl in Kyoto, tang asks in English; ruo answers and passes on."""
    cast = world.cast
    picture = store_picture(picture_bytes("#8a6d3b"), owner=cast.mei.id, purpose="post")
    river = PostWords(
        kind="recommend", title="下雨天的早晨", body="在今宮找到這只碗，和@tang 說過的一樣。 #tea #金繼\n\n**不好的地方**：口緣有一處金繼。", lang="zh-hant",
        spot=Spot("JP", "kyoto", "今宮"), pictures=(PictureWords(picture.id, "放在窗邊的碗"),), products=(world.products["bowl"].id,),
    )  # fmt: skip
    question = PostWords(kind="question", body="Where do you send a jumper to be mended? #tea", lang="en")
    for name, words, author in (("river", river, cast.mei), ("question", question, cast.tang)):
        world.posts[name] = circle.publish(circle.save_post(words, by=author.id).id, by=author.id)
    river_id = world.posts["river"].id
    world.comment = circle.write_comment(river_id, "好漂亮，@mei 還有嗎？", by=cast.ruo.id).id
    circle.write_comment(river_id, "只有這一只。", by=cast.mei.id, parent_id=world.comment)
    circle.like(river_id, by=cast.ruo.id)
    circle.repost(world.posts["question"].id, by=cast.ruo.id, word="有人知道嗎？")
