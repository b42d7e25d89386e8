#!/usr/bin/env bash
# Removes what the set-up made: databases, cluster, environment. Installed Debian packages stay.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

one_at_a_time
if [ -z "$OWN_CLUSTER" ]; then
    forget_databases customer_club_ ''
else
    stop_postgres
fi
[ "$STATE" != / ] && [ -e "$STATE/lock" ] || fail "$STATE does not look like a state folder of this set-up; nothing was removed."
rm -rf "${STATE:?}"
echo "removed $STATE"
