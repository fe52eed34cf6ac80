/*
 * read.h - readers: bytes of one format to records to a sink.  No database, no files.
 */
#ifndef TT_READ_READ_H
#define TT_READ_READ_H

#include "base/file.h"
#include "base/log.h"
#include "model/record.h"
#include "read/mapping.h"

typedef struct tt_read_limits {
    size_t field_bytes; /* 0: 1 MiB; a longer field rejects its row */
    size_t row_bytes;   /* 0: 64 MiB */
} tt_read_limits;

typedef struct tt_read_in {
    tt_str bytes;        /* the whole file, UTF-8 */
    const tt_file *file; /* whose bytes they are, when they are mapped; NULL: they are not */
    tt_kind kind; /* forced or sniffed; a reader may be given NONE when records name their kind */
    bool forced;  /* the kind was asked for: a record that names another one is rejected */
    const tt_mapping *map; /* NULL: canonical names */
    tt_read_limits limits;
    tt_arena *scratch;         /* reset by the reader between records */
    struct tt_xml_keep *xml;   /* what is kept between files, of XML */
    struct tt_emit_keep *emit; /* and of standard formats; may be NULL */
    const tt_talk *talk;       /* may be NULL */
    uint64_t *n_rows; /* counts up for each row where it is split; may be NULL.  In the end it is
                         the number of record() calls and of flaws with TT_LOST_RECORD */
} tt_read_in;

/*
 * Each record() and each flaw() with TT_LOST_RECORD is one row read, nothing else is.  The lesser
 * flaws of a row come before its record; a rejected row has one flaw, the first in order of the
 * fields, and notes on how it was split.
 */
typedef struct tt_reader {
    const char *id; /* = file name: "csv", "json" */
    const char *title;
    const char *extensions; /* "csv,tsv" */
    /** 0..100 for the first 64 KiB; the highest wins, a tie asks for --format.  No allocation. */
    int (*sniff)(tt_str head);
    /** The kind of the records, from the header or the root; NONE when not recognised.  No
     * allocation. */
    tt_kind (*kind)(tt_str bytes, const tt_mapping *map);
    /**
     * Tell every row to the sink.
     *
     * @return  TT_OK, TT_EFORMAT (the file as a whole, or the map), TT_ELIMIT, TT_ENOMEM, or what
     * the sink returned.
     */
    tt_status (*read)(const tt_read_in *in, const tt_sink *sink, tt_err *err);
} tt_reader;

enum { TT_SNIFF_BYTES = 64 * 1024 };

/** Rows of registry.def in order. */
const tt_reader *const *tt_readers(size_t *n);
const tt_reader *tt_reader_find(tt_str id); /* NULL when unknown */

#endif
