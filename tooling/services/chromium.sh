# Chromium, for the browser tests. Usage: chromium.sh start | stop
set -euo pipefail
cd "$(dirname "$0")"
source ./debian.sh

if [ "$1" = stop ]; then
  echo "chromium: nothing to stop, tests start it themselves"
  exit
fi

# Without a Korean font, screenshots show boxes.
command -v chromium >/dev/null || install Chromium chromium fonts-noto-cjk
echo "Chromium: $(chromium --version --no-sandbox 2>/dev/null || echo installed)"
