"""Lists of numbers in whatever form people keep them (S6)."""

import io
import zipfile

import openpyxl
import pytest

from crm_segments.tools.phone import is_mobile, normalise
from loyalty_sms.tools.number_list import ListError, read_numbers


def read(data):
    return read_numbers(data, normalise, is_mobile)


def excel(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_excel_with_numbers_as_numbers():
    rows = read(excel(["نام", "موبایل"], ["سارا", 9121234567], ["رضا", "۰۹۳۵ ۱۱۱ ۲۲۳۳"], ["?", "abc"], ["", None]))
    assert [(row.place, row.number, row.problem) for row in rows] == [
        (2, "+989121234567", None),
        (3, "+989351112233", None),
        (4, None, "invalid"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_in_all_ways(encoding, separator):
    text = f"نام{separator}شماره\nسارا{separator}09121234567\nرضا{separator}02188776655\nسارا{separator}+989121234567\n"
    rows = read(text.encode(encoding))
    assert [row.problem for row in rows] == [None, "landline", "double"]


def test_bare_list():
    assert [row.number for row in read(b"09121234567\n9351112233")] == ["+989121234567", "+989351112233"]


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (301 * 1024 * 1024))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "numbers"),
        (b"name,city\nSara,Tehran", "numbers"),
        (b"PK\x03\x04rubbish", "format"),
        (b"\x00\x01\x02", "format"),
        (bomb, "size"),
        (b"1\n" * 200_001, "size"),
    ],
)
def test_what_is_no_list(data, problem):
    with pytest.raises(ListError) as error:
        read(data() if callable(data) else data)
    assert error.value.args[0] == problem
