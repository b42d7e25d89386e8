"""Links in texts: which become short, and that the box in which an SMS is written reckons the same (S7)."""

import base64
import json
import subprocess
from pathlib import Path

import pytest

from loyalty_sms.tools.links import CLICK_CODE, click_code, links_to_shorten, put_links

BASE, SHORT = "https://shop.example", "https://shop.example/r/abc/m/xxxxxx"
SOURCE = Path(__file__).parents[2] / "loyalty_sms/static/src/sms_widget/links.js"
TEXTS = {
    "see https://a.ir/x and https://a.ir/xy.": f"see {SHORT} and {SHORT}.",
    "سفارش شما: https://a.ir/s?q=1&b=2، سپاس": f"سفارش شما: {SHORT}، سپاس",
    "(http://a.ir/b#c)": f"({SHORT})",
    "twice https://a.ir https://a.ir": f"twice {SHORT} {SHORT}",
    "https://a.ir/my/orders/5?access_token=0f1e": "https://a.ir/my/orders/5?access_token=0f1e",
    "https://a.ir/web/signup?x=1 https://a.ir/p?sig=1": "https://a.ir/web/signup?x=1 https://a.ir/p?sig=1",
    f"{BASE}/r/q1w/s/5 {BASE}/sms/1/abc": f"{BASE}/r/q1w/s/5 {BASE}/sms/1/abc",
    f"{BASE}/shop": SHORT,
    "a.ir without a scheme": "a.ir without a scheme",
    "": "",
}


def shortened(text):
    return put_links(text, dict.fromkeys(links_to_shorten(text, BASE), SHORT))


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
def test_links_become_short_unless_they_hold_a_secret(text, expected):
    assert shortened(text) == expected


def test_codes_differ():
    assert len({click_code() for _turn in range(500)}) == 500
    assert len(click_code()) == CLICK_CODE


def test_browser_and_server_agree():
    source = base64.b64encode(SOURCE.read_bytes()).decode()
    program = (
        f'const {{ putLinks }} = await import("data:text/javascript;base64,{source}");'
        f"const texts = {json.dumps(list(TEXTS))};"
        f"console.log(JSON.stringify(texts.map((text) => putLinks(text, {json.dumps(BASE)}, {json.dumps(SHORT)}))));"
    )
    run = subprocess.run(
        ["node", "--input-type=module"], input=program, capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(run.stdout) == [shortened(text) for text in TEXTS]
