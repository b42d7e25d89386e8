"""The checker of the repository finds a planted fault of each kind, and nothing in a sound add-on."""

import subprocess
import sys
from pathlib import Path

import polib
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from repository_rules import findings, machine_hosts  # noqa: E402

MODEL = """
import phonenumbers
from odoo import fields, models
from .. import tools


class Thing(models.Model):
    _name = "shop.thing"

    company_id = fields.Many2one("res.company")


class Partner(models.Model):
    _inherit = "res.partner"

    company_id = fields.Many2one(index=True)


class Kind(models.AbstractModel):
    _name = "shop.kind"
"""
TEST = """
class TestThing:
    def _check_it(self, value):
        self.assertEqual(value, 1)

    def _check_all(self):
        self._check_it(1)

    def test_it(self):
        self._check_all()
"""
RULE = '<record id="r" model="ir.rule">\n<field name="model_id" ref="model_shop_thing" />\n</record>\n'
SOUND = {
    "requirements.txt": "phonenumbers==9.0.43\n",
    "shop/__manifest__.py": '{"name": "Shop", "external_dependencies": {"python": ["phonenumbers"]}}',
    "shop/i18n/fa.po": "",
    "shop/models/thing.py": MODEL,
    "shop/security/ir.model.access.csv": "id,model_id:id\naccess_shop_thing,model_shop_thing\n",
    "shop/security/shop_thing_security.xml": RULE,
    "shop/static/icon.png": "not text",
    "shop/tests/__init__.py": "from . import test_thing",
    "shop/tests/test_thing.py": TEST,
    "shop/views/thing.xml": "<odoo><!-- no <tree> here --><list/><i class='tree'/></odoo>\n",
}
LONG_FUNCTION = "def long():\n" + "    x = 1\n" * 60
# Put together here, lest the checker find them in this very file.
MARKER = "<" * 7 + " HEAD\n"
HOME = "/ho" + "me/someone/shop"
ROOT_FOLDER = "/ro" + "ot/shop"


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def found(tmp_path):
    """A function that writes the sound add-on and some other files, and returns the findings as text."""
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)

    def find(files, without=()):
        write(tmp_path, {name: text for name, text in SOUND.items() if name not in without} | files)
        return [str(finding) for finding in findings(tmp_path)]

    return find


def test_sound(found):
    assert found({}) == []


PLANTED = {
    "merge marker": ("notes.md", f"one\n{MARKER}", "notes.md:2: merge marker"),
    "home folder": ("notes.md", f"see {HOME}/x", "notes.md:1: path of one machine: /ho" + "me/someone/"),
    "root's folder": ("notes.md", f'"{ROOT_FOLDER}"', "notes.md:1: path of one machine: /ro" + "ot/"),
    "tree": (
        "shop/views/a.xml",
        "<odoo>\n<tree/></odoo>\n",
        "shop/views/a.xml:2: Odoo 19 has no tree in views",
    ),
    "tree in a path": (
        "shop/views/a.xml",
        'expr="//tree"\n',
        "shop/views/a.xml:1: Odoo 19 has no //tree in views",
    ),
    "tree in an action": (
        "shop/views/a.xml",
        '<field name="view_mode">tree,form</field>\n',
        "shop/views/a.xml:1: Odoo 19 has no tree in views",
    ),
    "attrs": ("shop/views/a.xml", '<a attrs="{}"/>\n', "shop/views/a.xml:1: Odoo 19 has no attrs in views"),
    "t-esc": ("shop/views/a.xml", '<a\n t-esc="x"/>\n', "shop/views/a.xml:2: Odoo 19 has no t-esc in views"),
    "no access": (
        "shop/models/other.py",
        'class Other(models.TransientModel):\n    _name = "shop.other"\n    _inherit = ["mail.thread"]',
        "shop/models/other.py:1: shop.other has no row in ir.model.access.csv",
    ),
    "no access, unnamed": (
        "shop/models/other.py",
        "class ShopOther(models.Model):\n    pass",
        "shop/models/other.py:1: shop.other has no row in ir.model.access.csv",
    ),
    "import": (
        "shop/tools/fly.py",
        "def fly():\n    from antigravitas.up import fly",
        "shop/tools/fly.py:2: antigravitas is imported, but not in the manifest's external_dependencies",
    ),
    "pin": (
        "requirements.txt",
        "phonenumbers>=8\n",
        "requirements.txt:1: phonenumbers, which shop needs, is not pinned",
    ),
    "no assertion": (
        "shop/tests/test_thing.py",
        TEST + "\n    def test_nothing(self):\n        self.assertTrue(True)\n        print(1)\n",
        "shop/tests/test_thing.py:12: test_nothing asserts nothing",
    ),
    "other's helper": (
        "tests/pure/test_x.py",
        "def test_x(record):\n    assert True\n    record._check_it(1)",
        "tests/pure/test_x.py:1: test_x asserts nothing",
    ),
    "test that never runs": (
        "shop/tests/test_new.py",
        TEST,
        "shop/tests/test_new.py:1: is not imported in tests/__init__.py, so it never runs",
    ),
    "trailing space": (
        "shop/views/a.xml",
        "<odoo> \n</odoo>\n",
        "shop/views/a.xml:1: white space at the end of the line",
    ),
    "tab": ("a.csv", "a\tb\n", "a.csv:1: tab"),
    "no last line break": ("a.sh", "a\nb", "a.sh:2: no line break at the end"),
    "long file": ("a.py", "\n" * 351, "warning: a.py:1: file of 351 lines (at most 350)"),
    "long function": ("a.py", LONG_FUNCTION, "warning: a.py:1: function long of 61 lines (at most 50)"),
}


