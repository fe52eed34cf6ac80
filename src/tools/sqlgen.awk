# sqlgen.awk - SQL files to C: awk -f sqlgen.awk -v header=H -v source=C FILE...
#
# schema_<nnnn>.sql is a migration: its whole text, in order of its number, 0001 upwards without a
# gap.  Every other file holds queries, each under a heading "-- name: invoice_insert"; a file
# without any heading is one query named after the file.  Out come an enum (TT_Q_INVOICE_INSERT),
# the text and the name of each query, and the array of migrations.  Comment lines are left out.

function fail(text) {
    print FILENAME ":" FNR ": " text > "/dev/stderr"
    failed = 1
    exit 1
}

function base(path) {
    sub(/.*\//, "", path)
    sub(/\.sql$/, "", path)
    return path
}

function start(name) {
    if (name !~ /^[a-z][a-z0-9_]*$/)
        fail("not a query name: '" name "'")
    if (name in line_of)
        fail("query '" name "' has a second text")
    line_of[name] = FNR
    query[++n_query] = name
    current = name
}

function literal(text) {
    gsub(/\\/, "&&", text)
    gsub(/"/, "\\\"", text)
    gsub(/\?\?/, "?\\?", text)
    gsub(/\t/, "\\t", text)
    return "    \"" text "\\n\"\n"
}

FNR == 1 {
    file = base(FILENAME)
    current = ""
    schema = 0
    if (file ~ /^schema_/) {
        if (file !~ /^schema_[0-9][0-9][0-9][0-9]$/)
            fail("a migration is named schema_<nnnn>.sql")
        schema = substr(file, 8) + 0
        if (schema != ++n_schema)
            fail("migration " n_schema " is missing")
    }
}

{ sub(/\r$/, "") }

!schema && /^-- name:/ {
    name = $0
    sub(/^-- name:[ \t]*/, "", name)
    sub(/[ \t]+$/, "", name)
    start(name)
    next
}

# The comments of a migration stay: they are the manual of the tables inside a case file.
!schema && /^[ \t]*--/ { next }
/^[ \t]*$/ { next }

schema {
    migration[schema] = migration[schema] literal($0)
    next
}

{
    if (current == "")
        start(file)
    text[current] = text[current] literal($0)
}

END {
    if (failed)
        exit 1
    for (i = 1; i <= n_query; i++)
        if (!(query[i] in text)) {
            print "sqlgen: query '" query[i] "' has no text" > "/dev/stderr"
            exit 1
        }
    h = header ".new"
    c = source ".new"
    print "/* queries.h - made by src/tools/sqlgen.awk from src/store/sql; do not edit. */" > h
    print "#ifndef TT_GEN_QUERIES_H\n#define TT_GEN_QUERIES_H\n" > h
    print "typedef enum tt_query {" > h
    for (i = 1; i <= n_query; i++)
        print "    TT_Q_" toupper(query[i]) "," > h
    print "    TT_Q_COUNT_\n} tt_query;\n" > h
    print "/* By tt_query: the text, and the name of the heading.  One more row than queries: {NULL}. */" > h
    print "extern const char *const tt_query_sql[TT_Q_COUNT_ + 1];" > h
    print "extern const char *const tt_query_name[TT_Q_COUNT_ + 1];\n" > h
    print "/* tt_migration_sql[i] takes a case file from user_version i to i + 1. */" > h
    print "#define TT_MIGRATIONS " (n_schema + 0) > h
    print "extern const char *const tt_migration_sql[TT_MIGRATIONS + 1];\n" > h
    print "#endif" > h
    close(h)
    print "/* queries.c - made by src/tools/sqlgen.awk from src/store/sql; do not edit. */" > c
    print "#include \"gen/queries.h\"\n\n#include <stddef.h>\n" > c
    print "const char *const tt_query_sql[TT_Q_COUNT_ + 1] = {" > c
    for (i = 1; i <= n_query; i++)
        printf "    /* %s */\n%s    ,\n", query[i], text[query[i]] > c
    print "    NULL};\n" > c
    print "const char *const tt_query_name[TT_Q_COUNT_ + 1] = {" > c
    for (i = 1; i <= n_query; i++)
        print "    \"" query[i] "\"," > c
    print "    NULL};\n" > c
    print "const char *const tt_migration_sql[TT_MIGRATIONS + 1] = {" > c
    for (i = 1; i <= n_schema; i++)
        printf "    /* schema_%04d */\n%s    ,\n", i, migration[i] > c
    print "    NULL};" > c
    close(c)
    if (system("mv " h " " header " && mv " c " " source) != 0)
        exit 1
}
