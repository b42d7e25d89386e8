"""A customer is found however his name or number was typed (C1)."""

import pytest

from crm_segments.tools.search import search_terms, search_text

STORED = search_text(["علي كاظمي", "Ali@Example.com", None], ["۰۹۱۲ ۱۲۳ ۴۵۶۷", "+989121234567"])


@pytest.mark.parametrize(
    "typed",
    ["علی", "كاظمي علی", "ali@example", "0912123", "۰۹۱۲۱۲۳", "+98 912 123", "0098912123", "(0912) 123-4567", "4567"],
)
def test_found(typed):
    terms = search_terms(typed)
    assert terms and all(term in STORED for term in terms)


@pytest.mark.parametrize("typed", ["رضا", "0913", "bob@example"])
def test_not_found(typed):
    assert not all(term in STORED for term in search_terms(typed))


def test_nothing_typed_has_no_terms():
    assert search_terms("") == search_terms("  - ") == []
