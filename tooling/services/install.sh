#!/usr/bin/env bash
# Installs and starts the real services that tests want, from Debian's packages. Needs root where something is
# missing; may be run again.
set -euo pipefail

is_updated=''

# install <what it is> <packages…>
install() {
  local name=$1
  shift
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "$name is missing. Install it (Debian: apt-get install $*), or run this as root on Debian." >&2
    return 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  if [ -z "$is_updated" ]; then
    apt-get update -qq || return 1
    is_updated=yes
  fi
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

chromium_service() {
  # Without a Korean font, screenshots show boxes.
  command -v chromium >/dev/null || install Chromium chromium fonts-noto-cjk || return 1
  echo "Chromium: $(chromium --version --no-sandbox 2>/dev/null || echo installed)"
}

redis_answers() {
  [ "$(timeout 2 redis-cli -h 127.0.0.1 -p 6379 ping 2>/dev/null)" = PONG ]
}

redis_service() {
  if ! command -v redis-server >/dev/null || ! command -v redis-cli >/dev/null; then
    install Redis redis-server || return 1
  fi
  if ! redis_answers; then
    redis-server --bind 127.0.0.1 --port 6379 --daemonize yes --save "" --appendonly no --dir / >/dev/null || return 1
  fi
  for _ in $(seq 50); do
    if redis_answers; then
      echo "Redis: $(redis-server --version | cut -d' ' -f3) on 127.0.0.1:6379"
      return
    fi
    sleep 0.1
  done
  echo "Redis was started and does not answer on 127.0.0.1:6379. Is the port taken by something else?" >&2
  return 1
}

failed=0
# One that is missing does not hide the others.
for service in chromium_service redis_service; do
  "$service" || failed=1
done
exit "$failed"
