#!/usr/bin/env bash
# lint.sh check    run every checker, say how long each took, fail when any of them found something
# lint.sh fix      format the Python, XML, JavaScript, style sheets, JSON and YAML in place
#
# The tools are installed under the state folder first; Odoo and PostgreSQL are not needed.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
set_up lint
set +e
cd "$ROOT"

FORMATTED='**/*.{xml,js,mjs,scss,json,yml,yaml}'
mapfile -t ADDONS < <(for manifest in */__manifest__.py; do dirname "$manifest"; done)
# The handbooks are in docs/, one for the suite; a large model is in several files, each for one concern; and
# `_ = self.env._` is as good as `self.env._` (Ruff refuses the `_` of the odoo package). An extension of a wizard stands
# with the model that it belongs to.
PYLINT_OFF=missing-readme,consider-merging-classes-inherited,prefer-env-translation,no-wizard-in-models
failed=()

# run NAME COMMAND...: what the tool says is shown only when it fails, or when it has warnings to give.
run() {
    local name=$1 start=$EPOCHREALTIME output code=0 seconds
    shift
    output=$("$@" 2>&1) || code=$?
    seconds=$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
    printf '%-28s %-6s %5s s\n' "$name" "$([ $code = 0 ] && echo ok || echo FAILED)" "$seconds"
    if [ $code != 0 ]; then
        failed+=("$name")
        printf '%s\n' "$output" | sed 's/^/    /'
    elif [ "$name" = repository ] && [ -n "$output" ]; then
        printf '%s\n' "$output" | sed 's/^/    /'
    fi
}

prettier() {
    "$NODE_MODULES_HOME/.bin/prettier" --plugin="$NODE_MODULES_HOME/@prettier/plugin-xml/src/plugin.js" \
        --log-level=warn --no-error-on-unmatched-pattern "$@" "$FORMATTED"
}

eslint() {
    "$NODE_MODULES_HOME/.bin/eslint" --no-error-on-unmatched-pattern --max-warnings=0 "$@" '*/static/**/*.js'
}

shell() {
    local code=0 script
    for script in $(git ls-files '*.sh'); do bash -n "$script" || code=1; done
    return $code
}

check() {
    run "ruff check" ruff check --quiet --output-format=concise .
    run "ruff format" ruff format --check --output-format=concise .
    run "pylint-odoo" pylint --rcfile=.pylintrc --disable="$PYLINT_OFF" "${ADDONS[@]}"
    run "oca-checks-odoo-module" oca-checks-odoo-module "${ADDONS[@]}"
    run "prettier" prettier --check
    run "eslint" eslint
    run "shell" shell
    run "translations" python scripts/i18n.py check "${ADDONS[@]}"
    run "repository" python scripts/check_repository.py
}

fix() {
    run "ruff check" ruff check --quiet --fix --output-format=concise .
    run "ruff format" ruff format --quiet .
    run "prettier" prettier --write
    run "eslint" eslint --fix
}

case ${1:-} in
    check | fix) "$1" ;;
    *)
        sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 2
        ;;
esac

if [ ${#failed[@]} -gt 0 ]; then
    printf '\nFailed: %s\n' "$(IFS=,; echo "${failed[*]}" | sed 's/,/, /g')"
    exit 1
fi
