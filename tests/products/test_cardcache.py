"""What is kept of rendered cards: so many, and so many characters of them, those used last."""

from types import SimpleNamespace

from miquan.products.cardcache import CardCache


def test_it_is_bounded_in_number_and_in_characters() -> None:
    cache = CardCache(3, max_characters=100)
    for number in range(5):
        cache.put((number,), "x" * 10)
    assert [cache.get((number,)) is not None for number in range(5)] == [False, False, True, True, True]
    cache.put(("long",), SimpleNamespace(html="x" * 85))
    assert (list(cache.held), cache.characters) == ([(4,), ("long",)], 95)
    cache.put(("long",), "x" * 20)
    assert (len(cache.held), cache.characters) == (2, 30)
    cache.put(("longer",), "x" * 101)
    assert (len(cache.held), cache.characters) == (0, 0)
