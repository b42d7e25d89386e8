"""Cells of a customer list as people type them (C19, X1)."""

import datetime

import pytest

from crm_segments.tools import import_values
from crm_segments.tools.import_headings import guess_targets, heading_key
from crm_segments.tools.import_values import CellError


@pytest.mark.parametrize(
    "typed",
    ["۰۹۱۲ ۱۲۳ ۴۵۶۷", "09121234567", 9121234567.0, 9121234567, "9121234567", "+98 912 123-4567", "00989121234567"]
    + [989121234567, "٠٩١٢١٢٣٤٥٦٧", "021 / 09121234567", "‏09121234567‎"],
)
def test_phones_in_every_spelling(typed):
    assert import_values.read_phone(typed) == "+989121234567"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1370/4/1", (1991, 6, 22)),
        ("۱۳۷۰/۰۴/۰۱", (1991, 6, 22)),
        ("1370-04-01 00:00:00", (1991, 6, 22)),
        (13700401.0, (1991, 6, 22)),
        ("1 تیر 1370", (1991, 6, 22)),
        ("1991-06-22", (1991, 6, 22)),
        ("22/06/1991", (1991, 6, 22)),
        (datetime.datetime(1991, 6, 22), (1991, 6, 22)),
        (datetime.datetime(1370, 4, 1), (1991, 6, 22)),
        (33411.0, (1991, 6, 22)),
    ],
)
def test_dates_of_both_calendars(typed, day):
    assert import_values.read_date(typed) == datetime.date(*day)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("۱۲٬۵۰۰", 12500), ("12,500.5", 12500.5), ("۱۲٫۵", 12.5), (" -3 ", -3), (7, 7), (None, None), ("", None)],
)
def test_numbers_in_every_digits(typed, number):
    assert import_values.read_number(typed) == number


@pytest.mark.parametrize(
    ("read", "typed", "code"),
    [
        (import_values.read_phone, "12", "phone"),
        (import_values.read_phone, "=cmd|calc", "phone"),
        (import_values.read_email, "sara@", "email"),
        (import_values.read_email, "a@b.c\nBcc: x@y.z", "email"),
        (import_values.read_number, "twelve", "number"),
        (import_values.read_number, "nan", "number"),
        (import_values.read_number, "1e400", "number"),
        (import_values.read_number, True, "number"),
        (import_values.read_date, "1400/13/01", "date"),
        (import_values.read_date, "1403/12/31", "date"),
        (import_values.read_date, "soon", "date"),
        (import_values.read_boolean, "perhaps", "boolean"),
    ],
)
def test_what_cannot_be_meant_is_said(read, typed, code):
    with pytest.raises(CellError) as caught:
        read(typed)
    assert caught.value.code == code


def test_yes_no_and_choices():
    assert [import_values.read_boolean(word) for word in ("بله", "Yes", 1, True, "خیر", "no", 0.0, None)] == [
        *(True,) * 4,
        *(False,) * 3,
        None,
    ]
    words = import_values.option_words([("male", "Male"), ("male", "مرد"), ("female", "Female")])
    assert import_values.read_choice("مرد", words) == "male"
    assert import_values.read_choice(" FEMALE ", words) == "female"
    with pytest.raises(CellError):
        import_values.read_choice("x", words)


def test_lists():
    assert import_values.read_list("رمان، کودک ; Novel,novel\nشعر") == ["رمان", "کودک", "novel", "شعر"]


LABELS = {
    "name": ["Name"],
    "first_name": ["First Name"],
    "last_name": ["Last Name"],
    "phone": ["Phone"],
    "email": ["Email"],
    "birthday": ["Birthday"],
    "city": ["City"],
    "customer_group_id": ["Default Group"],
    "properties.size": ["Shoe Size", "سایز کفش"],
}


@pytest.mark.parametrize(
    ("headings", "targets"),
    [
        (["نام", "نام خانوادگی", "شماره همراه"], ["first_name", "last_name", "phone"]),
        (["نام", "موبايل"], ["name", "phone"]),
        (["E-Mail", "MOBILE", "Full_Name"], ["email", "phone", "name"]),
        (["Emial adress", "Cty"], ["email", False]),
        (["سایز کفش", "تاريخ تولد", "گروه مشتري"], ["properties.size", "birthday", "customer_group_id"]),
        (["phone", "mobile"], ["phone", False]),
        (["", "???", "x"], [False, False, False]),
    ],
)
def test_headings_of_any_order_and_language(headings, targets):
    assert guess_targets(headings, LABELS) == targets


def test_a_column_without_words_is_known_by_its_values():
    samples = [["Sara"], ["0912 123 4567", "۰۹۱۲۱۲۳۴۵۶۸"], ["a@b.ir", None]]
    assert guess_targets(["?", "??", "???"], LABELS, samples) == [False, "phone", "email"]


def test_what_was_chosen_before_wins():
    remembered = {heading_key("کد"): "properties.size", heading_key("City"): False}
    assert guess_targets(["كد", "City"], LABELS, remembered=remembered) == ["properties.size", False]
