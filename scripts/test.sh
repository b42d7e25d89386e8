#!/usr/bin/env bash
# Runs the tests: test.sh          (ADDON=name: only that add-on's; K=expression: only matching ones)
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

make_test_database() { # sets CLUB_TEST_DATABASE: all our add-ons, no demo data, web assets built
    CLUB_TEST_DATABASE=customer_club_test_$(printf '%s' "$TEMPLATE $(our_sources "$(our_addons),scripts")" | hash_of)
    export CLUB_TEST_DATABASE
    database_exists "$CLUB_TEST_DATABASE" && database_is_ours "$CLUB_TEST_DATABASE" && return
    forget_databases customer_club_test_ "$CLUB_TEST_DATABASE"
    make_database "${CLUB_TEST_DATABASE}_new" "$TEMPLATE"
    install_addons "${CLUB_TEST_DATABASE}_new" "$LOGS/test-database.log"
    build_bundles "${CLUB_TEST_DATABASE}_new"
    rename_database "${CLUB_TEST_DATABASE}_new" "$CLUB_TEST_DATABASE"
    say "made the test database"
}

FAILED=()
run() { # name pytest-arguments...
    local name=$1 code=0
    shift
    echo
    echo "== $name"
    CLUB_RESULTS=$RESULTS/$name.json python -m pytest "$@" ${K:+-k "$K"} || code=$?
    if [ $code = 5 ] && [ -n "${K:-}${ADDON:-}" ]; then code=0; fi # nothing of that name here
    [ $code = 0 ] || FAILED+=("$name")
    say "$name"
}

set_up tests
make_template
make_test_database
RESULTS=$(mktemp -d)
trap 'rm -rf "$RESULTS"' EXIT
mapfile -t CLUB_OPTIONS < <(odoo_options)
export CLUB_ODOO_OPTIONS=$(printf '%s\n' "${CLUB_OPTIONS[@]}")
# pytest-odoo reads Odoo's options from a file
{
    cat "$ROOT/odoo.conf"
    printf 'addons_path = %s\ndata_dir = %s\n' "$ODOO_ADDONS,$ROOT" "$DATA"
} >"$STATE/pytest-odoo.conf"

cd "$ROOT"
ADDONS=(${ADDON:-$(our_addons | tr , ' ')})
FOLDERS=()
for addon in "${ADDONS[@]}"; do
    [ -d "$addon" ] || fail "There is no add-on $addon." "The add-ons are: $(our_addons)"
    FOLDERS+=("$addon/tests")
done
if [ -z "${ADDON:-}" ]; then run pure -p no:odoo tests/pure; fi
run add-ons --odoo-config="$STATE/pytest-odoo.conf" --odoo-database="$CLUB_TEST_DATABASE" --odoo-http --odoo-log-level=critical "${FOLDERS[@]}"
if [ -z "${ADDON:-}" ]; then run system -p no:odoo tests/system tests/gateway tests/e2e; fi

echo
python "$ROOT/scripts/sum_results.py" "$RESULTS" || FAILED+=(summary)
((${#FAILED[@]} == 0)) || exit 1
