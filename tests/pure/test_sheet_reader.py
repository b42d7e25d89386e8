"""Files that people upload are read whatever program wrote them, and hostile ones are refused in time (C19)."""

import datetime
import io
import time
import zipfile

import openpyxl
import pytest
import xlwt

from crm_segments.tools import sheet_reader
from crm_segments.tools.sheet_reader import SheetError, as_text, find_headings, read_rows, sheet_names

ROWS = [["نام", "موبایل", "مبلغ"], ["علی", "۰۹۱۲۱۲۳۴۵۶۷", 12.5], ["Sara", 9121234568, None]]


def xlsx(rows, **parts):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    if parts:
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)
    return stream.getvalue()


def xls(rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_text(separator=","):
    return "\r\n".join(separator.join("" if value is None else str(value) for value in row) for row in ROWS)


@pytest.mark.parametrize(
    "content",
    [
        xlsx(ROWS),
        xls(ROWS),
        csv_text().encode(),
        csv_text(";").encode("utf-8-sig"),
        csv_text("\t").encode("utf-16"),
        csv_text().replace("۰۹۱۲۱۲۳۴۵۶۷", "09121234567").replace("ی", "ي").encode("cp1256"),
    ],
    ids=["xlsx", "xls", "utf-8", "utf-8 with mark and semicolons", "utf-16 with tabs", "windows-1256"],
)
def test_every_format_gives_the_same_rows(content):
    rows = list(read_rows(content))
    assert [number for number, _values in rows] == [1, 2, 3]
    assert rows[0][1] == ["نام", "موبایل", "مبلغ"]
    assert rows[1][1][0] == "علی"
    assert as_text(rows[1][1][1])[-10:] in ("۹۱۲۱۲۳۴۵۶۷", "۱۲۱۲۳۴۵۶۷", "۹۱۲۱۲۳۴۵۶۷"[-10:], "9121234567")
    assert as_text(rows[2][1][1]) == "9121234568"
    assert len(rows[2][1]) == 2, "what is empty at the end of a row is not there"


def test_dates_and_numbers_keep_their_type():
    day = datetime.datetime(1991, 6, 22)
    [(_number, values)] = read_rows(xlsx([[day, 3.0, True, "  x "]]))
    assert values == [day, 3, True, "x"]


def test_headings_below_a_title():
    rows = list(read_rows(xlsx([["Customers of our shop"], [], *ROWS])))
    assert find_headings(rows) == 3
    assert find_headings([]) == 0


def test_a_commas_address_does_not_choose_the_separator():
    text = "name;address\nAli;1, Main St, Tehran\nSara;2, High St, Ray\n"
    assert next(read_rows(text.encode()))[1] == ["name", "address"]


def test_sheets_by_name():
    book = openpyxl.Workbook()
    book.active.title = "first"
    book.create_sheet("دوم").append(["here"])
    stream = io.BytesIO()
    book.save(stream)
    assert sheet_names(stream.getvalue()) == ["first", "دوم"]
    assert list(read_rows(stream.getvalue(), "دوم")) == [(1, ["here"])]
    with pytest.raises(SheetError) as caught:
        list(read_rows(stream.getvalue(), "third"))
    assert caught.value.code == "sheet"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "format"),
        (b"\x89PNG\r\n", "format"),
        (b"PK\x03\x04 broken", "format"),
        (b"\xd0\xcf\x11\xe0 broken", "format"),
        (b"a,b\x00\x01\x02", "format"),
        (xlsx(ROWS, **{"xl/vbaProject.bin": b"macro"}), "macros"),
        (xlsx(ROWS, **{"xl/media/zeros.xml": b"\0" * 20_000_000}), "bomb"),
        (xlsx(ROWS, **{"xl/more.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}), "bomb"),
    ],
    ids=["empty", "pdf", "png", "broken zip", "broken xls", "binary", "macros", "zip bomb", "entities"],
)
def test_hostile_files_are_refused(content, code):
    with pytest.raises(SheetError) as caught:
        list(read_rows(content))
    assert caught.value.code == code


def test_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(sheet_reader, "MAX_FILE", 100)
    with pytest.raises(SheetError) as caught:
        sheet_names(b"x" * 101)
    assert caught.value.code == "size"


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(sheet_reader, "MAX_ROWS", 2)
    with pytest.raises(SheetError) as caught:
        list(read_rows(csv_text().encode()))
    assert caught.value.code == "rows"


def test_a_million_empty_rows_end_early():
    book = openpyxl.Workbook()
    book.active.append(["name"])
    book.active.cell(1_048_576, 16_384, "far away")
    stream = io.BytesIO()
    book.save(stream)
    started = time.monotonic()
    assert list(read_rows(stream.getvalue())) == [(1, ["name"])]
    assert time.monotonic() - started < 5, "the gap is not walked to its end"


def test_a_formula_is_what_excel_last_saw():
    assert list(read_rows(xlsx([["name"], ["=1+1"]]))) == [(1, ["name"])], "never calculated: nothing"
    assert list(read_rows(b'name\n"=cmd|calc"\n'))[1] == (2, ["=cmd|calc"]), "in text it is a text"


def test_a_wide_row_and_a_long_cell_are_cut():
    [(_number, values)] = read_rows(xlsx([["x"] * 300]))
    assert len(values) == sheet_reader.MAX_COLUMNS
    [(_number, [value])] = read_rows(xlsx([["y" * 30_000]]))
    assert len(value) == sheet_reader.MAX_CELL
