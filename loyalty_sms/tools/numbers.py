"""Numbers as providers want them."""


def iranian_number(number):
    """As the Iranian providers write it: 09… inside of Iran, 00… abroad.

    :param str number: E.164
    :rtype: str
    """
    return f"0{number[3:]}" if number.startswith("+98") else f"00{number.lstrip('+')}"
