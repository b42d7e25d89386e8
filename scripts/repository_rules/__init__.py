"""The rules of this repository, each a function that takes the files and yields its findings."""

from . import addons, models, terms, tests, text
from .source import Repository

RULES = [
    text.check_merge_markers,
    text.check_machine_paths,
    text.check_machine_hosts,
    addons.check_translations,
    terms.check_terms,
    models.check_access,
    models.check_company_rules,
    addons.check_dependencies,
    addons.check_old_views,
    tests.check_assertions,
    tests.check_tests_run,
    text.check_whitespace,
    text.check_lengths,
]


def findings(root, rules=RULES):
    """Everything that the rules find in a folder, faults before warnings."""
    repository = Repository(root)
    found = [finding for rule in rules for finding in rule(repository)]
    return sorted(set(found), key=lambda finding: (finding.is_warning, finding))
