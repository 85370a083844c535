# One round of the calls that a self-hosted Cal.com needs every minute and that nothing makes by itself (CALCOM.md H3).
# Without the first there is no MEETING_STARTED and MEETING_ENDED; Cal.com deletes them unsent after 24 hours.
# The keys go to curl on its standard input: a process list shows arguments.
set -eu

call() { # METHOD PATH AUTHORIZATION
  printf 'header = "authorization: %s"\n' "$3" |
    curl --silent --show-error --fail --output /dev/null --max-time 50 --config - --request "$1" "$CALCOM_URL$2"
}

failed=0
call POST /api/cron/webhookTriggers "$CRON_API_KEY" || failed=1
call GET /api/tasks/cron "Bearer $CRON_SECRET" || failed=1
exit "$failed"
