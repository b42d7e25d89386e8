#!/usr/bin/env python3
"""Keep the Persian translations complete.

i18n.py merge ADDON...   bring i18n/fa.po up to the terms of i18n/ADDON.pot; what was translated stays,
                         and a term that another add-on has in Persian already is taken over
i18n.py check ADDON...   fail when a term has no Persian, or when its placeholders differ from the English
"""

import re
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
# Of a field in braces its name counts; what stands behind it for those who gave no answer is a word like others.
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|\{\{[^}|]*|<[a-z]+ [^>]*t-out=[^>]*>")


def paths(addon):
    """The template and the Persian catalogue of an add-on."""
    folder = ROOT / addon / "i18n"
    return folder / f"{addon}.pot", folder / "fa.po"


def merge(addon):
    """Add the new terms of the template to the catalogue, without a guess at their translation, and drop dead ones."""
    template_path, catalogue_path = paths(addon)
    template = polib.pofile(str(template_path), wrapwidth=120)
    known = {}
    # Last its own: they win over the other add-ons' words.
    for path in [*sorted(ROOT.glob("*/i18n/fa.po")), catalogue_path]:
        if path.exists():
            known.update({entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.msgstr})
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = {
        "Project-Id-Version": "Odoo Server 19.0",
        "Language": "fa",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    for entry in template:
        entry.msgstr = known.get(entry.msgid, "")
        catalogue.append(entry)
    catalogue.save(str(catalogue_path))
    template_path.unlink()  # the catalogue carries every term; a second list would only grow stale
    gaps = [entry for entry in catalogue if not entry.msgstr]
    print(f"{addon}: {len(catalogue)} terms, {len(gaps)} without Persian")
    return 0


def check(addon):
    """Print what is wrong with an add-on's Persian catalogue and return how many faults there are."""
    _template_path, catalogue_path = paths(addon)
    if not catalogue_path.exists():
        print(f"{catalogue_path}: missing")
        return 1
    faults = []
    for entry in polib.pofile(str(catalogue_path)):
        if not entry.msgstr:
            faults.append(f"no Persian for {entry.msgid[:70]!r}")
        elif sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr)):
            faults.append(f"placeholders differ in {entry.msgid[:70]!r}")
    for fault in faults:
        print(f"{addon}/i18n/fa.po: {fault}")
    return len(faults)


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("merge", "check"):
        sys.exit(__doc__)
    command = {"merge": merge, "check": check}[sys.argv[1]]
    sys.exit(1 if sum(command(addon) for addon in sys.argv[2:]) else 0)


if __name__ == "__main__":
    main()
