# Databases: a template with Odoo's own add-ons, made once per set of dependencies; clones with ours.
LANGUAGES=en_US,fa_IR # the first one is that of the administrator

our_addons() { (cd "$ROOT" && printf '%s\n' */__manifest__.py | xargs -n1 dirname | paste -sd,); }

odoo_dependencies() { # Odoo's add-ons that ours stand on
    "$VENV/bin/python" - "$ROOT" <<'P'
import ast, pathlib, sys
manifests = {path.parent.name: ast.literal_eval(path.read_text()) for path in pathlib.Path(sys.argv[1]).glob("*/__manifest__.py")}
print(",".join(sorted({name for manifest in manifests.values() for name in manifest["depends"]} - set(manifests))))
P
}

hash_of() { sha256sum | cut -c1-12; }

our_sources() { # one hash for what a database with our add-ons is made from
    (cd "$ROOT" && find ${1//,/ } -type f -not -path '*/tests/*' -not -path '*/__pycache__/*' -print0 | sort -z | xargs -0 sha256sum | hash_of)
}

forget_databases() { # prefix keep: drops those of our databases that a newer one has replaced
    local name
    for name in $(psql -d postgres -Atqc "select datname from pg_database where datname like '${1//_/\\_}%' and datname <> '$2'"); do
        if database_is_ours "$name"; then drop_database "$name"; fi
    done
}

make_template() { # sets TEMPLATE
    local dependencies
    dependencies=$(odoo_dependencies)
    TEMPLATE=customer_club_template_$(printf '%s' "$ODOO_VERSION $dependencies $LANGUAGES $STATE" | hash_of)
    database_exists "$TEMPLATE" && database_is_ours "$TEMPLATE" && return
    forget_databases customer_club_template_ "$TEMPLATE"
    if database_exists "${TEMPLATE}_new"; then drop_database "${TEMPLATE}_new"; fi
    make_database "${TEMPLATE}_new"
    odoo $(odoo_options) -d "${TEMPLATE}_new" -i "$dependencies" --load-language=$LANGUAGES --stop-after-init --no-http --log-level=error >"$LOGS/template.log" 2>&1 || {
        tail -20 "$LOGS/template.log" >&2
        fail "Odoo's own add-ons could not be installed." "The whole output is in $LOGS/template.log."
    }
    rename_database "${TEMPLATE}_new" "$TEMPLATE"
    say "made the template database with Odoo's own add-ons"
}

install_addons() { # database log options...: our add-ons into it; a warning or an error in the log is a failure
    local database=$1 log=$2
    shift 2
    odoo $(odoo_options) -d "$database" -i "$(our_addons)" --stop-after-init --no-http --log-level=warn "$@" >"$log" 2>&1 || {
        tail -20 "$log" >&2
        fail "Our add-ons could not be installed." "The whole output is in $log."
    }
    if grep -E ' (ERROR|CRITICAL) ' "$log"; then fail "Odoo reported errors while it installed our add-ons." "See $log."; fi
}

build_bundles() { # database [prefetch Persian]: web assets once and for all, else each browser test builds them again
    odoo shell $(odoo_options) -d "$1" --no-http --log-level=error <"$ROOT/scripts/build_bundles.py" >"$LOGS/bundles.log" 2>&1 || {
        tail -20 "$LOGS/bundles.log" >&2
        fail "The web assets could not be built." "See $LOGS/bundles.log."
    }
}

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
