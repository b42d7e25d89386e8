"""Values as cells of a sheet, and sheets as files. Rows are written as they come: memory does not grow with them."""

import datetime

import xlsxwriter

from .jalali import to_jalali

MAX_ROWS = 1_048_575  # of one sheet, below its heading
MAX_TEXT = 32_767  # of one cell
_NO_NAME = {ord(char): " " for char in "[]:*?/\\'"}
#: What keeps texts texts: no cell runs as a formula or becomes a link.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


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


def write_book(output, title, labels, rows, right_to_left=False, jalali=False):
    """Write rows into an Excel file; a sheet that is full is followed by another.

    :param output: binary file
    :param str title: the name of the sheets
    :param list labels: headings
    :param rows: iterable of lists of values: None, number, date, datetime or anything with a text
    :param bool right_to_left: how the sheet is laid out
    :param bool jalali: dates are texts in the Jalali calendar
    :return: how many rows were written
    """
    book = xlsxwriter.Workbook(output, _OPTIONS)
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#E9ECEF", "bottom": 1}),
        datetime.date: book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        datetime.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    }
    name = text_cell(title).translate(_NO_NAME)[:25].strip() or "Sheet"
    sheet, number, total = None, 0, 0
    for values in rows:
        if sheet is None or number == MAX_ROWS:
            _close_sheet(sheet, number, labels)
            sheet = _open_sheet(book, name, labels, formats, right_to_left)
            number = 0
        number += 1
        total += 1
        for column, value in enumerate(values):
            if value is not None and value != "":
                _write_cell(sheet, number, column, value, formats, jalali)
    if sheet is None:
        sheet = _open_sheet(book, name, labels, formats, right_to_left)
    _close_sheet(sheet, number, labels)
    book.close()
    return total


def _open_sheet(book, name, labels, formats, right_to_left):
    part = len(book.worksheets())
    sheet = book.add_worksheet(f"{name} {part + 1}" if part else name)
    if right_to_left:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    for column, label in enumerate(labels):
        sheet.set_column(column, column, max(12, min(40, len(label) + 4)))
    for column, label in enumerate(labels):
        sheet.write_string(0, column, text_cell(label), formats["head"])
    return sheet


def _close_sheet(sheet, rows, labels):
    if sheet is not None and rows:
        sheet.autofilter(0, 0, rows, len(labels) - 1)


def _write_cell(sheet, row, column, value, formats, jalali):
    kind = type(value)
    if kind is str:
        sheet.write_string(row, column, text_cell(value))
    elif kind in (int, float):
        sheet.write_number(row, column, value)
    elif kind in formats:
        if jalali:
            sheet.write_string(row, column, jalali_text(value))
        else:
            sheet.write_datetime(row, column, value, formats[kind])
    else:
        sheet.write_string(row, column, text_cell(value))
