#!/bin/sh
# Put uv in .uv/bin with the Python given. Debian's Python comes without venv and pip, so there are three ways.
set -eu
python=$1

by_venv() {
    "$python" -m venv .uv >/dev/null 2>&1 && .uv/bin/python -m pip install --quiet uv
}

by_pip() {
    "$python" -m pip install --quiet --target .uv/lib uv && mkdir -p .uv/bin && cp .uv/lib/bin/uv .uv/bin/uv
}

by_debian() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "Installing python3-venv with apt-get."
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null && by_venv
}

for way in by_venv by_pip by_debian; do
    rm -rf .uv
    if "$way"; then exit 0; fi
done
echo "Could not install uv. Install it yourself (https://docs.astral.sh/uv/), or install python3-venv." >&2
exit 1
