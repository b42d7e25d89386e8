"""F11: texts over answers cannot run code and are always escaped."""

import pytest

from loyalty_forms.tools.template import Own, directed, names, render_html, render_text


def test_values_and_fallbacks():
    values = {"name": "Sara", "empty": ""}
    assert render_text("Dear {{name}}, {{ empty | friend }}{{missing}}!", values) == "Dear Sara, friend!"


def test_persian_aliases():
    assert render_text("{{نام}} عزیز", {"نام": "سارا"}) == "سارا عزیز"


def test_html_is_escaped():
    assert render_html("<p>{{a}}</p>", {"a": "<script>'\"&"}) == "<p>&lt;script&gt;&#39;&#34;&amp;</p>"


def test_fallbacks_are_escaped_too():
    assert "<b>" not in render_html("{{a|&lt;b&gt;}}", {}) + render_html("x {{a|'x'}}", {})


def test_inside_a_tag_a_value_can_only_be_a_part_of_an_address():
    filled = render_html('<a href="{{web}}">x</a>', {"web": 'javascript:alert(1)" onclick="x'})
    assert filled == '<a href="javascript%3Aalert%281%29%22%20onclick%3D%22x">x</a>'


def test_what_is_put_in_is_not_filled_again():
    assert render_text("{{a}}", {"a": "{{b}}", "b": "secret"}) == "{{b}}"
    assert render_html("{{a}}", {"a": "{{b}}", "b": "secret"}) == "{{b}}"


def test_code_is_just_text():
    for text in ("{{7*7}}", "{{a.__class__}}", "{% if x %}", "${a}", "{{a()}}", "{{ a['b'] }}", "%(a)s", "{a}"):
        rendered = render_text(text, {"a": "A"})
        assert "49" not in rendered
        assert "class" not in rendered or rendered == text
        assert rendered in (text, "")


def test_short_values_for_text_messages():
    value = "Sara\r\nsee https://evil.example/x and www.evil.example now " + "x" * 500
    filled = render_text("Dear {{name}}", {"name": value}, short=100)
    assert len(filled) <= 105
    assert "evil" not in filled
    assert "\n" not in filled


def test_what_a_telephone_makes_a_link_of_is_left_out_too():
    for link in ("evil.com", "evil.example/x?y", "You won. evil.com.", "a.b.evil.ir:80/x", "EVIL.COM"):
        assert "evil" not in render_text("{{a}}", {"a": link}, short=100).lower(), link
    for text in ("sara.kazemi@example.com", "12.50", "M. Rezaei", "سارا. رضایی", "1404.05.02"):
        assert render_text("{{a}}", {"a": text}, short=100) == text
    assert render_text("{{company}}", {"company": Own("Shop.com")}, short=100) == "Shop.com", "its own name it may say"


def test_names():
    assert names("{{a}} {{b|c}} {{ a }} {{1}}") == {"a", "b"}
    assert names(None) == set()


def test_line_breaks_in_html():
    assert render_html("<p>{{a}}</p>", {"a": "1\n2"}) == "<p>1<br>2</p>"


def test_a_hostile_text_takes_no_time():
    assert render_text("{{" * 20000 + "a" * 20000 + "|" * 20000, {})
    assert render_html("<" * 50000, {})


@pytest.mark.parametrize(
    ("body", "direction"),
    [
        ("<p>سلام Sara، سفارش SO123 رسید.</p>", "rtl"),
        ("<p>Dear سارا, your order has come.</p>", "ltr"),
        ("<p>شما &amp; ما</p>", "rtl"),
        ("<a href='https://shop.example/a/long/address'>سفارش</a>", "rtl"),
        ("", "ltr"),
    ],
)
def test_a_mail_is_told_which_way_it_is_read(body, direction):
    assert directed(body) == f'<div dir="{direction}">{body}</div>'
