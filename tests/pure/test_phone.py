"""A phone number is understood however it was typed (C1, F2, S7)."""

import pytest

from crm_segments.tools.phone import is_mobile, normalise


@pytest.mark.parametrize(
    "typed",
    [
        "09121234567",
        "۰۹۱۲۱۲۳۴۵۶۷",
        "٠٩١٢١٢٣٤٥٦٧",
        "+989121234567",
        "00989121234567",
        "9121234567",
        "0912 123 45 67",
        "0912-123-4567",
        "‏۰۹۱۲‌۱۲۳۴۵۶۷",
    ],
)
def test_every_spelling_is_one_number(typed):
    assert normalise(typed) == "+989121234567"


@pytest.mark.parametrize("typed", ["", None, "12", "سلام", "0912", "09121234567890123"])
def test_no_number_is_none(typed):
    assert normalise(typed) is None


def test_a_landline_takes_no_text_message():
    assert normalise("02188776655") == "+982188776655"
    assert not is_mobile("02188776655")
    assert is_mobile("09121234567")
