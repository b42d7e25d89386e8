#!/usr/bin/env bash
# Runs the tests: test.sh          (ADDON=name: only that add-on's; K=expression: only matching ones)
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

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
export CLUB_TEMPLATE_DATABASE=$TEMPLATE CLUB_ADDONS=$(our_addons) CLUB_ODOO_OPTIONS
CLUB_ODOO_OPTIONS=$(printf '%s\n' "${CLUB_OPTIONS[@]}")
write_odoo_configuration

cd "$ROOT"
ADDONS=(${ADDON:-$(our_addons | tr , ' ')})
FOLDERS=()
for addon in "${ADDONS[@]}"; do
    [ -d "$addon" ] || fail "There is no add-on $addon." "The add-ons are: $(our_addons)"
    FOLDERS+=("$addon/tests")
done
if [ -z "${ADDON:-}" ]; then run pure -p no:odoo tests/pure; fi
run add-ons --odoo-config="$ODOO_CONFIGURATION" --odoo-database="$CLUB_TEST_DATABASE" --odoo-http --odoo-log-level=critical "${FOLDERS[@]}"
if [ -z "${ADDON:-}" ]; then run system -p no:odoo tests/system tests/gateway tests/e2e tests/load tests/native; fi

echo
python "$ROOT/scripts/sum_results.py" "$RESULTS" || FAILED+=(summary)
((${#FAILED[@]} == 0)) || exit 1
