#!/bin/sh
# Make sure that there is a Chromium for the journeys; tests find it by TOLQYN_CHROMIUM or on the path.
set -eu
for name in "${TOLQYN_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    apt-get install -y -qq chromium fonts-dejavu-core >/dev/null
else
    echo "A browser is missing for the journeys: sudo apt-get install chromium" >&2
    exit 1
fi
