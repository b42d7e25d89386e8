# Odoo 19 Community: the tree that ODOO_HOME names, or the Debian package unpacked under the state folder.

# What this suite was tested on. Another build of 19.0 is taken too, by apt's signed index alone.
TESTED_VERSION=19.0.0+dfsg-1
TESTED_SHA256=9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf
# Fonts and scripts that the package takes from other Debian packages.
COMPANIONS=(libjs-jquery/sid libjs-underscore/sid libjs-jquery-form/sid fonts-roboto-unhinted/sid fonts-montserrat/sid
    fonts-ocr-b/sid fonts-glyphicons-halflings/sid fonts-font-awesome/bookworm fonts-inconsolata/bookworm)

find_odoo() { # sets ODOO_TREE (the folder that holds the package `odoo`), ODOO_ADDONS and ODOO_VERSION
    if [ -n "${ODOO_HOME:-}" ]; then
        [ -f "$ODOO_HOME/odoo/release.py" ] || fail "ODOO_HOME=$ODOO_HOME holds no odoo/release.py." \
            "Name the folder of an Odoo 19 source tree, or unset ODOO_HOME to get the Debian package."
        grep -q 'version_info = (19, 0' "$ODOO_HOME/odoo/release.py" || fail "ODOO_HOME=$ODOO_HOME is not Odoo 19.0."
        ODOO_TREE=$ODOO_HOME
        ODOO_ADDONS=$ODOO_HOME/odoo/addons
        if [ -d "$ODOO_HOME/addons/web" ]; then ODOO_ADDONS=$ODOO_ADDONS,$ODOO_HOME/addons; fi
        ODOO_VERSION=$ODOO_HOME-$(stat -c %Y "$ODOO_HOME/odoo/release.py")
        return
    fi
    [ -f "$STATE/odoo/.version" ] || unpack_debian_odoo
    ODOO_TREE=$STATE/odoo/usr/lib/python3/dist-packages
    ODOO_ADDONS=$ODOO_TREE/odoo/addons
    ODOO_VERSION=$(cat "$STATE/odoo/.version")
}

apt_of_our_own() { # command arguments...: apt with its lists and cache under the state folder, unknown to the system's
    local command=$1
    shift
    "$command" -o Dir::State::lists="$STATE/apt/lists" -o Dir::Cache="$STATE/apt/cache" \
        -o Dir::Etc::sourcelist="$STATE/apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::status=/dev/null \
        -o Acquire::Languages=none -o Acquire::Retries=3 -o APT::Sandbox::User="$(id -un)" -o APT::Architecture=amd64 \
        -o Acquire::Check-Valid-Until="${CHECK_VALID_UNTIL:-true}" "$@"
}

unpack_debian_odoo() {
    local mirror version key=/usr/share/keyrings/debian-archive-keyring.gpg
    mkdir -p "$STATE/apt/lists/partial" "$STATE/apt/cache/archives/partial"
    # The mirror that this machine is set up with: no host is written here and a local mirror is respected.
    mirror=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' | awk '$1 == "Debian" { print $2; exit }')
    [ -n "$mirror" ] || fail "apt knows no Debian mirror." \
        "Run 'apt-get update' on a Debian machine, or set ODOO_HOME to an Odoo 19 source tree."
    printf "deb [signed-by=$key] %s %s main\n" "$mirror" sid "$mirror" bookworm >"$STATE/apt/sources.list"
    read_debian_index
    version=$(apt_of_our_own apt-cache madison odoo-19 | awk '{print $3}' | grep '^19\.0' | sort -V | tail -1)
    [ -n "$version" ] || fail "Debian's archive no longer has the package odoo-19." \
        "Set ODOO_HOME to an Odoo 19 source tree."
    cd "$STATE/apt/cache"
    rm -f ./*.deb
    apt_of_our_own apt-get download -qq "odoo-19=$version" "${COMPANIONS[@]}" >"$LOGS/odoo.log" 2>&1 || {
        tail -5 "$LOGS/odoo.log" >&2
        fail "Odoo could not be downloaded." "Try again, or set ODOO_HOME to an Odoo 19 source tree."
    }
    if [ "$version" = "$TESTED_VERSION" ]; then
        echo "$TESTED_SHA256  odoo-19_${version}_all.deb" | sha256sum -c --quiet ||
            fail "The downloaded Odoo package is not the one that was tested: its checksum differs."
    else
        echo "Note: Debian ships Odoo $version now; this suite was tested on $TESTED_VERSION."
    fi
    unpack_packages "$STATE/odoo.new"
    echo "$version" >"$STATE/odoo.new/.version"
    rm -rf "$STATE/odoo" ./*.deb
    mv "$STATE/odoo.new" "$STATE/odoo"
    cd "$ROOT"
    say "unpacked Odoo $version"
}

read_debian_index() {
    apt_of_our_own apt-get update -qq 2>"$LOGS/odoo.log" && return
    grep -qi 'expired' "$LOGS/odoo.log" || {
        cat "$LOGS/odoo.log" >&2
        fail "The index of Debian's unstable branch, which carries Odoo 19, could not be read." \
            "Set ODOO_HOME to an Odoo 19 source tree to do without it."
    }
    # A mirror that lags behind: its signature is still checked, and so is the package's checksum.
    CHECK_VALID_UNTIL=false
    apt_of_our_own apt-get update -qq
}

unpack_packages() { # folder: the .deb files of the current folder
    local package blur
    rm -rf "$1"
    mkdir "$1"
    for package in *.deb; do
        # The package also carries a second copy of the add-ons and stray top-level folders.
        dpkg-deb --fsys-tarfile "$package" | tar -x -C "$1" --no-same-owner --exclude=./usr/lib/python3/dist-packages/addons \
            --exclude=./usr/lib/python3/dist-packages/setup --exclude=./usr/lib/python3/dist-packages/doc
    done
    # Debian leaves out one file that the web client asks for at each start (background blur in calls).
    blur=$1/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js
    if [ ! -e "$blur" ]; then
        mkdir -p "$(dirname "$blur")"
        echo '/* not in Debian: background blur in calls is off */' >"$blur"
    fi
}

odoo() { # Odoo's command line; the database server comes from the PG* variables
    "$VENV/bin/python" -m odoo "$@"
}

odoo_options() { # what differs by machine, one option a line
    printf '%s\n' --config="$ROOT/odoo.conf" --addons-path="$ODOO_ADDONS,$ROOT" --data-dir="$DATA"
}

write_odoo_configuration() { # for tools that take these options from a file only; sets ODOO_CONFIGURATION
    ODOO_CONFIGURATION=$STATE/odoo.conf
    {
        cat "$ROOT/odoo.conf"
        printf 'addons_path = %s\ndata_dir = %s\n' "$ODOO_ADDONS,$ROOT" "$DATA"
    } >"$ODOO_CONFIGURATION"
}
