"""Sheets that people upload, read row by row: Excel (xlsx and xls) and text (csv).

A file from outside is hostile until shown otherwise. It is bounded before it is opened (size, and what it unpacks to),
while it is read (columns, rows, length of a cell), and nothing in it runs: a formula is the value that Excel last saw,
macros are refused. What is wrong is a `SheetError` with a code; whoever shows it puts it into words.
"""

import csv
import datetime
import io
import zipfile
from itertools import islice

import openpyxl
import xlrd

MAX_FILE = 50_000_000  # bytes, as uploaded
MAX_UNPACKED = 400_000_000  # bytes of all parts of an xlsx
MAX_RATIO = 300  # a text that is packed tighter was made to burst
MAX_PARTS = 2_000
MAX_COLUMNS = 200
MAX_ROWS = 500_000
MAX_EMPTY = 1_000  # so many empty rows in a row, and the sheet is at its end
MAX_CELL = 10_000  # characters
HEADING_ROWS = 20  # among the first so many rows the headings are looked for

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: What is surely no table: PDF, rich text, pictures, other archives.
_OTHERS = (b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z")
_ENCODINGS = ("utf-8", "cp1256")
#: Windows-1256 has no Persian ya and its kaf is the Arabic one: Persian texts saved in it come back with their own.
_PERSIAN_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک"})


class SheetError(Exception):
    """A file that is not read. ``code`` says why: empty, size, bomb, macros, format, encoding, rows, sheet."""

    def __init__(self, code, detail=""):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


def sheet_names(content):
    """The names of the sheets of a file; a text file has one without a name.

    :param bytes content: the file
    :rtype: list[str]
    :raise SheetError: the file is not read
    """
    kind = _kind_of(content)
    if kind == "csv":
        return [""]
    with _refusing_nonsense():
        if kind == "xls":
            return xlrd.open_workbook(file_contents=content, on_demand=True).sheet_names()
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames


def read_rows(content, sheet=None):
    """The rows of a sheet, one after the other, without those that are empty.

    :param bytes content: the file
    :param str sheet: its name; by default the first
    :return: iterator of ``(row number in the file from 1, list of values)``; a value is None, a text, a number, a bool
        or a date(time), and a list is as long as its last value needs
    :raise SheetError: at once or while reading
    """
    kind = _kind_of(content)
    rows = {"csv": _csv_rows, "xls": _xls_rows, "xlsx": _xlsx_rows}[kind](content, sheet)
    return _bounded(rows)


def find_headings(rows):
    """Which of the first rows carries the headings: the first that is nearly as full as the fullest of them, so that a
    title above the table is passed over.

    :param list rows: ``(number, values)`` as `read_rows` gives them
    :rtype: int
    :return: the number of that row in the file, or 0
    """
    filled = [(number, sum(value is not None for value in values)) for number, values in rows[:HEADING_ROWS]]
    most = max((count for _number, count in filled), default=0)
    return next((number for number, count in filled if count * 10 >= most * 7), 0)


def as_text(value):
    """A cell as a person sees it: ``9121234567.0``, as Excel stores a number, is ``9121234567``.

    :rtype: str
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == datetime.time() else f"{value:%Y-%m-%d %H:%M}"
    return str(value).strip()


def _kind_of(content):
    if not content:
        raise SheetError("empty")
    if len(content) > MAX_FILE:
        raise SheetError("size", MAX_FILE // 1_000_000)
    if content.startswith(_OLE):
        return "xls"
    if content.startswith(_ZIP):
        _check_package(content)
        return "xlsx"
    if content.startswith(_OTHERS):
        raise SheetError("format")
    return "csv"


def _check_package(content):
    """An xlsx is a zip of XML parts: what they unpack to is told by the directory, and checked while unpacking too."""
    with _refusing_nonsense():
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise SheetError("macros")
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise SheetError("format")
    unpacked = sum(part.file_size for part in parts)
    tightest = max(part.file_size / max(part.compress_size, 1) for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or (unpacked > 10_000_000 and tightest > MAX_RATIO):
        raise SheetError("bomb")
    with _refusing_nonsense(), zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")):
                with package.open(part) as stream:
                    if b"<!DOCTYPE" in stream.read(1024):  # an Office file has none; entities are for attackers
                        raise SheetError("bomb")


def _xlsx_rows(content, sheet):
    with _refusing_nonsense():
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if sheet and sheet not in book.sheetnames:
            raise SheetError("sheet", sheet)
        page = book[sheet] if sheet else book.worksheets[0]
        page.reset_dimensions()  # what the file says of its own size is not believed
        rows = page.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    number = 0
    while True:
        with _refusing_nonsense():
            values = next(rows, None)
        if values is None:
            return
        number += 1
        yield number, values


def _xls_rows(content, sheet):
    with _refusing_nonsense():
        book = xlrd.open_workbook(file_contents=content, on_demand=True)
        if sheet and sheet not in book.sheet_names():
            raise SheetError("sheet", sheet)
        page = book.sheet_by_name(sheet) if sheet else book.sheet_by_index(0)
        for number in range(page.nrows):
            yield number + 1, [_xls_value(book, cell) for cell in page.row(number)[:MAX_COLUMNS]]


def _xls_value(book, cell):
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError, xlrd.xldate.XLDateError):
            return cell.value
    return cell.value


def _csv_rows(content, _sheet):
    text = _decode(content)
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)), start=1):
            yield number, values[:MAX_COLUMNS]
    except csv.Error as error:
        raise SheetError("format", str(error)) from error


def _separator(text):
    """The sign that stands equally often in most of the first lines."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:HEADING_ROWS]

    def evenness(char):
        counts = [count for line in lines if (count := line.count(char))]
        return max(((counts.count(count), count) for count in set(counts)), default=(0, 0))

    return max(",;\t|", key=evenness)


def _decode(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        if b"\x00" in content[:4096]:
            raise SheetError("format")
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        return text.translate(_PERSIAN_LETTERS) if encoding == "cp1256" else text
    raise SheetError("encoding")


def _bounded(rows):
    """Cut and count what comes: short cells, no empty rows, no endless sheets."""
    empty = found = 0
    for number, values in islice(rows, MAX_ROWS * 2):
        clean = [_short(value) for value in values]
        while clean and clean[-1] is None:
            clean.pop()
        if not clean:
            empty += 1
            if empty > MAX_EMPTY:
                return
            continue
        empty = 0
        found += 1
        if found > MAX_ROWS:
            raise SheetError("rows", MAX_ROWS)
        yield number, clean


def _short(value):
    if not isinstance(value, str):
        return value
    value = value.replace("\x00", "").strip()[:MAX_CELL]
    return value or None


class _refusing_nonsense:
    """The readers raise whatever a broken file makes them stumble over: all of it means that this is no such file."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _traceback):
        if kind and issubclass(kind, Exception) and not issubclass(kind, (SheetError, StopIteration)):
            raise SheetError("format", str(error)[:200]) from error
        return False
