# Starts Valkey with a password that no process list shows, every write logged, and nothing evicted.
set -eu
umask 0077
cat >/run/valkey/valkey.conf <<CONFIGURATION
requirepass $REDIS_PASSWORD
dir /data
appendonly yes
save ""
maxmemory-policy noeviction
CONFIGURATION
exec valkey-server /run/valkey/valkey.conf
