# All that a command needs before it starts, in order. Sourced; each step does nothing when it is done already.

. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
. "$ROOT/scripts/packages.sh"
. "$ROOT/scripts/postgres.sh"
. "$ROOT/scripts/odoo.sh"
. "$ROOT/scripts/python.sh"
. "$ROOT/scripts/database.sh"

set_up() { # base | tests | lint
    one_at_a_time
    install_packages "${PACKAGES_BASE[@]}"
    if [ "$1" = lint ]; then
        make_environment "$LINT_VENV" requirements-dev.txt
        VENV=$LINT_VENV install_node_packages all
        export PATH=$LINT_VENV/bin:$PATH
        return
    fi
    if [ "$1" = tests ]; then install_packages "${PACKAGES_TESTS[@]}"; fi
    start_postgres
    find_odoo
    make_odoo_environment
    install_node_packages
    say "set-up ready"
}
