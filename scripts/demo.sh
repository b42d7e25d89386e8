#!/usr/bin/env bash
# Serves the demo shop: demo.sh [reset]
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

make_demo() {
    local new=${DEMO_DATABASE}_new
    if database_exists "$new"; then drop_database "$new"; fi
    make_database "$new" "$TEMPLATE"
    # Odoo loads demo data only where all dependencies have theirs; ours must not wait for Odoo's furniture shop.
    psql -d "$new" -qc "update ir_module_module set demo = true where state = 'installed'"
    install_addons "$new" "$LOGS/demo.log" --with-demo
    say "installed the suite with its demo data"
    build_bundles "$new"
    rename_database "$new" "$DEMO_DATABASE"
    our_sources "$(our_addons)" >"$STATE/demo-sources"
    say "built the web assets"
}

upgrade_demo() { # the add-ons were changed since the database was made
    odoo $(odoo_options) -d "$DEMO_DATABASE" -u "$(our_addons)" --stop-after-init --no-http --log-level=warn >"$LOGS/demo.log" 2>&1 || {
        tail -20 "$LOGS/demo.log" >&2
        fail "The demo database could not be brought up to the changed add-ons." "See $LOGS/demo.log, or start over: make demo-reset"
    }
    build_bundles "$DEMO_DATABASE"
    our_sources "$(our_addons)" >"$STATE/demo-sources"
    say "brought the demo database up to the changed add-ons"
}

port_is_free "$PORT" || fail "Port $PORT is taken (is the demo running already?)." "Use another one: make demo PORT=8079"
set_up base
make_template
if [ "${1:-}" = reset ]; then drop_database "$DEMO_DATABASE"; fi
if ! database_exists "$DEMO_DATABASE"; then
    make_demo
else
    database_is_ours "$DEMO_DATABASE" || fail \
        "There is a database $DEMO_DATABASE that this set-up did not make; it is left alone." \
        "Rename it, or use another PostgreSQL server (PGHOST)."
    [ "$(cat "$STATE/demo-sources" 2>/dev/null)" = "$(our_sources "$(our_addons)")" ] || upgrade_demo
fi
cat <<T

The customer club is served on http://localhost:$PORT
    back office:  admin, manager, cashier, salesman
                  http://localhost:$PORT/odoo
    portal:       member                      http://localhost:$PORT/my/club
    (each password is the login)
Ready after ${SECONDS}s. Stop with Ctrl+C; 'make demo' again keeps the data, 'make demo-reset' starts over.

T
flock -u 9
exec 9>&-
exec "$VENV/bin/python" -m odoo $(odoo_options) -d "$DEMO_DATABASE" --db-filter="^$DEMO_DATABASE\$" --http-port="$PORT" \
    --gevent-port=$((PORT + 1000)) --log-level="${LOG_LEVEL:-warn}"
