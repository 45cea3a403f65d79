"""What a column may hold. The order is the one in which a person chooses."""

from dataclasses import dataclass
from typing import Any

from miquan.i18n import lazy


@dataclass(frozen=True)
class Target:
    """`many`: several columns may be it. `rare`: only exports of other shop systems have it."""

    name: str
    label: Any
    help: Any = ""
    many: bool = False
    rare: bool = False


_COMMON = (
    Target("title", lazy("名稱"), lazy("商品叫什麼")),
    Target("price", lazy("價格"), lazy("例如1,280、NT$1,280或16,500 JPY")),
    Target("story", lazy("來歷"), lazy("商品的介紹，可以是文字或HTML")),
    Target("image", lazy("照片"), lazy("照片的網址；一格可以有好幾個"), many=True),
    Target("quantity", lazy("庫存"), lazy("還有幾件；空白就是不計數")),
    Target("sku", lazy("貨號"), lazy("你自己的編號")),
    Target("handle", lazy("商品代號"), lazy("同一個代號的各列是同一件商品")),
    Target("option1", lazy("第一種選項"), lazy("例如尺寸：欄位名稱就是選項名稱，一列一個款式")),
    Target("option2", lazy("第二種選項"), lazy("例如顏色")),
    Target("option3", lazy("第三種選項"), lazy("例如材質")),
    Target("options", lazy("一格裡的選項"), lazy("例如「尺寸：大、小」或「紅|藍」")),
    Target("variants", lazy("一格裡的款式和價格"), lazy("例如「[尺寸：大] -> 300」")),
    Target("compare_at", lazy("原價"), lazy("打折前的價格")),
    Target("currency", lazy("幣別"), lazy("ISO代碼，例如JPY")),
    Target("vendor", lazy("品牌"), lazy("誰做的")),
    Target("category", lazy("分類"), lazy("看得懂的會放進我們的分類"), many=True),
    Target("tags", lazy("標籤"), lazy("用逗號或頓號分開"), many=True),
    Target("weight", lazy("重量"), lazy("沒寫單位就是公克")),
    Target("length", lazy("長"), lazy("沒寫單位就是公分")),
    Target("width", lazy("寬"), lazy("沒寫單位就是公分")),
    Target("height", lazy("高"), lazy("沒寫單位就是公分")),
    Target("kind", lazy("怎麼買"), lazy("單件、現貨、訂製、預購或現地代購")),
    Target("status", lazy("狀態"), lazy("上架、草稿或封存")),
    Target("condition", lazy("狀況"), lazy("例如二手、有使用痕跡")),
    Target("barcode", lazy("條碼"), lazy("GTIN、EAN、UPC或ISBN")),
    Target("origin", lazy("產地"), lazy("國家，名稱或代碼")),
    Target("shop", lazy("哪家店"), lazy("在哪裡買得到")),
    Target("shop_city", lazy("店在哪個城市"), ""),
    Target("hs_code", lazy("HS編碼"), lazy("報關用的")),
    Target("fact", lazy("自訂的資料"), lazy("照欄位名稱寫在商品頁，例如材質"), many=True),
    Target("attributes", lazy("一格裡的自訂資料"), lazy("例如「窯口=美濃；高=24 cm」"), many=True),
)
_RARE = (
    Target("type", lazy("商品類型"), rare=True),
    Target("image_position", lazy("照片順序"), rare=True),
    Target("image_alt", lazy("照片說明"), rare=True),
    Target("variant_image", lazy("款式的照片"), rare=True),
    Target("grams", lazy("重量（公克）"), rare=True),
    Target("tracker", lazy("誰計庫存"), rare=True),
    Target("policy", lazy("賣完還能不能買"), rare=True),
    Target("published", lazy("有沒有上架"), rare=True),
    Target("parent", lazy("屬於哪件商品"), lazy("款式的列寫主商品的代號或貨號"), rare=True),
    Target("sale_price", lazy("特價"), lazy("有它的時候，價格就是原價"), rare=True),
    Target("gift_card", lazy("是不是禮物卡"), rare=True),
    Target("option1_name", lazy("第一種選項的名稱"), rare=True),
    Target("option1_value", lazy("第一種選項的內容"), rare=True),
    Target("option2_name", lazy("第二種選項的名稱"), rare=True),
    Target("option2_value", lazy("第二種選項的內容"), rare=True),
    Target("option3_name", lazy("第三種選項的名稱"), rare=True),
    Target("option3_value", lazy("第三種選項的內容"), rare=True),
)
TARGETS = (*_COMMON, *_RARE)
BY_NAME = {target.name: target for target in TARGETS}
