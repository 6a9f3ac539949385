#!/usr/bin/env bash
# Bring .venv to what a lock file says: `tools/venv.sh run` or `tools/venv.sh test`; newsgen itself is installed editable.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1
python=${PYTHON:-python3}
venv=.venv
recent='import sys; sys.exit(sys.version_info < (3, 11))'

if ! "$venv/bin/python" -c "$recent" 2>/dev/null; then
  if ! "$python" -c "$recent"; then
    echo "newsgen needs Python 3.11 or newer; $python is $("$python" --version 2>&1). Try make PYTHON=python3.13" >&2
    exit 1
  fi
  PYTHON=$python bash tools/need.sh venv
  echo "creating $venv with $("$python" --version)"
  "$python" -m venv --clear "$venv"
fi

echo "installing what requirements/$lock.lock pins into $venv"
pip() { "$venv/bin/python" -m pip --disable-pip-version-check --quiet "$@"; }
pip install --require-hashes -r "requirements/$lock.lock"
pip install --no-deps --no-build-isolation --editable .
# As pip does with what is not editable: where PYTHONDONTWRITEBYTECODE is set, each start would compile all modules again.
"$venv/bin/python" -m compileall -q --invalidation-mode timestamp src
touch "$venv/.run" "$venv/.$lock"   # test.lock holds all that run.lock does
