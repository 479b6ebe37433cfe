#!/bin/bash
# setup.sh -- installs what is missing on Debian 12 for building (`build`), for testing (`test`), for the
# browser application (`web`: Node and npm from wherever they are) and for its tests (`browser`).
#
#     tools/setup.sh build [test] [web] [browser]
#
# Asks dpkg first and is silent and quick when nothing is missing. Needs root or sudo only then.
# Never starts a PostgreSQL server: the tests run their own from a throw-away folder.
set -euo pipefail

BUILD_PACKAGES="gcc libc6-dev meson ninja-build pkg-config binutils
    libsqlite3-dev libpq-dev libzip-dev libxml2-dev libxlsxwriter-dev libutf8proc-dev
    libsodium-dev libyaml-dev libjansson-dev libcmocka-dev libmicrohttpd-dev
    libpango1.0-dev fonts-croscore"
TEST_PACKAGES="git postgresql-15 clang-19 libclang-rt-19-dev clang-format-19 poppler-utils"

# Prints those of the given packages that are not installed.
missing_of() {
    local installed
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p' || true)
    local package
    for package in "$@"; do
        grep -qxF "$package" <<<"$installed" || echo "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Quiet unless it fails; then the whole output is shown.
quietly() {
    local log
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        echo "setup: this failed: $*" >&2
        return 1
    fi
    rm -f "$log"
}

apt_get() {
    quietly as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C \
        apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "$@"
}

# Installing the server would create and start a cluster; ours is not the place to decide that.
install_postgres() {
    local own=/etc/postgresql-common/createcluster.d/ansinh-setup.conf
    local status=0
    apt_get install --no-install-recommends postgresql-common
    as_root mkdir -p "${own%/*}"
    echo "create_main_cluster = false" | as_root tee "$own" >/dev/null
    apt_get install --no-install-recommends "$@" || status=$?
    as_root rm -f "$own"
    return "$status"
}

# Only the tool that reads /metrics: the package would bring a server that starts by itself.
install_promtool() {
    local folder status=0
    folder=$(mktemp -d)
    chmod 755 "$folder"
    (cd "$folder" && quietly apt-get -q download prometheus &&
        dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool) || status=$?
    [ "$status" -ne 0 ] || as_root install -m 755 "$folder/usr/bin/promtool" /usr/local/bin/promtool
    rm -rf "$folder"
    return "$status"
}

install_wanted() {
    local wanted="" set
    for set in "$@"; do
        case "$set" in
        build) wanted="$wanted $BUILD_PACKAGES" ;;
        test) wanted="$wanted $TEST_PACKAGES" ;;
        web) command -v npm >/dev/null && command -v node >/dev/null || wanted="$wanted nodejs npm" ;;
        browser) wanted="$wanted chromium fonts-dejavu-core" ;;
        *) echo "usage: tools/setup.sh build [test] [web] [browser]" >&2; exit 2 ;;
        esac
    done
    if ! command -v dpkg-query >/dev/null; then
        echo "setup: this is not Debian; install by yourself:" $wanted >&2
        return 0
    fi
    [ -n "$wanted" ] || return 0
    local missing
    # shellcheck disable=SC2086 # a list of words on purpose
    missing=$(missing_of $wanted)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        echo "setup: neither root nor sudo; ask an administrator to run:" >&2
        echo "    apt-get install" $missing >&2
        return 1
    fi
    echo "setup: installing" $missing
    apt_get update
    case " "$(echo $missing)" " in
    *" postgresql-15 "*) install_postgres $missing ;;
    *) apt_get install --no-install-recommends $missing ;;
    esac
}

main() {
    install_wanted "$@"
    case " $* " in
    *" test "*)
        command -v promtool >/dev/null || install_promtool ||
            echo "setup: without promtool its check of /metrics is left out" >&2
        ;;
    esac
}

main "$@"
