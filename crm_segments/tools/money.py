"""Money as Iranians say it: the books are in Rial, people speak of Toman (1 Toman = 10 Rial)."""

from decimal import ROUND_HALF_UP, Decimal

from .text import to_persian_digits

RIALS_IN_A_TOMAN = 10
#: What each currency is called in Persian; a currency without a name here is shown by its own code.
PERSIAN_NAMES = {"IRR": "ریال", "USD": "دلار", "EUR": "یورو", "AED": "درهم", "TRY": "لیر"}
_NAMES = {"IRR": "Rial"}
_TOMAN = {True: "تومان", False: "Toman"}


def money_name(currency_name, lang="fa_IR"):
    """What people call a money.

    :param str currency_name: the currency's ISO code
    :param str lang: the reader's language
    :rtype: str
    """
    names = PERSIAN_NAMES if (lang or "").startswith("fa") else _NAMES
    return names.get(currency_name, currency_name)


def display_amount(amount, currency_name, as_toman=False, lang="fa_IR", decimals=0):
    """An amount with the name of its money, for people to read and never to compute with.

    Only Rial can be shown as Toman: any other currency stays as it is. A Toman amount keeps one decimal when the
    Rials do not make whole Tomans, so nothing is lost; whole ones have none, whatever the currency is set to. Persian
    readers get Persian digits and separators.

    :param amount: the amount in the currency (Decimal, int or float)
    :param str currency_name: the currency's ISO code
    :param bool as_toman: whether Rial is shown as Toman
    :param str lang: the reader's language
    :param int decimals: the decimals of the currency
    :rtype: str
    """
    persian = (lang or "").startswith("fa")
    value = Decimal(str(amount or 0))
    label = money_name(currency_name, lang)
    if as_toman and currency_name == "IRR":
        value /= RIALS_IN_A_TOMAN
        decimals = 1
        label = _TOMAN[persian]
    value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if currency_name == "IRR" and value == value.to_integral_value():
        decimals = 0
    text = f"{abs(value):,.{decimals}f}"
    if persian:
        text = to_persian_digits(text.replace(",", "٬").replace(".", "٫"))
    # The mark keeps the minus on the left of its number where the line runs from right to left.
    sign = "\u200e-" if value < 0 and persian else "-" if value < 0 else ""
    return f"{sign}{text} {label}"
