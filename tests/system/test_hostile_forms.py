"""Every type of field against a hostile world, on a real server (F2, F4, X2): wrong, huge, nested, encoded and script
input, files that are not what they say. Nothing gets through, nothing runs, each refusal is a page with words."""

import io
import json
import zipfile
from types import SimpleNamespace

import pytest
import requests
from lxml import html
from PIL import Image

from tests.fixtures.database import query

SCRIPT = "<script>alert(1)</script>"
PAYLOADS = {
    "script": SCRIPT,
    "attribute": '" autofocus onfocus=alert(1) x="',
    "template": "{{7*7}}${7*7}<%= 7*7 %>#{7*7}",
    "sql": "'; DROP TABLE loyalty_form_entry; --",
    "huge": "9" * 200_000,
    "letters": "ا" * 50_000,
    "nulls": "\x00\x00",
    "directions": "\u202e\u2066\u200f",
    "json": json.dumps({"a": {"b": [1] * 50}}),
    "list": "[[[[[]]]]]",
    "encoded": "%253Cscript%253E%00",
    "header": "a\r\nBcc: victim@example.com\r\n\r\nbody",
    "formula": "=cmd|'/C calc'!A0",
    "path": "../../../../etc/passwd",
    "number": "1e308",
    "date": "9999999-99-99",
}
PARTS = ("", "_date", "_time", "_street", "_city", "_zip", "_state", "_name", "_0", "_1", "[a][b]", "[]")


@pytest.fixture(scope="module")
def form(server):
    admin = server.user("admin")
    for name, value in (("min_seconds", "0"), ("limit_per_minute", "100000"), ("limit_per_hour", "100000")):
        admin("ir.config_parameter", "set_param", [f"loyalty_forms.{name}", value])
    form = admin("loyalty.form", "create", [{"name": "All", "slug": "all-kinds", "captcha": "none"}])
    kinds = admin("loyalty.form.field", "fields_get", [["kind"]])["kind"]["selection"]
    for number, (kind, _label) in enumerate(kinds):
        if kind != "page":
            admin("loyalty.form", "builder_add", [[form], kind, number])
    admin("loyalty.form", "write", [[form], {"is_published": True}])
    rows = admin("loyalty.form.field", "search_read", [[["form_id", "=", form]]], {"fields": ["kind", "key"]})
    return SimpleNamespace(id=form, url=f"{server.url}/f/all-kinds", keys={row["kind"]: row["key"] for row in rows})


def token(form):
    page = html.fromstring(requests.get(form.url, timeout=30).text)
    return page.xpath("//input[@name='token']/@value")[0]


def stored(database, form):
    return query(database, "SELECT answers::text FROM loyalty_form_entry WHERE form_id = %s", [form.id])


def assert_harmless(answer):
    """A page of the site: no trace of the server, and nothing that was sent came back as markup."""
    assert answer.status_code in (200, 400, 413, 422), (answer.status_code, answer.text[:500])
    assert "Traceback" not in answer.text
    page = html.fromstring(answer.text)
    assert not [script for script in page.xpath("//script/text()") if "alert(1)" in script]
    assert not page.xpath("//*[@onfocus]")
    assert "7*7" in answer.text or "49$49" not in answer.text


@pytest.mark.parametrize("payload", list(PAYLOADS))
def test_every_type_bears_it(form, database, payload):
    """One request for each type and two for all at once, in each part that a type has."""
    before = len(stored(database, form))
    text = PAYLOADS[payload]
    for key in form.keys.values():
        data = {"token": token(form), **{f"{key}{part}": text for part in PARTS}}
        assert_harmless(requests.post(form.url, data=data, timeout=60))
    everything = {f"{key}{part}": [text[:5000]] * 3 for key in form.keys.values() for part in PARTS[:4]}
    assert_harmless(requests.post(form.url, data={"token": token(form), **everything}, timeout=60))
    after = stored(database, form)
    assert len(after) - before <= len(form.keys) + 1
    for (answers,) in after[before:]:
        answers = answers or ""  # nothing of it was an answer
        assert "\\u0000" not in answers
        assert len(answers) < 60_000


def test_nothing_is_lost_of_the_table(database):
    assert query(database, "SELECT to_regclass('loyalty_form_entry') IS NOT NULL") == [(True,)]


def picture(image_format, size=(40, 40)):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, format=image_format)
    return out.getvalue()


def archive_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b"0" * 50_000_000)
    return out.getvalue()


