# Debian packages: installs those that are missing, and only those.

PACKAGES_BASE=(postgresql postgresql-client python3 python3-venv ca-certificates debian-archive-keyring dpkg binutils
    fonts-dejavu-core libmagic1)
# Persian is read on screen in a browser; the fonts are for the pictures that tests and the README take.
PACKAGES_TESTS=(chromium fonts-noto-core kannel kannel-extras)

install_packages() { # names...
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null || fail "apt-get is not here: this set-up is made for Debian and Ubuntu." \
        "Install by hand: ${missing[*]}"
    as_root apt-get update -qq >"$LOGS/apt.log" 2>&1 || true # a broken third-party list must not stop us: the install tells
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 \
        "${missing[@]}" >>"$LOGS/apt.log" 2>&1 || {
        tail -15 "$LOGS/apt.log" >&2
        fail "apt-get could not install: ${missing[*]}" "The whole output is in $LOGS/apt.log."
    }
    say "installed packages: ${missing[*]}"
}
