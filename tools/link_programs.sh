#!/bin/bash
# link_programs.sh BUILD -- BUILD/ansinh, BUILD/ansinh-audit and BUILD/ansinh-provider, wherever the
# build has put them. Fails, and says so, when one was not built.
set -euo pipefail
build=$1
status=0
for program in src/main/ansinh audit/ansinh-audit provider/ansinh-provider; do
    if [ -x "$build/$program" ]; then
        ln -sf "$program" "$build/${program##*/}"
    else
        echo "not built: $build/$program" >&2
        status=1
    fi
done
exit "$status"
