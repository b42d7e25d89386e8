"""Forms in a real browser: on another web site, with conditions, a signature, work for the browser, and in the builder
(F1, F3, F4, F5)."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from tests.fixtures.browser import PHONE, visitor
from tests.fixtures.database import query

FIELDS = (
    {"kind": "yesno", "label": "Do you have a pet?", "alias": "pet"},
    {"kind": "text", "label": "Its name", "alias": "pet_name", "required": True},
    {"kind": "signature", "label": "Sign", "alias": "sign", "required": True},
)


@pytest.fixture(scope="module")
def other_site():
    """A web site of somebody else, on an origin of its own; its pages are whatever is put into ``pages``."""
    pages = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages.get(self.path, "").encode())

        def log_message(self, *_args):
            """The test's output stays readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_address[1]}", pages=pages)
    server.shutdown()


@pytest.fixture(scope="module")
def form(server):
    admin = server.user("admin")
    admin("ir.config_parameter", "set_param", ["loyalty_forms.min_seconds", "0"])
    values = {
        "name": "Pets",
        "slug": "pets",
        "captcha": "proof",
        "is_published": True,
        "field_ids": [(0, 0, {**field, "sequence": number}) for number, field in enumerate(FIELDS)],
    }
    form = admin("loyalty.form", "create", [values])
    rows = admin("loyalty.form.field", "search_read", [[["form_id", "=", form]]], {"fields": ["alias", "key"]})
    ids = {row["alias"]: row["id"] for row in rows}
    condition = {"field_id": ids["pet_name"], "subject_id": ids["pet"], "operator": "is", "value": "yes"}
    admin("loyalty.form.field.condition", "create", [condition])
    return SimpleNamespace(id=form, admin=admin, **{row["alias"]: row["key"] for row in rows})


def allow(form, *sites):
    form.admin("loyalty.form", "write", [[form.id], {"embed_sites": "\n".join(sites)}])


def embedding(server, attributes=""):
    source = f"{server.url}/loyalty_forms/static/embed/embed.js"
    return f'<!doctype html><h1>Another shop</h1><script src="{source}" data-form="pets" {attributes}></script>'


def entries(database, form):
    return query(database, "SELECT count(*) FROM loyalty_form_entry WHERE form_id = %s", [form.id])[0][0]


def sign(page, frame):
    """Draw on the pad as a finger would."""
    pad = frame.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()


def test_a_listed_site_shows_and_sends_it(form, server, other_site, browser, database):
    allow(form, other_site.url)
    other_site.pages["/"] = embedding(server)
    before = entries(database, form)
    with visitor(browser, other_site.url, viewport=PHONE) as page:
        page.goto("/")
        frame = page.frame_locator("iframe")
        name = frame.locator(f"#{form.pet_name}")
        frame.locator(f"#{form.pet}yes").wait_for()
        name.wait_for(state="hidden")  # asked only when there is a pet
        frame.locator(f"#{form.pet}yes").check()
        name.fill("Rex")
        sign(page, frame)
        frame.locator(".o_loyalty_proof[data-solved-by=worker]").wait_for(state="attached")
        height = page.locator("iframe").bounding_box()["height"]
        assert height > 500, "the frame fits what is in it"
        frame.locator(".o_loyalty_form_send").click()
        frame.locator(".alert-success").wait_for()
    assert entries(database, form) == before + 1
    answers = query(database, "SELECT answers FROM loyalty_form_entry ORDER BY id DESC LIMIT 1")[0][0]
    assert answers[form.pet_name] == "Rex"
    assert answers[form.sign] == "signature.png"


def test_a_site_that_is_not_listed_sees_nothing(form, server, other_site, browser):
    allow(form, "https://friend.example.com")
    other_site.pages["/"] = embedding(server)
    with visitor(browser, other_site.url) as page:
        page.goto("/")
        page.wait_for_timeout(1500)
        assert page.frame_locator("iframe").locator("form").count() == 0
        assert any("frame-ancestors" in text for text in page.complaints), page.complaints


def test_a_popup_opens_above_the_page(form, server, other_site, browser):
    allow(form, other_site.url)
    other_site.pages["/popup"] = embedding(server, 'data-popup="Tell us" data-fill-pet_name="Rex"')
    with visitor(browser, other_site.url) as page:
        page.goto("/popup")
        assert page.locator("iframe").is_hidden()
        page.get_by_role("button", name="Tell us").click()
        page.frame_locator("iframe").locator(f"#{form.pet}yes").check()
        name = page.frame_locator("iframe").locator(f"#{form.pet_name}")
        assert name.input_value() == "Rex"
        dialog = page.get_by_role("dialog", name="Tell us")
        dialog.wait_for()
        name.press("Escape")
        dialog.wait_for(state="hidden")
        assert page.get_by_role("button", name="Tell us").evaluate("button => button === document.activeElement")


