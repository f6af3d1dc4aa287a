# Redis, which keeps nothing over a restart. Usage: redis.sh start | stop
set -euo pipefail
cd "$(dirname "$0")"
source ./debian.sh
source ./running.sh

if [ "$1" = stop ]; then
  stop_own redis
  exit
fi

answers() {
  [ "$(timeout 2 redis-cli -h 127.0.0.1 -p 6379 ping 2>/dev/null)" = PONG ]
}

if ! command -v redis-server >/dev/null || ! command -v redis-cli >/dev/null; then
  install Redis redis-server
fi
if ! answers; then
  start_own redis redis-server --bind 127.0.0.1 --port 6379 --save "" --appendonly no --dir /
  await redis 10 answers
fi
echo "Redis $(redis-cli -h 127.0.0.1 info server | sed -n 's/^redis_version:\([0-9.]*\).*/\1/p'): redis://127.0.0.1:6379"
