"""F4: security text, counting, masks and addresses of forms."""

import io
import zipfile

import pytest
from PIL import Image

from loyalty_forms.tools import captcha, rate, upload
from loyalty_forms.tools.mask import matches
from loyalty_forms.tools.origin import clean_origin
from loyalty_forms.tools.slug import is_slug, slugify


def test_picture_is_a_picture_of_its_text_only():
    first, second = captcha.draw("23456"), captcha.draw("23456")
    assert Image.open(io.BytesIO(first)).size == (180, 64)
    assert first != second, "each picture is bent in its own way"


def test_texts_have_digits_that_can_be_told_apart():
    signs = iter("0234567890")
    assert captcha.make_text(lambda alphabet: next(signs)) == "02345"
    assert "1" not in captcha.ALPHABET


@pytest.mark.parametrize(
    ("answer", "expected"), [(" 23 456", "23456"), ("2-3-4", "234"), ("", ""), ("9" * 99, "9" * 20)]
)
def test_answers_are_their_digits(answer, expected):
    assert captcha.normalise(answer) == expected


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::"),
        ("", "unknown"),
        ("not an address", "not an address"),
    ],
)
def test_who_a_request_counts_for(address, key):
    assert rate.client_key(address) == key


def test_windows():
    assert rate.window(119, 60) == (1, 120)
    assert rate.window(120, 60) == (2, 180)


@pytest.mark.parametrize(
    ("mask", "text", "expected"),
    [
        ("AA-99", "ab-12", True),
        ("AA-99", "ab-1", False),
        ("A9", "آ5", True),
        ("*", "_", False),
        (".*", "xx", False),
        ("(9)", "(3)", True),
    ],
)
def test_masks(mask, text, expected):
    assert matches(mask, text) is expected


def test_slugs():
    assert is_slug("club-2026")
    for bad in ("", None, "-a", "a-", "A", "a/b", "باشگاه", "a" * 65, "a b", "a\n"):
        assert not is_slug(bad), bad
    assert slugify("Club Registration!") == "club-registration"
    assert slugify("ثبت نام") == ""


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a.pdf", "a.pdf"),
        ("../../etc/x.PDF", "x.pdf"),
        ("C:\\temp\\کتاب من.pdf", "کتاب من.pdf"),
        ("a\u202egpj.exe", "a_gpj.exe"),
        ("<b>.pdf", "b.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        (".pdf", "file."),
        (None, "file."),
    ],
)
def test_names_of_files(name, clean):
    assert upload.clean_name(name) == clean


def test_content_must_be_what_the_ending_says():
    assert upload.fits("a.PDF", "application/pdf", upload.FILES)
    assert not upload.fits("a.pdf", "text/html", upload.FILES)
    assert not upload.fits("a.html", "text/html", upload.FILES)
    assert not upload.fits("pdf", "application/pdf", upload.FILES)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://Shop.example.com/", "https://shop.example.com"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://a.com/path", None),
        ("https://*.a.com", None),
        ("https://a.com;", None),
        ("https://a.com\n", None),
        ("//a.com", None),
        ("", None),
        (None, None),
    ],
)
def test_sites_in_headers(text, origin):
    assert clean_origin(text) == origin


def _package(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_document_that_bursts_or_carries_a_program_is_refused():
    document = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
    assert upload.is_safe_package("cv.docx", _package(document))
    assert upload.is_safe_package("cat.png", b"no archive")
    assert not upload.is_safe_package("cv.docx", b"PK\x03\x04 broken")
    assert not upload.is_safe_package("cv.docx", _package({"word/document.xml": "<w/>"}))
    assert not upload.is_safe_package("cv.docx", _package({**document, "word/media.xml": "0" * 50_000_000}))
    assert not upload.is_safe_package("list.xlsx", _package({**document, "xl/vbaProject.bin": "x"}))
