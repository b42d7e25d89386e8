"""Phone numbers in every spelling that people type."""

import phonenumbers

from .text import strip_invisible, to_latin_digits

_MOBILE = {
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
}


def _parse(raw, region):
    text = strip_invisible(to_latin_digits(raw or ""))
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def normalise(raw, region="IR"):
    """The E.164 form of a number, whatever digits, spaces, dashes or prefix it was typed with.

    :param str raw: what was typed
    :param str region: ISO 3166 code of the country whose national numbers are understood
    :return: for example ``"+989121234567"``, or None when it is no valid number
    """
    number = _parse(raw, region)
    return number and phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def example(region="IR"):
    """A mobile number as people of a country write it, to show what is expected.

    :param str region: as for `normalise`
    :return: for example ``"0912 345 6789"``
    """
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    number = number or phonenumbers.example_number_for_type("IR", phonenumbers.PhoneNumberType.MOBILE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def is_mobile(raw, region="IR"):
    """Whether the number can take a text message.

    :param str raw: what was typed, or E.164
    :param str region: as for `normalise`
    :rtype: bool
    """
    number = _parse(raw, region)
    return bool(number) and phonenumbers.number_type(number) in _MOBILE
