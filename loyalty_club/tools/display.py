"""Numbers as a member reads them: with Persian digits in Persian, else Latin."""

from decimal import Decimal

_PERSIAN = str.maketrans("0123456789,.", "۰۱۲۳۴۵۶۷۸۹٬٫")


def is_persian(lang):
    """Whether a language code is Persian."""
    return (lang or "").split("_")[0] == "fa"


def show_number(value, lang):
    """A number without useless decimals, with separators of thousands.

    :rtype: str
    """
    number = Decimal(str(value or 0)).quantize(Decimal("0.01"))
    if number == number.to_integral_value():
        number = number.to_integral_value()
    text = f"{number:,f}"
    return text.translate(_PERSIAN) if is_persian(lang) else text