BAD_FILES = {
    "html as picture": ("cat.jpg", f"<html>{SCRIPT}</html>".encode()),
    "script in a picture's name": ("cat.jpg.html", picture("JPEG")),
    "polyglot": ("cat.gif", b"GIF89a/*" + b"\x00" * 20 + b"*/=alert(1)//"),
    "svg": ("cat.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "svg as png": ("cat.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "program": ("cv.pdf", b"MZ\x90\x00" + b"\x00" * 100),
    "archive": ("cv.zip", archive_bomb()),
    "archive as document": ("cv.docx", archive_bomb()),
    "empty": ("cv.pdf", b""),
    "no ending": ("cv", b"%PDF-1.4"),
}


@pytest.mark.parametrize("name", list(BAD_FILES))
def test_files_that_are_not_what_they_say(form, database, name):
    before = len(stored(database, form))
    for kind in ("file", "picture"):
        data = {"token": token(form), form.keys["text"]: "kept"}
        answer = requests.post(form.url, data=data, files={form.keys[kind]: BAD_FILES[name]}, timeout=60)
        assert answer.status_code == 422, (kind, answer.status_code)
        assert html.fromstring(answer.text).xpath(f"//input[@id='{form.keys['text']}']/@value") == ["kept"]
    assert len(stored(database, form)) == before


def test_a_picture_that_would_fill_the_memory(form, database):
    before = len(stored(database, form))
    bomb = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, format="PNG")
    data, files = {"token": token(form)}, {form.keys["picture"]: ("big.png", bomb.getvalue())}
    answer = requests.post(form.url, data=data, files=files, timeout=60)
    assert answer.status_code == 422
    assert len(stored(database, form)) == before


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x.jpg", "..\\..\\x.jpg", "a\u202egpj.jpg", "x" * 300 + ".jpg", "<b>.jpg"]
)
def test_names_of_files_lead_nowhere(form, database, name):
    answer = requests.post(
        form.url,
        data={"token": token(form)},
        files={form.keys["picture"]: (name, picture("JPEG") + f"<?php {SCRIPT}".encode())},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text[:500]
    statement = (
        "SELECT name, mimetype, public, db_datas FROM ir_attachment WHERE res_model = 'loyalty.form.entry' "
        "ORDER BY id DESC LIMIT 1"
    )
    [(kept, mimetype, public, _data)] = query(database, statement)
    assert not set(kept) & set('/\\<>\u202e:"')
    assert len(kept) < 100
    assert (mimetype, public) == ("image/jpeg", False)


def test_fields_of_another_form_are_not_looked_at(form, server, database):
    admin = server.user("admin")
    other = admin("loyalty.form", "create", [{"name": "Other", "slug": "other-form", "captcha": "none"}])
    field = admin("loyalty.form", "builder_add", [[other], "text", 0])
    key = admin("loyalty.form.field", "read", [[field], ["key"]])[0]["key"]
    data = {"token": token(form), form.keys["text"]: "mine", key: "smuggled", "version_id": "1", "mobile_proved": "1"}
    assert requests.post(form.url, data=data, timeout=60).status_code == 200
    last = query(database, "SELECT answers::text, mobile_proved FROM loyalty_form_entry ORDER BY id DESC LIMIT 1")
    assert "smuggled" not in last[0][0]
    assert not last[0][1]


def test_a_token_of_one_page_is_good_for_one_entry(form, database):
    before = len(stored(database, form))
    once = token(form)
    for number in range(3):
        assert (
            requests.post(form.url, data={"token": once, form.keys["text"]: str(number)}, timeout=60).status_code == 200
        )
    assert len(stored(database, form)) == before + 1
    for bad in (once[:-4] + "AAAA", once * 2, "eyJ9", ""):
        answer = requests.post(form.url, data={"token": bad, form.keys["text"]: "x"}, timeout=60)
        assert answer.status_code in (400, 413)
    assert len(stored(database, form)) == before + 1


def test_a_token_opens_only_what_it_was_made_for(form, server):
    admin = server.user("admin")
    values = {"name": "Thanks", "slug": "thanks-form", "captcha": "none", "is_published": True}
    field = {"kind": "text", "label": "Name", "alias": "name"}
    values |= {"thank_text": "<p>Dear {{name}}</p>", "field_ids": [(0, 0, field)]}
    other = admin("loyalty.form", "create", [values])
    key = admin("loyalty.form.field", "search_read", [[["form_id", "=", other]]], {"fields": ["key"]})[0]["key"]
    url = f"{server.url}/f/thanks-form"
    page = html.fromstring(requests.get(url, timeout=60).text).xpath("//input[@name='token']/@value")[0]
    thanked = requests.post(url, data={"token": page, key: "Sara Secret"}, timeout=60)
    assert "Dear Sara Secret" in thanked.text
    thanks = thanked.url.partition("?t=")[2]
    for address, status in (
        (f"{form.url}/thanks?t={thanks}", 200),
        (f"{url}/thanks?t={page}", 200),
        (f"{url}/thanks?t={thanks[:-3]}AAA", 200),
        (f"{url}/answer?t={thanks}", 404),
        (f"{url}/answer?t={page}", 404),
        (f"{server.url}/loyalty_forms/sound?t={thanks}", 404),
    ):
        answer = requests.get(address, timeout=60)
        assert answer.status_code == status, (address, answer.status_code)
        assert "Secret" not in answer.text
    assert requests.post(form.url, data={"token": thanks, form.keys["text"]: "x"}, timeout=60).status_code == 400


def test_bytes_that_no_database_takes(form, server):
    """Wherever what stands in an address is looked up."""
    assert requests.post(f"{server.url}/f/a%00b/seen", data={"token": "x"}, timeout=60).status_code == 204
    for query_string in ("i=%00", "i=%FF", "t=%00"):
        assert requests.get(f"{form.url}?{query_string}", timeout=60).status_code == 200, query_string


def test_forms_of_another_company_do_not_exist(form, server, database):
    admin = server.user("admin")
    company = admin("res.company", "create", [{"name": "Somebody else"}])
    values = {"name": "Theirs", "slug": "theirs", "captcha": "none", "company_id": company, "is_published": True}
    theirs = admin("loyalty.form", "create", [{**values, "field_ids": [(0, 0, {"kind": "text", "label": "Name"})]}])
    for mode in ("", "/embed", "/block", "/preview", "/thanks", "/answer"):
        address = f"{server.url}/f/theirs{mode}"
        assert requests.get(address, timeout=60).status_code == 404, mode
        if mode in ("", "/embed", "/block"):
            assert requests.post(address, data={"token": token(form)}, timeout=60).status_code == 404, mode
    assert query(database, "SELECT count(*) FROM loyalty_form_entry WHERE form_id = %s", [theirs]) == [(0,)]
