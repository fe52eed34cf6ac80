#!/bin/sh
# Every query prepares against the newest schema; SQL is in src/store/sql and nowhere else.
. "$(dirname "$0")/common.sh"
if ls src/store/sql/*.sql > /dev/null 2>&1; then
    /usr/bin/python3 tests/lint/sql.py src/store/sql/*.sql >> "$lint/found" 2>&1 || found "sql.py failed"
fi
for f in $(sources src include); do
    case $f in src/tools/*) continue ;; esac
    code_and_text "$f" | awk -v file="$f" '
    /^\/\*allow sql/ { next }
    {
        s = $0
        while (match(s, /"([^"\\]|\\.)*"/)) {
            whole = substr(s, RSTART + 1, RLENGTH - 2)
            text = tolower(whole)
            s = substr(s, RSTART + RLENGTH)
            if (text ~ /(^|[^a-z])(select [^;]* from |insert (or [a-z]+ )?into |delete from |update [a-z_]+ set |drop (table|index|view) |alter table |create (temp |temporary )?(table|index|view|unique index) |attach database )/ ||
                text ~ /^ *(pragma [a-z_]+|begin (immediate|exclusive|deferred)|savepoint [a-z])/ ||
                whole ~ /^ *(BEGIN|COMMIT|ROLLBACK|VACUUM|PRAGMA)/ || text ~ /^ *(begin|commit|rollback|vacuum);/)
                print file ":" FNR ": SQL belongs in src/store/sql"
        }
    }' >> "$lint/found"
done
finish
