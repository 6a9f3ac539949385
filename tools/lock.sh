#!/usr/bin/env bash
# Pin every dependency with the hashes of its files for all systems and Pythons: requirements/*.lock.
# Arguments go to `uv pip compile`, e.g. --upgrade; without any, what is pinned stays pinned.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${PYTHON:-python3}" -m venv "$scratch"
"$scratch/bin/pip" install -q --disable-pip-version-check uv

pin() {
  local name=$1
  shift
  echo "pinning requirements/$name.lock"
  "$scratch/bin/uv" pip compile pyproject.toml --group "$name" --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet \
    --output-file "requirements/$name.lock" "$@"
}

pin run "$@"
pin test --constraint requirements/run.lock "$@"
