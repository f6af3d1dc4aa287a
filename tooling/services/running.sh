# Starts, awaits and ends processes; sourced by the services' scripts.
# Whoever is started is remembered by pid and start time, so that no stranger is ever ended.

state_dir=${NARU_SERVICES_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/naru-services}

log_file() { echo "$state_dir/log/$1.log"; }
pid_file() { echo "$state_dir/run/$1.pid"; }

# began_at <pid>: the start time, in the kernel's ticks, of a process that lives; a pid alone may be somebody else's by
# now.
began_at() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The second field is the program's name in brackets and may hold blanks.
  set -- ${stat##*) }
  # It has ended, and whoever started it has not looked yet.
  [ "$1" != Z ] || return 1
  echo "${20}"
}

# is_ours <service>: whether the process that an earlier run started still lives.
is_ours() {
  local pid began
  read -r pid began 2>/dev/null <"$(pid_file "$1")" || return 1
  [ "$(began_at "$pid")" = "$began" ]
}

# start_own <service> <command…>
start_own() {
  local service=$1
  shift
  mkdir -p "$state_dir/log" "$state_dir/run"
  # Descriptor 9 is the lock of the run, which must end with the run.
  setsid "$@" >"$(log_file "$service")" 2>&1 </dev/null 9>&- &
  echo "$! $(began_at $!)" >"$(pid_file "$service")"
}

# await <service> <seconds> <check…>: until the check passes; says what the log ends with where it does not.
await() {
  local service=$1 seconds=$2
  shift 2
  local until=$((SECONDS + seconds))
  while ! "$@"; do
    if ! is_ours "$service" || [ "$SECONDS" -ge "$until" ]; then
      echo "$service does not answer (waited up to $seconds s). Its log, $(log_file "$service"), ends with:" >&2
      tail -n 5 "$(log_file "$service")" >&2
      stop_own "$service" KILL >/dev/null
      return 1
    fi
    sleep 0.1
  done
}

# stop_own <service> [signal]: ends what was started here; after 20 seconds by force.
stop_own() {
  local service=$1 signal=${2:-TERM} pid began
  if ! is_ours "$service"; then
    echo "$service: nothing was started here"
    rm -f "$(pid_file "$service")"
    return
  fi
  read -r pid began <"$(pid_file "$service")"
  kill "-$signal" "$pid"
  for _ in $(seq 200); do
    is_ours "$service" || break
    sleep 0.1
  done
  ! is_ours "$service" || kill -KILL "$pid"
  rm -f "$(pid_file "$service")"
  echo "$service: stopped"
}

# speaks <port> <question in hexadecimal>: whether whoever listens there answers that question.
speaks() {
  local port=$1 question=$2 answer
  {
    answer=$(
      exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
      printf '%b' "$question" >&3
      timeout 2 head -c 8 <&3 | od -An -tx1
    ) || return 1
  } 2>/dev/null
  [ -n "$answer" ]
}
