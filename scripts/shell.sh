#!/usr/bin/env bash
# Odoo's shell on one of our databases: shell.sh [database]; standard input is run as a script.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
set_up base >/dev/null
flock -u 9
exec "$VENV/bin/python" -m odoo shell $(odoo_options) -d "${1:-$DEMO_DATABASE}" --no-http --log-level=warn
