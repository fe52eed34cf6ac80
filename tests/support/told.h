/*
 * told.h - a sink that writes down what a reader tells it, one line each, for tests and fuzz
 * targets.
 *
 *     kind invoice
 *     column weather
 *     note 2:5 unit: unknown unit [BAG]
 *     lost 3:2 due_date: not a date [soon]
 *     reject 4:0 -: ragged row [a,b]
 *     record 2 invoice_number=A-1 issue_date=2024-05-31 ... line_amount=USD 12.50
 *     read 3 loaded 2 rejected 1
 *
 * The first line is "forced kind invoice" when the kind was not left to the reader.
 */
#ifndef TT_TESTS_SUPPORT_TOLD_H
#define TT_TESTS_SUPPORT_TOLD_H

#include "base/buf.h"
#include "read/read.h"

/* Offsets of records and rejects, the first of them. */
typedef struct tt_told_offsets {
    uint64_t v[8];
    size_t n;
} tt_told_offsets;

typedef struct tt_told {
    tt_buf text;                                      /* terminated */
    bool with_records;                                /* records as lines */
    uint64_t rows, records, rejects, lesser, columns; /* rows: as the reader counted them */
    uint64_t stop_at; /* the call of the sink that fails with TT_EIO; 0 = none */
    uint64_t calls;
    tt_told_offsets *offsets; /* may be NULL */
    struct tt_xml_keep *xml;  /* as tt_read_in has them; NULL: each file is read by itself */
    struct tt_emit_keep *emit;
} tt_told;

void tt_told_init(tt_told *t, bool with_records);
void tt_told_release(tt_told *t);
tt_sink tt_told_sink(tt_told *t);

/**
 * Read bytes with a reader, as ingest would: the kind from the content unless it is given or the
 * map's.
 *
 * @param map   may be NULL.
 * @param kind  TT_KIND_NONE: from the content.
 * @return      what the reader returned; t->text ends with the line of counts when it was TT_OK.
 */
TT_MUST_CHECK tt_status tt_told_read(tt_told *t, const tt_reader *reader, tt_str bytes,
                                     tt_kind kind, const tt_mapping *map, tt_err *err);

#endif
