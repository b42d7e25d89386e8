#!/usr/bin/env bash
# Runs one program of tests/benchmarks on a copy of the test database: benchmark.sh name size
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

program=$ROOT/tests/benchmarks/$1.py
[ -n "$1" ] && [ -f "$program" ] || fail "There is no benchmark '$1'." \
    "Choose one: $(cd "$ROOT/tests/benchmarks" && printf '%s ' *.py | sed 's/\.py//g')"
set_up tests
make_template
make_test_database
database=customer_club_benchmark_$1
drop_database "$database"
make_database "$database" "$CLUB_TEST_DATABASE"
code=0
SIZE=$2 odoo shell $(odoo_options) -d "$database" --no-http --log-level=warn <"$program" || code=$?
drop_database "$database"
exit $code
