"""What a member is told of a file that was not taken."""

from typing import Any

from miquan.i18n import lazy
from miquan.media import rules
from miquan.media.refusals import Reason

_WORDS: dict[str, Any] = {
    Reason.EMPTY: lazy("這個檔案是空的，換一個試試"),
    Reason.BIG: lazy("這個檔案太大了：照片最多15 MB，影片500 MB，PDF 20 MB"),
    Reason.FORMAT: lazy("這個檔案不是看得懂的照片：用JPEG、PNG、WebP、AVIF、HEIC或GIF"),
    Reason.KIND: lazy("這裡只放照片：用JPEG、PNG、WebP、AVIF、HEIC或GIF"),
    Reason.MIXED: lazy("這個檔案裡還藏著別的東西，把照片另存成新的JPEG再試"),
    Reason.PIXELS: lazy("這張圖的尺寸太大了，縮小一點再試"),
    Reason.FRAMES: lazy("這張動圖的畫面太多了，存成一張靜態的圖再試"),
    Reason.BROKEN: lazy("這張圖打不開，換一張試試"),
    Reason.SLOW: lazy("這張圖太複雜，一直看不完，另存成JPEG再試"),
    Reason.SPACE: lazy("你的空間用完了，先刪掉一些檔案"),
    Reason.COUNT: lazy("你的檔案太多了，先刪掉一些"),
}
_OTHER_WORDS: dict[str, Any] = {
    Reason.FORMAT: lazy("這個檔案看不懂：用照片、MP4或MOV影片，或PDF"),
    Reason.BROKEN: lazy("這個檔案打不開，換一個試試"),
    Reason.SLOW: lazy("這個檔案太複雜，一直看不完，換一個試試"),
}


def words(reason: str, purpose: str = "product") -> str:
    """What the member is told, in their language; an unknown reason reads as a broken file."""
    pictures_only = rules.PURPOSES[purpose].kinds == {"image"} if purpose in rules.PURPOSES else False
    table = _WORDS if pictures_only else _WORDS | _OTHER_WORDS
    return str(table.get(reason, table[Reason.BROKEN]))
