"""Lists of mobile numbers as people keep them: Excel or text, with whatever columns, spellings and mistakes."""

import csv
import io
import zipfile
from typing import NamedTuple

import openpyxl

MAX_ROWS = 200_000
MAX_UNPACKED = 300 * 1024 * 1024
LOOK = 200  # rows after which the column of the numbers is known


class Row(NamedTuple):
    """One row of a list: its place (from 1), what stood there, the number, and what is wrong with it.

    `problem` is None, ``"invalid"``, ``"landline"`` or ``"double"``.
    """

    place: int
    raw: str
    number: str | None
    problem: str | None


class ListError(Exception):
    """The file cannot be read as a list; the argument is ``"format"``, ``"size"`` or ``"numbers"``."""


def read_numbers(data, normalise, is_mobile):
    """Read the numbers of a list. Which column they stand in is found by looking.

    :param bytes data: the file, .xlsx or text with separators
    :param normalise: function of a raw number that gives E.164 or None
    :param is_mobile: function of a number in E.164
    :return: list of `Row`; rows without anything in that column are left out
    :raise ListError: no list, too big, or no column with numbers
    """
    table = _read_excel(data) if data[:2] == b"PK" else _read_text(data)
    column = _number_column(table[:LOOK], normalise)
    rows, seen = [], set()
    for place, cells in enumerate(table, start=1):
        raw = cells[column] if column < len(cells) else ""
        if not raw:
            continue
        number = normalise(raw)
        if not number and place == 1:
            continue  # the title of the column
        problem = None
        if not number:
            problem = "invalid"
        elif not is_mobile(number):
            problem = "landline"
        elif number in seen:
            problem = "double"
        seen.add(number)
        rows.append(Row(place, raw[:64], number, problem))
    return rows


def _number_column(table, normalise):
    width = max((len(cells) for cells in table), default=0)
    hits = [sum(bool(column < len(cells) and normalise(cells[column])) for cells in table) for column in range(width)]
    if not any(hits):
        raise ListError("numbers")
    return hits.index(max(hits))


def _read_excel(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise ListError("size")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        table = []
        for cells in book.worksheets[0].iter_rows(values_only=True):
            if len(table) >= MAX_ROWS:
                raise ListError("size")
            table.append([_text(cell) for cell in cells[:50]])
        return table
    except ListError:
        raise
    except Exception as error:  # whatever a broken file does to its reader
        raise ListError("format") from error


def _text(cell):
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a number in Excel: 9121234567.0
    return str(cell).strip()


def _read_text(data):
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1256"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ListError("format")
    if "\0" in text:
        raise ListError("format")
    first = text[:5000]
    delimiter = max(",;\t", key=first.count)
    try:
        table = [[cell.strip() for cell in cells[:50]] for cells in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise ListError("format") from error
    if len(table) > MAX_ROWS:
        raise ListError("size")
    return table
