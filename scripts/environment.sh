#!/bin/sh
# Make .venv and install exactly what the given lock files name. Called by the Makefile.
set -eu

stop() {
    echo "$1" >&2
    exit 1
}

"$PYTHON" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null ||
    stop "Python 3.11 is needed and '$PYTHON' is not it: install python3.11, or run make with PYTHON=/path/to/python3.11."

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "Python's venv module is missing: install it first (on Debian: apt-get install python3.11-venv)."
    echo "Making the environment in .venv ..."
    rm -rf .venv
    "$PYTHON" -m venv .venv
fi

echo "Installing $* ..."
requirements=""
for file in "$@"; do
    requirements="$requirements -r $file"
done
# shellcheck disable=SC2086 -- the names above hold no spaces
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes $requirements ||
    stop "Installing the locked requirements failed: the lines above say why (is there a network connection?)."
