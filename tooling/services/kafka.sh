# Apache Kafka in KRaft mode: broker and controller in one process. Usage: kafka.sh start | stop
set -euo pipefail
cd "$(dirname "$0")"
source ./debian.sh
source ./running.sh
source ./maven.sh

if [ "$1" = stop ]; then
  stop_own kafka
  exit
fi

# ApiVersions, version 0, correlation 1, no client name: every broker answers it.
answers() { speaks 9092 '\x00\x00\x00\x0a\x00\x12\x00\x00\x00\x00\x00\x01\xff\xff'; }
# It takes connections before it is ready to write.
has_started() { grep -q 'Kafka Server started' "$(log_file kafka)" && answers; }

if ! answers; then
  fetch_jars kafka
  store=$state_dir/kafka
  mkdir -p "$store"
  { cat kafka/server.properties; echo "log.dirs=$store/log"; } >"$store/server.properties"
  if [ ! -f "$store/log/meta.properties" ]; then
    cluster=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')
    java -cp "$jars/*" kafka.tools.StorageTool format --standalone -t "$cluster" -c "$store/server.properties" >/dev/null
  fi
  start_own kafka java -Xmx512m -XX:+UseSerialGC -Dorg.apache.logging.log4j.level=INFO \
    -cp "$jars/*" kafka.Kafka "$store/server.properties"
  await kafka 60 has_started
fi
echo "Apache Kafka: 127.0.0.1:9092"
