"""An engine of each kind, empty, to be filled by a test."""

from pathlib import Path
from typing import Any

import pytest

from miquan.search.engine import Document, SearchEngine
from miquan.search.postgres_engine import PostgresEngine
from miquan.search.whoosh_engine import WhooshEngine

GOODS = (
    ("手工果醬三入", "果醬 早餐", "Confiture Bélanger", "外婆的方子，少糖"),
    ("草莓手工果酱", "果酱", "", "夏天的草莓"),
    ("Crème Brûlée 陶瓷烤碗", "烤碗 甜點", "Maison Élan", "烤布蕾用的小碗"),
    ("SK-II 青春露", "化妝水", "SK-II", "小瓶"),
    ("La Mer 面霜", "保養", "La Mer", "給很乾的皮膚"),
    ("橄欖木砧板", "木 廚房", "", "上過蜂蠟，也能放果醬"),
    ("Handmade candles with honey", "candle", "", "burns for forty hours"),
)


def document(number: int, title: str, tags: str = "", brand: str = "", description: str = "") -> Document:
    return Document(f"product:{number}", "product", title, tags=tags, brand=brand, description=description)


@pytest.fixture
def found_by(app: Any, engine: str, tmp_path: Path) -> SearchEngine:
    """The engine that belongs to this database, holding GOODS, numbered from 1."""
    made: SearchEngine = WhooshEngine(tmp_path / "index") if engine == "sqlite" else PostgresEngine()
    made.rebuild(document(number, *texts) for number, texts in enumerate(GOODS, 1))
    return made


def look_again(engine: Any) -> None:
    """As if the second had passed after which an engine looks for changes."""
    engine._looked_at = float("-inf")
