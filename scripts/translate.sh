#!/usr/bin/env bash
# Exports the terms of our add-ons, merges them into each fa.po and checks that none lacks its Persian.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

set_up base
make_template
drop_database customer_club_terms
make_database customer_club_terms "$TEMPLATE"
install_addons customer_club_terms "$LOGS/terms.log"
write_odoo_configuration
cd "$ROOT"
for addon in $(our_addons | tr , ' '); do
    mkdir -p "$addon/i18n"
    odoo i18n export -c "$ODOO_CONFIGURATION" -d customer_club_terms -o "$addon/i18n/$addon.pot" -l pot -- "$addon" 2>/dev/null
    python scripts/i18n.py merge "$addon"
done
drop_database customer_club_terms
python scripts/i18n.py check $(our_addons | tr , ' ')
