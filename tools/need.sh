#!/usr/bin/env bash
# Install what the project needs beside Python packages, or say what is missing:
#   tools/need.sh venv              Python's own venv module; nothing works without it
#   tools/need.sh java node chromium    needs of some tests, which are skipped without them
#   tools/need.sh fonts             for screenshots; without them some texts are boxes
# As root on Debian they come by apt; elsewhere they are named. With CI=true a missing need is an error.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
updated=

on_debian_as_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && grep -qs '^ID=debian' /etc/os-release; }

from_debian() {
  on_debian_as_root || return 1
  echo "installing $* (apt)"
  local log
  log=$(mktemp)
  {
    [ -n "$updated" ] || DEBIAN_FRONTEND=noninteractive apt-get update || true
    updated=1
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
  } >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    rm "$log"
    return 1
  }
  rm "$log"
}

have_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }
have_java() { [ "$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')" -ge 17 ] 2>/dev/null; }
have_node() { command -v node >/dev/null && command -v npm >/dev/null; }
have_chromium() {
  command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || .venv/bin/python tools/browser.py >/dev/null 2>&1
}
have_fonts() { [ "$(uname)" != Linux ] || [ -n "$(fc-list :lang=ja 2>/dev/null)" ]; }

get_venv() {
  local version
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  from_debian "python$version-venv" || from_debian python3-venv
}
get_java() { from_debian default-jre-headless; }
get_node() { from_debian nodejs npm; }
# The headless shell draws no windows: the browser tests take the processor a third of the time.
get_chromium() {
  from_debian chromium-headless-shell fonts-liberation || from_debian chromium fonts-liberation || {
    echo "installing Chromium (playwright)"
    .venv/bin/python -m playwright install chromium >/dev/null
  }
}
get_fonts() { from_debian fontconfig fonts-wqy-microhei; }

says_venv="Python's venv module; on Debian: apt-get install python3-venv"
says_java="Java 17 or newer, for the HTML checker; on Debian: apt-get install default-jre-headless"
says_node="node and npm, for axe-core and the HTML checker; on Debian: apt-get install nodejs npm"
says_chromium="Chromium, for the browser tests; on Debian: apt-get install chromium-headless-shell"
says_fonts="a font with Chinese and Japanese letters, for the screenshots; on Debian: apt-get install fonts-wqy-microhei"

failed=0
for need in "$@"; do
  "have_$need" && continue
  "get_$need" || true
  "have_$need" && continue
  says="says_$need"
  echo "missing: ${!says}" >&2
  if [ "$need" = venv ] || [ "${CI:-}" = true ]; then
    failed=1
  fi
done
exit "$failed"
