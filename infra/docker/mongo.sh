# Starts mongod as a member of the replica set rs0, with the key that its members know each other by.
# The key comes from the environment and is written where only mongod reads it, in memory.
set -eu
umask 0377
printf '%s' "$MONGO_KEY" >/run/mongo/key
umask 0077
# What a killed process left open holds nobody up for long: none of ours is open for 15 seconds (a minute by default).
exec docker-entrypoint.sh mongod --replSet rs0 --keyFile /run/mongo/key --bind_ip_all --quiet \
	--setParameter transactionLifetimeLimitSeconds=15
