# Odoo 19 Community: the tree that ODOO_HOME names, or the Debian package unpacked under the state folder.

# What this suite was tested on. Another build of 19.0 is taken too, by apt's signed index alone.
TESTED_VERSION=19.0.0+dfsg-1
TESTED_SHA256=9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf

find_odoo() { # Odoo's command line; the database server comes from the PG* variables
    "$VENV/bin/python" -m odoo "$@"
}

odoo_options() { # what differs by machine, one option a line
    printf '%s\n' --config="$ROOT/odoo.conf" --addons-path="$ODOO_ADDONS,$ROOT" --data-dir="$DATA"
}
