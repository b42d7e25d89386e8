# Where things are and how they are called. Sourced by the other scripts; changes nothing.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
PORT=${PORT:-8069}
DEMO_DATABASE=customer_club_demo

if [ "$(id -u)" = 0 ]; then
    DEFAULT_STATE=/var/lib/customer-club # PostgreSQL refuses to run as root, and its own user cannot look into /root
else
    DEFAULT_STATE=${XDG_DATA_HOME:-$HOME/.local/share}/customer-club
fi
STATE=${CLUB_STATE:-$DEFAULT_STATE}
VENV=$STATE/python
LINT_VENV=$STATE/python-lint
NODE_MODULES_HOME=$STATE/node/node_modules
DATA=$STATE/data
LOGS=$STATE/log

export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 NODE_MODULES_HOME CLUB_STATE=$STATE
# Without byte code each start of Odoo takes seconds longer; a stray PYTHONPATH or ODOO_RC would change what runs.
unset PYTHONDONTWRITEBYTECODE PYTHONPATH ODOO_RC

# What our databases are marked with: only a database that carries this comment is ever dropped or written to.
OUR_MARK="customer club: made by scripts/ for $STATE"

# The private cluster's socket, unless the user names a server.
OWN_CLUSTER=
if [ -z "${PGHOST:-}" ] || [ "${PGHOST:-}" = "$STATE/postgres/socket" ]; then
    OWN_CLUSTER=1
    export PGHOST=$STATE/postgres/socket PGUSER=odoo
    unset PGPORT PGPASSWORD PGDATABASE PGSERVICE
fi

STEP_STARTED=$SECONDS
say() { # a finished step and what it took
    printf '%5ss  %s\n' $((SECONDS - STEP_STARTED)) "$*"
    STEP_STARTED=$SECONDS
}
fail() { # what went wrong, and what to do
    printf '\n%s\n' "$@" >&2
    exit 1
}

as_root() { # for installing packages only
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "This needs root rights: $*" "Run that command as root (or install sudo), then start again."
    fi
}

one_at_a_time() { # two set-ups in one state folder would trip over each other
    mkdir -p "$STATE" "$LOGS" "$DATA" || fail "Cannot make the state folder $STATE." "Name another one: CLUB_STATE=/some/folder make ..."
    chmod 755 "$STATE"
    exec 9>"$STATE/lock"
    flock -n 9 || {
        echo "Another set-up is at work in $STATE; waiting for it."
        flock 9
    }
}
