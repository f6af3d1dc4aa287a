#!/usr/bin/env bash
# Installs and starts the real services that tests want, from Debian's packages. Needs root; may be run again.
set -euo pipefail

if command -v chromium >/dev/null; then
  echo "Chromium: $(chromium --version --no-sandbox 2>/dev/null || echo installed)"
  exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Chromium is missing. Install it (Debian: apt-get install chromium fonts-noto-cjk), or run this as root on Debian." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# Without a Korean font, screenshots show boxes.
apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
echo "Chromium: $(chromium --version --no-sandbox)"
