# Debian's packages; sourced by the services' scripts.

# install <what it is> <packages…>
install() {
  local name=$1
  shift
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "$name is missing. Install it (Debian: apt-get install $*), or run this as root on Debian." >&2
    return 1
  fi
  # The lists may be absent or old: they are fetched when the first try says so.
  apt_install "$@" 2>/dev/null || { apt-get update -qq && apt_install "$@"; }
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=60 "$@" \
    >/dev/null </dev/null
}
