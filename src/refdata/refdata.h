/*
 * refdata.h - the compiled-in reference tables, all of them.
 *
 * Look-ups are O(log n) or better, allocate nothing, and may run on any thread.  The tables are
 * src/refdata/data/<name>.tsv; tools/refgen.c sorts and checks them when the library is built.
 */
#ifndef TT_REFDATA_REFDATA_H
#define TT_REFDATA_REFDATA_H

#include "refdata/container.h"
#include "refdata/country.h"
#include "refdata/currency.h"
#include "refdata/hs.h"
#include "refdata/ids.h"
#include "refdata/incoterm.h"
#include "refdata/legal.h"
#include "refdata/port.h"
#include "refdata/unit.h"

typedef struct tt_refdata_table {
    const char *name;   /* "countries" */
    const char *source; /* first line of the file without "# ": source, date, licence */
    const char *sha256; /* of the file, 64 hex digits: what sha256sum prints */
    size_t rows;
} tt_refdata_table;

/** All tables, sorted by name.  Constant. */
const tt_refdata_table *tt_refdata_tables(size_t *n);

/**
 * One hash of all tables, 64 hex digits, constant: the report names it.  Anybody can check it in a
 * source tree: sha256sum src/refdata/data/<all>.tsv | sha256sum.
 */
const char *tt_refdata_sha256(void);

#endif
