"""Words to start a policy from: ours, in three languages, for the buyer to change into their own."""

from dataclasses import dataclass
from typing import Any

from miquan.i18n import lazy

FIELDS = ("shipping_policy", "returns_policy", "fee_policy")


@dataclass(frozen=True)
class Starter:
    """`label` names it on a button in the reader's language; `words` is the policy by the language it is written in."""

    key: str
    field: str
    label: Any
    words: dict[str, str]


STARTERS = (
    Starter("stock", "shipping_policy", lazy("手上有現貨"), {
        "zh-hant": "付款後3個工作天內寄出，附追蹤號碼。\n寄國際掛號，通常7到14天到，忙的時候會久一點。\n易碎的東西用紙箱和緩衝紙包兩層，寄出前拍一段包裝影片給你。\n關稅和進口稅由收件人付，金額看你那裡的規定。",
        "zh-hans": "付款后3个工作日内寄出，附追踪号码。\n寄国际挂号，通常7到14天到，忙的时候会久一点。\n易碎的东西用纸箱和缓冲纸包两层，寄出前拍一段打包视频给你。\n关税和进口税由收件人付，金额看你那里的规定。",
        "en": "Sent within 3 working days of payment, with a tracking number.\nInternational registered post usually takes 7 to 14 days, a little longer in busy times.\nFragile things get two layers of box and padding, and I film the packing before it goes.\nDuty and import tax are paid by the one who receives it, by the rules of your place.",
    }),
    Starter("on_demand", "shipping_policy", lazy("去店裡買到才寄"), {
        "zh-hant": "我每週去店裡一次。先問我還有沒有，有才付款。\n買到以後拍照給你看，7天內寄出，附追蹤號碼。\n店裡沒有了就全額退給你。\n關稅和進口稅由收件人付，金額看你那裡的規定。",
        "zh-hans": "我每周去店里一次。先问我还有没有，有才付款。\n买到以后拍照给你看，7天内寄出，附追踪号码。\n店里没有了就全额退给你。\n关税和进口税由收件人付，金额看你那里的规定。",
        "en": "I go to the shops once a week. Ask me first whether it is still there, and pay only then.\nOnce I have it I send you a photo, and it leaves within 7 days with a tracking number.\nIf the shop has none left you get everything back.\nDuty and import tax are paid by the one who receives it, by the rules of your place.",
    }),
    Starter("seven_days", "returns_policy", lazy("收到7天內可以退"), {
        "zh-hant": "收到7天內，東西沒用過、包裝還在，可以退。先寫給我，再寄回來。\n東西和說的不一樣，或寄來是壞的，來回運費我付，全額退。\n只是不喜歡了，寄回的運費你付。\n請在打開時錄影，壞了比較好說。",
        "zh-hans": "收到7天内，东西没用过、包装还在，可以退。先写给我，再寄回来。\n东西和说的不一样，或寄来是坏的，来回运费我付，全额退。\n只是不喜欢了，寄回的运费你付。\n请在打开时录像，坏了比较好说。",
        "en": "Within 7 days of arrival, unused and in its packing, it can come back. Write to me first, then send it.\nIf it is not as described or arrives broken, I pay the post both ways and return everything.\nIf you simply changed your mind, you pay the way back.\nPlease film the opening, so that damage is easy to show.",
    }),
    Starter("one_off", "returns_policy", lazy("代買和單件不退"), {
        "zh-hant": "為你去買的、訂做的和只有一件的東西，買到以後不能退。\n東西和說的不一樣，或寄來是壞的，收到7天內告訴我，附照片或影片，我退款或補寄。\n我還沒去買以前都可以取消，全額退給你。",
        "zh-hans": "为你去买的、订做的和只有一件的东西，买到以后不能退。\n东西和说的不一样，或寄来是坏的，收到7天内告诉我，附照片或视频，我退款或补寄。\n我还没去买以前都可以取消，全额退给你。",
        "en": "What I bought for you, had made for you, or of which there is only one cannot come back once I have it.\nIf it is not as described or arrives broken, tell me within 7 days with photos or a film, and I refund or replace it.\nUntil I have bought it you can cancel and get everything back.",
    }),
    Starter("included", "fee_policy", lazy("都在價格裡了"), {
        "zh-hant": "標的價格已經包含我的服務費和當地的稅，不另外收。\n國際運費照實際重量算，寄之前給你看單據。",
        "zh-hans": "标的价格已经包含我的服务费和当地的税，不另外收。\n国际运费照实际重量算，寄之前给你看单据。",
        "en": "The price includes my fee and local tax; nothing is added.\nInternational post is charged by actual weight, and I show you the receipt before it goes.",
    }),
    Starter("percent", "fee_policy", lazy("照價格收一成"), {
        "zh-hant": "服務費是商品價格的10%，最少是一杯咖啡的錢。包含找、買、拍照、包裝和寄送前的聯絡。\n一次買三件以上，第三件起不收服務費。\n國際運費照實際重量算，寄之前給你看單據。",
        "zh-hans": "服务费是商品价格的10%，最少是一杯咖啡的钱。包含找、买、拍照、打包和寄送前的联络。\n一次买三件以上，第三件起不收服务费。\n国际运费照实际重量算，寄之前给你看单据。",
        "en": "My fee is 10% of the price, at the least a cup of coffee. It covers finding, buying, photographs, packing and all we write before it is sent.\nFrom the third thing in one order on there is no fee.\nInternational post is charged by actual weight, and I show you the receipt before it goes.",
    }),
)  # fmt: skip


def starter(key: str) -> Starter | None:
    """By its key; None for one that does not exist."""
    return next((s for s in STARTERS if s.key == key), None)


def begun(already: str, words: str, limit: int) -> str:
    """The field with the words in it: below what stands there already, and never cut."""
    joined = f"{already.rstrip()}\n\n{words}" if already.strip() else words
    return joined if len(joined) <= limit and words not in already else already
