"""Rules for an add-on as a whole: its language, the packages that it needs, its views."""

import ast
import importlib.metadata
import re
import sys

from .source import Finding

# What Odoo 19 itself installs, by the name it is imported by: an add-on need not ask for these.
ODOO_NEEDS = set(
    re.findall(
        r"\w+",
        """
        asn1crypto babel cbor2 chardet cryptography dateutil docutils freezegun geoip2 gevent greenlet idna
        jinja2 ldap lxml lxml_html_clean markupsafe num2words ofxparse openpyxl OpenSSL passlib PIL polib
        psutil psycopg2 PyPDF2 pytz qrcode reportlab requests rjsmin sass serial stdnum urllib3 usb vobject
        werkzeug xlrd xlsxwriter xlwt zeep
        """,
    )
)

PINNED = re.compile(r"([\w.-]+)(?:\[[^]]*\])?\s*==")
OLD_VIEW = re.compile(
    r"<(?P<tag>tree)[\s/>]"
    r"|\s(?P<attribute>attrs|states|t-esc|t-raw)="
    r"|(?P<path>//tree\b)"
    r"|>[\w,]*\b(?P<mode>tree)\b[\w,]*</field>"
)
XML_COMMENT = re.compile(r"<!--.*?-->", re.S)


def check_translations(repository):
    """Each add-on speaks Persian."""
    for addon in repository.addons:
        if f"{addon}/i18n/fa.po" not in repository.names:
            yield Finding(f"{addon}/i18n/fa.po", 1, "the add-on has no Persian catalogue")


def _imports(tree):
    """Yield (top-level package, line) of the absolute imports, wherever they are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0], node.lineno


def _flat(name):
    """A package's name as the package index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _manifest_packages(repository, addon):
    """The Python packages that an add-on's manifest asks for."""
    try:
        manifest = ast.literal_eval(repository.file(f"{addon}/__manifest__.py").text.strip())
    except (ValueError, SyntaxError):
        return set()
    asked = manifest.get("external_dependencies", {}).get("python", [])
    return {_flat(re.split(r"[<>=~!; \[]", name)[0]) for name in asked}


def _is_asked_for(package, asked):
    """Whether the manifest names a package that is imported, by this name or by that of its distribution."""
    if _flat(package) in asked:
        return True
    distributions = importlib.metadata.packages_distributions().get(package, [])
    return any(_flat(name) in asked for name in distributions)


def check_dependencies(repository):
    """What the code imports is in the manifest, and what the manifest asks for is pinned."""
    known = sys.stdlib_module_names | ODOO_NEEDS | set(repository.addons) | {"odoo"}
    asked = {addon: _manifest_packages(repository, addon) for addon in repository.addons}
    for file in repository.python:
        if not file.addon or file.folder == "tests":
            continue
        for package, line in _imports(file.tree):
            if package not in known and not _is_asked_for(package, asked[file.addon]):
                message = f"{package} is imported, but not in the manifest's external_dependencies"
                yield Finding(file.name, line, message)
    requirements = repository.file("requirements.txt")
    lines = requirements.lines if requirements else []
    pinned = {_flat(match[1]) for line in lines if (match := PINNED.match(line))}
    for addon in repository.addons:
        for package in sorted(asked[addon] - pinned):
            yield Finding("requirements.txt", 1, f"{package}, which {addon} needs, is not pinned")


def check_old_views(repository):
    """Odoo 19 knows no <tree>, no attrs, and t-out took the place of t-esc and t-raw."""
    for file in repository.with_suffix(".xml"):
        text = XML_COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), file.text)
        for match in OLD_VIEW.finditer(text):
            line = file.line_of(match.start(match.lastgroup))
            yield Finding(file.name, line, f"Odoo 19 has no {match[match.lastgroup]} in views")
