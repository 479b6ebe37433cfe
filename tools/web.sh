#!/bin/bash
# web.sh -- the browser application (web/): what it is built of, and its build.
#
#     tools/web.sh install    the packages of web/package-lock.json; exit 3 where their registry cannot be reached
#     tools/web.sh build      web/dist, made again only when something changed
#     tools/web.sh run WORDS  a command of web/node_modules with the Node that the lock file names
#
# Debian's own Node (18) only fetches the one of the lock file, on which all else runs.
set -euo pipefail
cd "$(dirname "$0")/../web"

with_node() {
    local own
    own=$(find node_modules -maxdepth 2 -path 'node_modules/node-linux-*/bin' -type d | head -n 1)
    PATH=$PWD/$own:$PWD/node_modules/.bin:$PATH "$@"
}

packages() { # COMMAND...: npm, by whichever Node
    "$@" ci --ignore-scripts --no-audit --no-fund --loglevel=error
}

# npm leaves out what asks for a newer Node than the one it runs on; Debian's brings the one of the lock
# file, and that one brings the rest.
packages_by_own_node() {
    local node status=0
    node=$(mktemp)
    cp node_modules/node-linux-*/bin/node "$node"
    chmod 700 "$node"
    packages "$node" "$(readlink -f "$(command -v npm)")" || status=$?
    rm -f "$node"
    return "$status"
}

install_packages() {
    local stamp=node_modules/.installed
    if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then
        return 0
    fi
    if ! packages npm; then
        npm ping >/dev/null 2>&1 || exit 3
        return 1
    fi
    if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 22 ]; then
        packages_by_own_node
    fi
    cp package-lock.json "$stamp"
}

# The types of the server's routes are made from its own description.
make_types() {
    if [ src/api/schema.d.ts -nt openapi.json ]; then
        return 0
    fi
    with_node openapi-typescript openapi.json -o src/api/schema.d.ts >/dev/null
}

build() {
    if [ -f dist/index.html ] &&
        [ -z "$(find src public tools index.html vite.config.ts openapi.json package-lock.json -newer dist/index.html -print -quit)" ]; then
        return 0
    fi
    install_packages
    make_types
    with_node tsc -b
    with_node vite build --logLevel error
    with_node node tools/pack.mjs
}

case ${1:-} in
install) install_packages ;;
build) build ;;
run)
    shift
    make_types
    with_node "$@"
    ;;
*)
    sed -n '2,7p' "$0" >&2
    exit 2
    ;;
esac
