# A server that speaks MongoDB's wire protocol (mongo-java-server over a file). Usage: mongodb.sh start | stop
set -euo pipefail
cd "$(dirname "$0")"
source ./debian.sh
source ./running.sh
source ./maven.sh

if [ "$1" = stop ]; then
  stop_own mongodb
  exit
fi

# OP_MSG with {ping: 1, $db: "admin"}.
ping='\x33\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\xdd\x07\x00\x00\x00\x00\x00\x00\x00'
ping+='\x1e\x00\x00\x00\x10ping\x00\x01\x00\x00\x00\x02$db\x00\x06\x00\x00\x00admin\x00\x00'
answers() { speaks 27017 "$ping"; }

if ! answers; then
  fetch_jars mongodb
  mkdir -p "$state_dir/mongodb"
  start_own mongodb java -Xmx256m -XX:+UseSerialGC -cp "$jars/*" mongodb/MongodbServer.java 27017 "$state_dir/mongodb/store"
  await mongodb 30 answers
fi
echo "MongoDB's wire protocol: mongodb://127.0.0.1:27017"
