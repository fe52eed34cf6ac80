#!/bin/sh
# UN/EDIFACT against another reading of the same files, written from the standard and in another language: our samples,
# and public files where TT_SHARED_DATA (else ../shared/data) has them.
set -eu
public=${TT_SHARED_DATA:-$ROOT/../shared/data}/shipping/edifact-php/tests/files
set -- "$ROOT"/samples/read/edifact/*.edi "$ROOT/samples/bad/edifact/baplie.edi" "$ROOT/samples/bad/edifact/mixed_types.edi"
if [ -d "$public" ]; then
    set -- "$@" "$public"/*.edi
else
    echo "skipped: no $public"
fi
/usr/bin/python3 "$ROOT/tests/golden/edifact_oracle.py" "$TT" "$@"
