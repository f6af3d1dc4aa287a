#!/usr/bin/env bash
# Installs and starts the real services that tests want, on Debian; root is needed where something is missing.
# May be run again: what runs is left as it is.
#   npm run services                      all of them
#   npm run services -- postgres redis    some
#   npm run services -- stop [names]      ends what an earlier run started, and nothing else
set -euo pipefail
cd "$(dirname "$0")"
source ./running.sh

known=(chromium redis postgres kafka mongodb)

verb=start
if [ "${1:-}" = stop ] || [ "${1:-}" = start ]; then
  verb=$1
  shift
fi
chosen=("$@")
[ "${#chosen[@]}" -gt 0 ] || chosen=("${known[@]}")

for name in "${chosen[@]}"; do
  if [[ " ${known[*]} " != *" $name "* ]]; then
    echo "There is no service '$name'. There are: ${known[*]}. The form is: npm run services -- [stop] [names]" >&2
    exit 2
  fi
done

mkdir -p "$state_dir"
# Two runs at once would start everything twice.
exec 9>"$state_dir/lock"
if ! flock --wait 300 9; then
  echo "Another run has been starting services for five minutes." >&2
  exit 1
fi

failed=0
# Each is a process of its own: one that is missing does not hide the others.
for name in "${chosen[@]}"; do
  bash "./$name.sh" "$verb" || failed=1
done
exit "$failed"
