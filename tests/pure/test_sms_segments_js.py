"""The box in which an SMS is written counts as the server does (S7)."""

import base64
import json
import random
import subprocess
from pathlib import Path

from loyalty_sms.tools.segments import count_segments

SOURCE = Path(__file__).parents[2] / "loyalty_sms/static/src/sms_widget/segments.js"
PROGRAM = """
const { countSegments } = await import("data:text/javascript;base64," + SOURCE);
console.log(JSON.stringify(TEXTS.map(countSegments)));
"""


def texts():
    chance = random.Random(7)
    alphabets = ("abc €^{}\n", "سلام ۱۲\u200c", "a👍س", "aç\t", "A" * 9 + "€")
    yield from ("", "a" * 160, "a" * 161, "€" * 80, "س" * 70, "س" * 71, "👍" * 35, "a" * 66 + "👍" + "a" * 66)
    for _number in range(400):
        alphabet = chance.choice(alphabets)
        yield "".join(chance.choices(alphabet, k=chance.randrange(400)))


def test_browser_and_server_agree():
    source = base64.b64encode(SOURCE.read_bytes()).decode()
    samples = list(texts())
    program = f"const SOURCE = {json.dumps(source)}; const TEXTS = {json.dumps(samples)};{PROGRAM}"
    run = subprocess.run(
        ["node", "--input-type=module"], input=program, capture_output=True, text=True, check=True, timeout=60
    )
    for text, found in zip(samples, json.loads(run.stdout), strict=True):
        expected = count_segments(text)
        assert (found["encoding"].replace("-", "").lower(), found["units"], found["parts"]) == tuple(expected), text
