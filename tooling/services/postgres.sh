# PostgreSQL with a user and a database `naru`, in a cluster of its own. Usage: postgres.sh start | stop
set -euo pipefail
cd "$(dirname "$0")"
source ./debian.sh
source ./running.sh

if [ "$1" = stop ]; then
  # INT is PostgreSQL's "fast" shutdown: it does not wait for clients to leave.
  stop_own postgres INT
  exit
fi

url=postgresql://naru:naru@127.0.0.1:5432/naru

answers() { pg_isready -q -t 2 -h 127.0.0.1 -p 5432; }
lets_us_in() { psql -X -q -t -c 'select 1' "$url?connect_timeout=5" >/dev/null 2>&1; }
newest_programs() { find /usr/lib/postgresql -mindepth 3 -path '*/bin/postgres' -printf '%h\n' 2>/dev/null | sort -V | tail -n 1; }

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$(home_of_postgres)" "$@"
  else
    "$@"
  fi
}
home_of_postgres() { getent passwd postgres | cut -d: -f6; }

start_cluster() {
  local programs=$1 cluster
  # The user postgres cannot read root's home.
  if [ "$(id -u)" -eq 0 ]; then cluster=$(home_of_postgres)/naru-services; else cluster=$state_dir/postgres; fi
  if [ ! -f "$cluster/PG_VERSION" ]; then
    (cd / && as_postgres "$programs/initdb" -D "$cluster" -U postgres -E UTF8 --locale=C.UTF-8 \
      --auth-local=trust --auth-host=scram-sha-256 --no-instructions >/dev/null)
  fi
  # Tests open many small pools at once, make a schema each, and outlive no power cut.
  start_own postgres "$(command -v bash)" -c 'cd / && exec "$@"' - $(setpriv_words) "$programs/postgres" -D "$cluster" \
    -p 5432 -c listen_addresses=127.0.0.1 -c unix_socket_directories="$cluster" -c max_connections=300 -c fsync=off
  await postgres 30 answers
  make_user_and_database -h "$cluster" -p 5432 -U postgres
}

setpriv_words() {
  [ "$(id -u)" -ne 0 ] || echo setpriv --reuid=postgres --regid=postgres --init-groups
}

# make_user_and_database <how psql gets in>
make_user_and_database() {
  local psql=(psql -X -q -v ON_ERROR_STOP=1 "$@" -d postgres)
  (
    cd /
    as_postgres "${psql[@]}" <<'SQL'
set client_min_messages = warning;
do $$ begin
  if not exists (select from pg_roles where rolname = 'naru') then
    create role naru login password 'naru';
  end if;
end $$;
-- Tests end connections of their own on purpose.
grant pg_signal_backend to naru;
select 'create database naru owner naru' where not exists (select from pg_database where datname = 'naru') \gexec
SQL
  )
}

[ -n "$(newest_programs)" ] && command -v psql >/dev/null || install PostgreSQL postgresql
if ! lets_us_in; then
  if ! answers; then
    start_cluster "$(newest_programs)"
  elif [ "$(id -u)" -eq 0 ]; then
    # Somebody's server, or the cluster that Debian's package starts: it gets our user and database besides.
    make_user_and_database -p 5432
  fi
fi
if ! lets_us_in; then
  echo "PostgreSQL answers on 127.0.0.1:5432 and does not let in user naru with password naru." >&2
  exit 1
fi
echo "PostgreSQL $(psql -X -q -A -t -c 'show server_version' "$url" | cut -d' ' -f1): $url"
