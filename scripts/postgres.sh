# PostgreSQL: a private cluster under the state folder, or the server that PGHOST names.

as_cluster_owner() { # PostgreSQL refuses root
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else (cd / && "$@"); fi
}

start_postgres() {
    if [ -z "$OWN_CLUSTER" ]; then
        psql -d postgres -Atqc 'select 1' >/dev/null || fail "PGHOST=$PGHOST is set, but no connection could be made." \
            "Check PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset PGHOST to get a private server."
        psql -d postgres -Atqc "select 1 from pg_roles where rolname = current_user and (rolcreatedb or rolsuper)" |
            grep -q 1 || fail "The PostgreSQL user ${PGUSER:-$USER} may not create databases." \
            "As an administrator: ALTER ROLE \"${PGUSER:-$USER}\" CREATEDB;"
        check_postgres_version
        return
    fi
    local binaries cluster
    binaries=$(find /usr/lib/postgresql -maxdepth 2 -name bin -type d 2>/dev/null | sort -V | tail -1)
    [ -n "$binaries" ] || fail "PostgreSQL is not installed." "Install it: apt-get install postgresql"
    cluster=$STATE/postgres/$(basename "$(dirname "$binaries")")
    mkdir -p "$STATE/postgres/socket"
    if [ "$(id -u)" = 0 ]; then chown postgres: "$STATE/postgres" "$STATE/postgres/socket"; fi
    if [ ! -s "$cluster/PG_VERSION" ]; then
        as_cluster_owner "$binaries/initdb" -D "$cluster" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$LOGS/initdb.log" 2>&1 ||
            { cat "$LOGS/initdb.log" >&2; fail "initdb failed in $cluster." "If the folder is half made, remove it and start again."; }
        # Only demo and test data live here, so speed goes before surviving a power cut.
        cat >"$STATE/postgresql.conf.part" <<P
listen_addresses = ''
unix_socket_directories = '$STATE/postgres/socket'
unix_socket_permissions = 0700
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 256MB
maintenance_work_mem = 128MB
max_wal_size = 1GB
max_connections = 200
P
        as_cluster_owner tee -a "$cluster/postgresql.conf" <"$STATE/postgresql.conf.part" >/dev/null
        rm "$STATE/postgresql.conf.part"
        say "made a private PostgreSQL cluster"
    fi
    if ! as_cluster_owner "$binaries/pg_ctl" -D "$cluster" status >/dev/null 2>&1; then start_cluster; fi
    psql -U postgres -d postgres -Atqc "select 1 from pg_roles where rolname = 'odoo'" | grep -q 1 ||
        psql -U postgres -d postgres -qc "create role odoo login createdb"
    check_postgres_version
}

start_cluster() { # of start_postgres, whose variables it uses
    local was_shut_down=1
    as_cluster_owner "$binaries/pg_controldata" -D "$cluster" | grep -q 'cluster state: *shut down$' || was_shut_down=
    as_cluster_owner "$binaries/pg_ctl" -w -t 60 -D "$cluster" -l "$cluster/server.log" start >/dev/null 9>&- ||
        fail "PostgreSQL did not start." "Its log: $cluster/server.log" "If the machine stopped while it ran: make clean, and begin again."
    if [ -n "$was_shut_down" ]; then return; fi
    # What a killed server leaves is not built on: without fsync one table may be older than another, and in a database that
    # was copied after the last checkpoint the sequences fall back to where they stood in its template (seen with 15.18).
    forget_databases customer_club_test_ ''
    forget_databases customer_club_template_ ''
    say "PostgreSQL had been killed: the databases for tests are made anew"
    if database_exists "$DEMO_DATABASE"; then echo "        The demo shop may be damaged too; 'make demo-reset' makes it anew."; fi
}

check_postgres_version() {
    local version
    version=$(psql -d postgres -Atqc 'show server_version_num')
    [ "$version" -ge 130000 ] || fail "PostgreSQL $((version / 10000)) is too old: Odoo 19 needs 13 or newer."
}

stop_postgres() { # our own cluster only
    local cluster
    [ -n "$OWN_CLUSTER" ] || return 0
    for cluster in "$STATE"/postgres/[0-9]*; do
        [ -s "$cluster/postmaster.pid" ] || continue
        as_cluster_owner "/usr/lib/postgresql/$(basename "$cluster")/bin/pg_ctl" -D "$cluster" -m fast stop >/dev/null
    done
}

database_exists() { psql -d postgres -Atqc "select 1 from pg_database where datname = '$1'" | grep -q 1; }

database_is_ours() {
    [ "$(psql -d postgres -Atqc "select shobj_description(oid, 'pg_database') from pg_database where datname = '$1'")" = "$OUR_MARK" ]
}

mark_as_ours() { psql -d postgres -qc "comment on database \"$1\" is '$OUR_MARK'"; }

make_database() { # name [template]: an empty one, or a copy with its files
    createdb ${2:+-T "$2"} "$1"
    mark_as_ours "$1"
    rm -rf "$DATA/filestore/$1"
    if [ -n "${2:-}" ] && [ -d "$DATA/filestore/$2" ]; then
        cp -al "$DATA/filestore/$2" "$DATA/filestore/$1" # Odoo never changes a stored file: links will do
    fi
}

drop_database() { # only what we made
    database_exists "$1" || return 0
    database_is_ours "$1" || fail "The database $1 was not made by this set-up in $STATE, so it is left alone." \
        "Rename it, or use another PostgreSQL server (PGHOST)."
    dropdb --force "$1"
    rm -rf "${DATA:?}/filestore/$1"
}

rename_database() { # old new: the last step of making one, so that what carries the name is whole
    psql -d postgres -qc "alter database \"$1\" rename to \"$2\""
    rm -rf "${DATA:?}/filestore/$2"
    if [ -d "$DATA/filestore/$1" ]; then mv "$DATA/filestore/$1" "$DATA/filestore/$2"; fi
}