@pytest.mark.parametrize(("name", "text", "expected"), PLANTED.values(), ids=PLANTED)
def test_planted(found, name, text, expected):
    assert found({name: text}) == [expected]


def test_waiting_is_asserting(found):
    wait = 'def wait():\n    raise TimeoutError("late")\n\n\ndef test_it():\n    wait()\n'
    assert found({"tests/system/test_wait.py": wait}) == []


def test_no_persian(found):
    assert found({}, without={"shop/i18n/fa.po"}) == ["shop/i18n/fa.po:1: the add-on has no Persian catalogue"]


UNTRANSLATED = {
    "message": ("shop/models/a.py", 'def a(self):\n    self.env._("No %s", 1)', 2, "No %s"),
    "label": ("shop/models/a.py", 'a = fields.Char(help="Why " "so")', 1, "Why so"),
    "constraint": ("shop/models/a.py", 'A = models.Constraint("unique(a)", "Twice!")', 1, "Twice!"),
    "view": ("shop/views/a.xml", '<odoo>\n<list\nstring="Yes &amp; no"/></odoo>\n', 3, "Yes & no"),
    "script": ("shop/static/src/a.js", 'const a = _t(\n    "Say \\"no\\"");', 1, 'Say "no"'),
}


@pytest.mark.parametrize(("name", "text", "line", "term"), UNTRANSLATED.values(), ids=UNTRANSLATED)
def test_not_in_the_catalogue(found, name, text, line, term):
    assert found({name: text}) == [f"{name}:{line}: not in shop/i18n/fa.po: {term!r}"]
    entry = polib.POEntry(msgid=term, msgstr="x")
    assert found({name: text, "shop/i18n/fa.po": str(entry)}) == []


def test_no_company_rule(found):
    expected = ["warning: shop/models/thing.py:7: shop.thing has a company but no record rule"]
    assert found({}, without={"shop/security/shop_thing_security.xml"}) == expected


def test_hosts(found, monkeypatch):
    """The hosts are those that this machine is set up for, in whatever way."""
    monkeypatch.setenv("PIP_INDEX_URL", "https://me:secret@mirror.example.com:8443/simple")
    assert found({"notes.md": "go to https://Mirror.example.com/x"}) == [
        "notes.md:1: host of a package registry: Mirror.example.com"
    ]
    assert found({"notes.md": "go to docs.mirror.example.com or mirror.example.company"}) == []


def test_hosts_in_text():
    text = "# http://not.example.org\nURIs: http://deb.example.org/debian\nproxy=http://127.0.0.1:3128"
    assert machine_hosts.in_text(text) == {"deb.example.org"}


def test_files_that_are_ignored(found):
    """What is not under version control is nobody's business."""
    assert found({".gitignore": "build/\n", "build/notes.md": MARKER}) == []


def test_broken_files(found):
    """A broken file is another tool's finding, and no reason to stop."""
    assert found({"shop/tools/x.py": "def (", "shop/data/x.csv": "a\0b\n"}) == []
