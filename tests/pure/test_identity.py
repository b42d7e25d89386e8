"""Identifiers of persons and companies are proved by their check digits (C7)."""

import pytest

from crm_segments.tools.identity import clean_digits, is_economic_code, is_national_code, is_national_id


@pytest.mark.parametrize("code", ["0499370899", "0790419904", "0084575948"])
def test_national_code(code):
    assert is_national_code(code)
    wrong = code[:9] + str((int(code[9]) + 1) % 10)
    assert not is_national_code(wrong)


@pytest.mark.parametrize("code", ["", "1111111111", "049937089", "04993708990", "049937089x", "۰۴۹۹۳۷۰۸۹۹"])
def test_no_national_code(code):
    assert not is_national_code(code)


def test_national_id_of_a_legal_person():
    assert is_national_id("10380284790")
    assert not is_national_id("10380284791")
    assert not is_national_id("1038028479")
    assert not is_national_id("11111111111")


def test_economic_code_and_spelling():
    assert clean_digits("۰۴۹۹-۳۷۰ ۸۹۹") == "0499370899"
    assert is_economic_code("411111111111")
    assert not is_economic_code("4111")
