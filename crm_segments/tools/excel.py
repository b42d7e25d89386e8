"""Values as cells of a sheet."""

import datetime

from .jalali import to_jalali

MAX_ROWS = 1_048_575  # of one sheet, below its heading
MAX_TEXT = 32_767  # of one cell


def jalali_text(value):
    """A date or date-time in the Jalali calendar, sortable as text.

    :param value: datetime.date or datetime.datetime, in the zone of the reader
    :return: for example ``"1405/09/02"`` or ``"1405/09/02 14:30"``
    """
    if isinstance(value, datetime.datetime):
        return f"{to_jalali(value)} {value:%H:%M}"
    return to_jalali(value)


def text_cell(value):
    """A text that fits into a cell. It is written as text: a leading ``=`` is a letter like others.

    :param value: anything that has a text
    :rtype: str
    """
    return str(value).replace("\x00", "")[:MAX_TEXT]
