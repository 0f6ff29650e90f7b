#!/bin/sh
# Make sure that there is a Chromium for the browser tests: an installed one, else Debian's through
# apt-get when root, else Playwright's own. Says so when there is none; in CI that is an error.
# Usage: chromium.sh BIN    where BIN is the bin folder of the virtual environment
set -u
bin=$1
for name in "${QA_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing chromium with apt-get"
    apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium fonts-dejavu-core >/dev/null 2>&1 && exit 0
fi
echo "trying Playwright's own Chromium"
timeout 300 "$bin/python" -m playwright install chromium >/dev/null 2>&1 && exit 0
echo "no Chromium found: the browser tests will be left out. Install it, or set QA_CHROMIUM."
[ -z "${CI:-}" ]
