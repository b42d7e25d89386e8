"""F4: security text, counting, masks, dates and addresses of forms."""

import datetime
import io

import pytest
from PIL import Image

from loyalty_forms.tools import captcha, rate
from loyalty_forms.tools.jalali import format_jalali, parse_date
from loyalty_forms.tools.mask import matches
from loyalty_forms.tools.slug import is_slug, slugify


def test_picture_is_a_picture_of_its_text_only():
    first, second = captcha.draw("23456"), captcha.draw("23456")
    assert Image.open(io.BytesIO(first)).size == (180, 64)
    assert first != second, "each picture is bent in its own way"


def test_texts_have_digits_that_can_be_told_apart():
    signs = iter("0234567890")
    assert captcha.make_text(lambda alphabet: next(signs)) == "02345"
    assert "1" not in captcha.ALPHABET


@pytest.mark.parametrize(
    ("answer", "expected"), [(" 23 456", "23456"), ("2-3-4", "234"), ("", ""), ("9" * 99, "9" * 20)]
)
def test_answers_are_their_digits(answer, expected):
    assert captcha.normalise(answer) == expected


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::"),
        ("", "unknown"),
        ("not an address", "not an address"),
    ],
)
def test_who_a_request_counts_for(address, key):
    assert rate.client_key(address) == key


def test_windows():
    assert rate.window(119, 60) == (1, 120)
    assert rate.window(120, 60) == (2, 180)


@pytest.mark.parametrize(
    "text",
    [
        "1405/09/02",
        "1405/9/2",
        "1405-09-02",
        "1405.9.2",
        "1405 9 2",
        "02/09/1405",
        "14050902",
        "2 اذر 1405",
        "2026-11-23",
    ],
)
def test_dates_in_every_spelling(text):
    assert parse_date(text) == datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1405",
        "1405/13/01",
        "1405/12/31",
        "05/09/02",
        "0000/00/00",
        "2026-02-30",
        "1404/12/30x",
        "1/2/3",
        "99999/1/1",
    ],
)
def test_what_is_no_date(text):
    with pytest.raises(ValueError):
        parse_date(text)


def test_leap_day_round_trip():
    assert parse_date("1403/12/30") == datetime.date(2025, 3, 20)
    assert format_jalali(datetime.date(2025, 3, 20)) == "1403/12/30"


@pytest.mark.parametrize(
    ("mask", "text", "expected"),
    [
        ("AA-99", "ab-12", True),
        ("AA-99", "ab-1", False),
        ("A9", "آ5", True),
        ("*", "_", False),
        (".*", "xx", False),
        ("(9)", "(3)", True),
    ],
)
def test_masks(mask, text, expected):
    assert matches(mask, text) is expected


def test_slugs():
    assert is_slug("club-2026")
    for bad in ("", None, "-a", "a-", "A", "a/b", "باشگاه", "a" * 65, "a b", "a\n"):
        assert not is_slug(bad), bad
    assert slugify("Club Registration!") == "club-registration"
    assert slugify("ثبت نام") == ""
