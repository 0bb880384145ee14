#!/usr/bin/env bash
# Prints the list that another system exports each night, once, and is silent if all went well:
# cron mails what a job says. How it works: docs/nightly.md.
#
#   nightly.sh LIST FOLDER
set -u -o pipefail
umask 077 # what is written names people in prison

list=${1:?Name the list.}
folder=${2:?Name the folder for the letters.}
mkdir -p "$folder"

exec 9>"$folder/.lock" # a job that still runs is left alone; if it is killed, the lock goes with it
if ! flock --nonblock 9; then
  echo "The job before this one is still running."
  exit 75
fi
[ -e "$list" ] || exit 0 # nothing was exported, or it is done

digest=$(sha256sum <"$list") || exit 66
key="nightly ${digest%% *}"
name=$(basename "${list%.*}")-${digest:0:8}
answer=$folder/$name.json

prisonmail generate "$list" -o "$folder/$name.pdf" --manifest "$folder/$name.csv" \
  --idempotency-key "$key" --json >"$answer" 2>"$folder/$name.log"
code=$?

if [ "$code" -eq 0 ]; then
  mv "$list" "$folder/$name-list.${list##*.}" # so that the same export is not found tomorrow
  exit 0
fi
# counts and codes, and no names: a mail may be read by others
jq --raw-output '
  if .error then "\(.error.kind): \(.error.message) \(.error.help)"
  else "\(.rows.bad) of \(.rows.read) rows have problems: " +
    ([.problems[] | select(.severity == "error") | .code] | unique | join(", "))
  end' "$answer"
echo "Nothing was moved. Exit code $code; more in $folder/$name.json and .log"
exit "$code"
