"""The same word typed in different ways is one word (C1, X1)."""

import pytest

from crm_segments.tools.text import fold, to_latin_digits, to_persian_digits


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("كتاب", "کتاب"),
        ("علي", "علی"),
        ("می‌روم", "میروم"),
        ("  دو   کلمه ", "دو کلمه"),
        ("۱۲۳ ٤٥٦", "123 456"),
        ("مُحَمَّد", "محمد"),
        ("Éclair", "eclair"),
        ("کتـــاب", "کتاب"),
        (None, ""),
    ],
)
def test_fold_gives_one_spelling(typed, folded):
    assert fold(typed) == folded


def test_digits_go_there_and_back():
    assert to_latin_digits("۰۹۱۲٣٤٥") == "0912345"
    assert to_persian_digits("price 120") == "price ۱۲۰"
