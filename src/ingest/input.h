/*
 * input.h - one file before the case is asked: its bytes, name, hash, encoding, format; and then
 * its rows.  Touches no case, so any thread may do it.
 */
#ifndef TT_INGEST_INPUT_H
#define TT_INGEST_INPUT_H

#include "base/archive.h"
#include "base/file.h"
#include "base/xml.h"
#include "ingest/ingest.h"
#include "ingest/sniff.h"
#include "read/emit.h"
#include "store/batch.h"

typedef struct tt_input {
    tt_source_in source;     /* texts in the arena, or constant */
    tt_str bytes, text;      /* as in the file, and decoded */
    const tt_reader *reader; /* NULL: not recognised */
    const tt_reader *tied;   /* the other one that knows it as well */
    tt_encoding encoding;
    uint64_t n_bad; /* sequences that could not be decoded */
    /* What it is instead of a file of rows: each is NONE, false or NULL otherwise. */
    tt_archive_kind archive;
    bool pdf;
    const char *office; /* "xlsx" ... */
    bool too_large;     /* to be decoded */
    bool hashed;        /* source.sha is known */
    tt_arena arena;
    tt_file file;
    tt_spool spool;
    tt_file view;        /* whichever of these is mapped, or what was lent; never closed */
    tt_sniff_memo *memo; /* of the thread; NULL: none */
} tt_input;

void tt_input_init(tt_input *in);
void tt_input_release(tt_input *in);

/**
 * The bytes of a file, or of "-": standard input.  Pipes and devices are spooled: their size is
 * bounded by the disk and opt->max_file_bytes.
 *
 * @param plain  it is known to be a regular file.
 * @return       TT_OK, TT_EIO, TT_ELIMIT (max_file_bytes), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_input_open(tt_input *in, const char *path, bool plain,
                                      const tt_ingest_options *opt, tt_err *err);
/** The same for bytes that are somewhere already.
 * @param bytes   borrowed as long as in.
 * @param mapped  they are part of a mapped file. */
void tt_input_take(tt_input *in, tt_str bytes, bool mapped);
/**
 * What its bytes are.
 *
 * @param later  tt_input_hash is called, on any thread, meanwhile or later.
 * @return       TT_OK, TT_EUSAGE (encoding of the map), TT_ENOMEM, TT_EINTERNAL (libcrypto).
 */
TT_MUST_CHECK tt_status tt_input_describe(tt_input *in, tt_str name, bool later,
                                          const tt_ingest_options *opt, tt_err *err);
/** Its SHA-256, unless it is known.  @return TT_OK, TT_ENOMEM, TT_EINTERNAL (libcrypto). */
TT_MUST_CHECK tt_status tt_input_hash(tt_input *in, tt_err *err);
/** Pack chunk n.  @param out  emptied before. */
TT_MUST_CHECK tt_status tt_input_pack(const tt_input *in, uint64_t n, tt_zstd_packer *packer,
                                      tt_buf *out, tt_err *err);

/** True when it holds other files: an archive that can be opened, or a PDF. */
bool tt_input_is_box(const tt_input *in);
/** True when it is read to its end before the case gets anything of it, so that only the case
 * itself can fail then. */
bool tt_input_is_small(const tt_input *in);
/** True when its bytes are kept in the case. */
bool tt_input_is_kept(const tt_input *in);

/* Where the rows of an input go, and its packed bytes between them. */
typedef struct tt_feed {
    tt_sink sink; /* its ctx is that of the others */
    /* packed absent: tt_input_pack is left to who is told. */
    tt_status (*chunk)(void *ctx, int64_t n, tt_str packed, tt_err *err);
    bool (*packs)(void *ctx); /* true: leave that now; NULL: never */
} tt_feed;

/* What a thread keeps from one file to the next.  Zeroed: nothing yet. */
typedef struct tt_tools {
    tt_zstd_packer packer;
    tt_sniff_memo sniff;
    tt_xml_keep xml;
    tt_emit_keep emit;
    tt_arena scratch;
    tt_batcher *batcher; /* NULL: not made */
} tt_tools;
void tt_tools_release(tt_tools *t);

/**
 * Tell all rows, flaws and columns of an input, and its chunks when it is kept: chunk n comes when
 * a row begins after its end, the rest in the end; so the order does not depend on who listens.
 *
 * @param tools   of this thread.
 * @param n_rows  as the reader counted them.
 * @return        TT_OK, TT_EFORMAT, TT_ELIMIT, TT_ENOMEM, or what the feed returned.
 */
TT_MUST_CHECK tt_status tt_input_feed(const tt_input *in, const tt_ingest_options *opt,
                                      tt_tools *tools, const tt_feed *feed, uint64_t *n_rows,
                                      tt_err *err);

#endif
