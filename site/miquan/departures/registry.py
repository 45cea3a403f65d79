"""All that is held of a member: one line a capability. A test walks every table and finds what is missing here."""

from miquan.accounts import personal as accounts
from miquan.boards import personal as boards
from miquan.catalogue import personal as catalogue
from miquan.circle import personal as circle
from miquan.departures import personal as departures
from miquan.departures.section import Section
from miquan.follows import personal as follows
from miquan.groups import personal as groups
from miquan.i18n import lazy
from miquan.mail import personal as mail
from miquan.media import personal as media
from miquan.moderation import personal as moderation
from miquan.notifications import personal as notifications
from miquan.portraits import personal as portraits
from miquan.products import personal as products
from miquan.recommendations import personal as recommendations
from miquan.storefronts import personal as storefronts
from miquan.studio.bulk import personal as bulk
from miquan.studio.editor import personal as drafts
from miquan.threads import personal as threads
from miquan.uploads import personal as uploads

# In the order in which they are erased: the account last, because others still ask it for names.
SECTIONS: tuple[Section, ...] = (
    *mail.SECTIONS,
    *notifications.SECTIONS,
    *moderation.SECTIONS,
    *catalogue.SECTIONS,
    *bulk.SECTIONS,
    *drafts.SECTIONS,
    *recommendations.SECTIONS,
    *portraits.SECTIONS,
    *follows.SECTIONS,
    *boards.SECTIONS,
    *circle.SECTIONS,
    *threads.SECTIONS,
    *groups.SECTIONS,
    *products.SECTIONS,
    *storefronts.SECTIONS,
    *uploads.SECTIONS,
    *media.SECTIONS,
    *departures.SECTIONS,
    *accounts.SECTIONS,
    accounts.ACCOUNT,
)

# Tables that lead to members and are in no section, each with its reason.
NOT_COVERED = {
    "Announcement": "the site's own words; whose number stands beside them is told by the record of operators' acts",
    "Choice": "what the site is set to; whose number stands beside it is told by the record of operators' acts",
    "Delivery": "says only which subscriber was told of an event; it goes with the event",
    "GoodsRule": "the site's rules about goods; who last changed one stands in the record of operators' acts",
    "ReplyMove": "says only which numbers of a thread went to another; it goes with the thread",
}

# What stays when a member is erased, as the page says it.
STAYS = (
    lazy("一個沒有名字的空位：別人的東西指到你的地方，寫成「已離開的會員」"),
    lazy("公開過的商品，網址會說東西已經不在了；圖片和價格都刪掉"),
    lazy("你的帖和留言底下，別人回覆過的地方：只留一個空位，好讓別人的話讀得懂"),
    lazy("你檢舉過、還沒處理完的事，但不再有你寫的話"),
    lazy("管理的人做過什麼的紀錄，裡面不再有你的名字和信箱"),
    lazy("你的帳號名稱一年內不給別人用，只留一個看不出是誰的代號"),
    lazy("已經寄到別人信箱裡的信"),
)