def test_a_form_is_built_by_dragging(server, browser, database, form):
    with visitor(browser, server.url, login="admin") as page:
        page.goto(f"/odoo/action-loyalty_forms.loyalty_form_action/{form.id}", wait_until="commit")
        page.locator("button[name=action_build]").click()
        shelf = page.locator(".o_builder_kind")
        page.locator(".o_builder_field").nth(2).wait_for()
        shelf.filter(has_text="Short text").drag_to(page.locator(".o_builder_field").first)
        page.locator(".modal .o_form_button_save, .modal footer .btn-primary").first.click()
        page.locator(".modal").wait_for(state="detached")
        page.locator(".o_builder_field").nth(3).wait_for()
        page.wait_for_timeout(1500)  # what the dialog saved is shown
        label = page.locator(".o_builder_label").first
        label.fill("Your city")
        label.press("Tab")
        page.frame_locator(".o_builder_preview iframe").get_by_text("Your city").wait_for()
        # the keyboard moves it too, and stays with it
        handles = page.locator(".o_builder_handle")
        handles.nth(0).press("ArrowDown")
        page.wait_for_timeout(1500)
        assert handles.nth(1).evaluate("handle => handle === document.activeElement")
        handles.nth(1).press("ArrowUp")
        page.wait_for_timeout(1500)
        # what stands under a condition cannot come before the field that it looks at
        handles = page.locator(".o_builder_handle")
        start, end = handles.nth(3).bounding_box(), handles.nth(0).bounding_box()
        page.mouse.move(start["x"] + 5, start["y"] + 5)
        page.mouse.down()
        page.mouse.move(start["x"] + 5, start["y"] - 20, steps=8)
        page.mouse.move(end["x"] + 5, end["y"] - 5, steps=25)
        page.mouse.up()
        page.wait_for_timeout(1500)
        # visitors see none of it until it is published
        assert "Your city" not in labels(database, form)
        page.get_by_role("button", name="Publish changes").click()
        page.get_by_role("button", name="Unpublish").wait_for()
    assert labels(database, form)[:2] == ["Sign", "Your city"]


def labels(database, form):
    """The labels of the form's fields, in their order."""
    statement = "SELECT label->>'en_US' FROM loyalty_form_field WHERE form_id = %s ORDER BY sequence"
    return [label for (label,) in query(database, statement, [form.id])]


def test_a_block_of_the_site_shows_the_form(server, browser, database, form):
    """The editor's building block, as it is saved in a page."""
    admin = form.admin
    block = admin("ir.ui.view", "search_read", [[["key", "=", "loyalty_forms.s_loyalty_form"]]], {"fields": ["arch"]})
    arch = block[0]["arch"].replace('data-snippet="s_loyalty_form"', 'data-snippet="s_loyalty_form" data-slug="pets"')
    inner = arch.partition(">")[2].rpartition("</t>")[0] if arch.startswith("<t") else arch
    page_arch = f'<t t-name="website.pets"><t t-call="website.layout"><div id="wrap">{inner}</div></t></t>'
    values = {"name": "Pets", "type": "qweb", "key": "website.pets", "arch": page_arch}
    view = admin("ir.ui.view", "create", [values])
    admin("website.page", "create", [{"view_id": view, "url": "/our-pets", "is_published": True}])
    with visitor(browser, server.url, viewport=PHONE) as page:
        page.goto("/our-pets?pet_name=Rex")
        frame = page.frame_locator("iframe.o_loyalty_form_frame")
        frame.locator(f"#{form.pet}yes").check()
        assert frame.locator(f"#{form.pet_name}").input_value() == "Rex"
        assert page.locator("iframe.o_loyalty_form_frame").bounding_box()["height"] > 400


def test_the_editor_has_the_block(server, browser, form):
    """Dropped from the editor's shelf, the block shows a published form at once."""
    with visitor(browser, server.url, login="admin") as page:
        # Odoo's editor waits for fonts of the internet and fails where there is none.
        page.route("https://fonts.googleapis.com/**", lambda route: route.fulfill(body="", content_type="text/css"))
        page.goto("/odoo/action-website.website_preview?path=/&enable_editor=1", wait_until="commit")
        page.locator(".o-snippets-menu, .o-website-builder_sidebar").first.wait_for()
        page.locator("[data-snippet-group=contact_and_forms] .o_snippet_thumbnail_area").first.click()
        preview = page.frame_locator(".o_add_snippet_dialog iframe")
        preview.locator("[data-snippet-id='s_loyalty_form'], [data-snippet='s_loyalty_form']").first.click()
        site = page.frame_locator(".o_website_preview iframe:not(.o_ignore_in_tour)")
        block = site.locator(".s_loyalty_form[data-slug=pets]")
        block.wait_for()
        assert block.count() == 1
        # a click in the middle of the block, where the form is, opens the choice of forms
        site.locator(".o_loyalty_form_frame").wait_for(state="attached")
        page.wait_for_timeout(1500)
        box = block.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 150)
        page.locator(".options-container button").filter(has_text="Pets").first.wait_for()
