"""Rial and Toman as they are read (X1)."""

import pytest

from crm_segments.tools.money import display_amount


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((300_000, "IRR", True, "fa_IR"), "۳۰٬۰۰۰ تومان"),
        ((300_000, "IRR", False, "fa_IR"), "۳۰۰٬۰۰۰ ریال"),
        ((300_000.0, "IRR", True, "en_US"), "30,000 Toman"),
        ((300_000, "IRR", False, "fa_IR", 2), "۳۰۰٬۰۰۰ ریال"),
        ((300_005, "IRR", True, "fa_IR"), "۳۰٬۰۰۰٫۵ تومان"),
        ((-50_000, "IRR", True, "en_US"), "-5,000 Toman"),
        ((-50_000, "IRR", True, "fa_IR"), "\u200e-۵٬۰۰۰ تومان"),
        ((12.5, "USD", True, "en_US", 2), "12.50 USD"),
        ((12.5, "USD", True, "fa_IR", 2), "۱۲٫۵۰ دلار"),
        ((None, "IRR", True, "fa_IR"), "۰ تومان"),
        ((0.1 + 0.2, "USD", False, "en_US", 2), "0.30 USD"),
    ],
)
def test_display_amount(arguments, text):
    assert display_amount(*arguments) == text
