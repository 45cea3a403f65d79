"""Names in any script, but none that passes for somebody else's."""

import pytest

from miquan.accounts.names import name_problem, skeleton
from miquan.accounts.rules import clean_name, handle_problem

FREE = [
    "林予安", "Mei 林", "Анна", "Μαρία", "김민수", "さくら", "محمد", "O'Brien-Søren", "René", "Anna Папа", "Ω Audio", "阿棠的店",
    "Badminton Mo", "Support Local", "Rosa 🌿", "小蜜蜂", "Tim", "D'Angelo", "𠮷野",
]  # fmt: skip
OURS = [
    "蜜圈", "蜜 圈 小 美", "蜜圈客服", "官方小幫手", "Miquan", "M.i.q.u.a.n", "miquan support", "Admin", "Adm1n", "ａｄｍｉｎ", "𝓐dmin",
    "ADMIN 林", "李admin", "管理員", "管理员", "Support", "Customer Service", "rnoderator", "客\u200b服", "Ⓞfficial",
]  # fmt: skip
MIXED = ["Аnna", "pаypal", "Rοsa", "Mіquan", "Officіal", "Ѕupport"]


@pytest.mark.parametrize("name", FREE)
def test_people_may_be_called_what_they_are_called(name: str) -> None:
    assert name_problem(clean_name(name)) == ""


@pytest.mark.parametrize("name", OURS)
def test_nobody_may_seem_to_speak_for_the_site(name: str) -> None:
    assert name_problem(clean_name(name)) == "ours"


@pytest.mark.parametrize("name", MIXED)
def test_no_word_mixes_letters_that_look_alike(name: str) -> None:
    assert name_problem(clean_name(name)) == "mixed"


def test_names_that_look_equal_have_one_skeleton() -> None:
    assert skeleton("paypal") == skeleton("раураl") == skeleton("PАYPA1")
    assert skeleton("Mei") != skeleton("Mai")


@pytest.mark.parametrize(
    "handle",
    [
        "adm1n", "admin_mei", "the_official", "rniquan", "m1quan", "miquan", "support", "miquanhelp", "miquan_support", "miquan_tw", "askmiquan",
        "rniquanhe1p", "support_team", "supportteam", "adminhelp", "help24", "staff_01", "customer_service_2",
    ],
)  # fmt: skip
def test_handles_neither(handle: str) -> None:
    assert handle_problem(handle) == "reserved"


@pytest.mark.parametrize(
    "handle",
    [
        "mei",
        "tang_uk",
        "badminton",
        "modena",
        "teamwork",
        "moda",
        "system_of_a",
        "helpinghands",
        "amiquante",
        "li_2024",
        "123",
    ],
)
def test_ordinary_handles_are_free(handle: str) -> None:
    assert handle_problem(handle) == ""
