#!/bin/sh
# Make .venv and install the program into it. On Debian the venv module is a package of its own:
# as root it is installed, anybody else is told the one command that is missing.
set -eu
python="${PYTHON:-python3}"

if ! command -v "$python" >/dev/null 2>&1; then
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        apt-get update -qq
        apt-get install -y -qq python3 python3-venv >/dev/null
    else
        echo "Python 3.11 or newer is missing: sudo apt-get install python3 python3-venv" >&2
        exit 1
    fi
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Tolqyn needs Python 3.11 or newer; $python is $("$python" --version)." >&2
    exit 1
fi
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
            apt-get update -qq
            apt-get install -y -qq python3-venv >/dev/null
        else
            echo "Python's venv module is missing: sudo apt-get install python3-venv" >&2
            exit 1
        fi
    fi
    rm -rf .venv
    "$python" -m venv .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check -e .
# Shortens scripts and styles. It is not to be had for every machine: pages are larger without it.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary tdewolff-minify -e '.[small]' ||
    echo "Pages will be a few kilobytes larger on this machine: scripts are sent as written." >&2
