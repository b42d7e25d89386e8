#!/usr/bin/env bash
# Runs one program of tests/benchmarks on a copy of the test database: benchmark.sh name size
# With KEEP=1 the database stays, and the next run with KEEP=1 goes on with it, if the program can.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

program=$ROOT/tests/benchmarks/$1.py
[ -n "$1" ] && [ -f "$program" ] || fail "There is no benchmark '$1'." \
    "Choose one: $(cd "$ROOT/tests/benchmarks" && printf '%s ' *.py | sed 's/\.py//g')"
set_up tests
database=customer_club_benchmark_$1
if [ -z "${KEEP:-}" ] || ! database_exists "$database"; then
    make_template
    make_test_database
    drop_database "$database"
    make_database "$database" "$CLUB_TEST_DATABASE"
fi
code=0
SIZE=$2 odoo shell $(odoo_options) -d "$database" --no-http --log-level=warn <"$program" || code=$?
[ -n "${KEEP:-}" ] || drop_database "$database"
exit $code
