/*
 * decide.h - what the files of decide share: reading, naming and keeping a decisions file.
 */
#ifndef TT_APP_DECIDE_H
#define TT_APP_DECIDE_H

#include "app/case_impl.h"
#include "tradetrace/decide.h"

TT_VEC(tt_decided_vec, tt_decided);

typedef struct tt_decide {
    tt_case *c;
    tt_arena a; /* of all texts */
    tt_decided_vec said;
    tt_decide_sums sums;
    tt_status (*fn)(void *ctx, const tt_decide_note *n, tt_err *err);
    void *ctx;
} tt_decide;

/* The columns; a and verdict must be there. */
enum { TT_DC_A, TT_DC_B, TT_DC_VERDICT, TT_DC_WHO, TT_DC_WHEN, TT_DC_WHY, TT_DC_COLUMNS };
extern const char *const tt_decide_columns[TT_DC_COLUMNS];
/** The header, then what each column holds: `schema decisions`. */
void tt_decide_describe(tt_buf *b);

/** Tell of a line. */
TT_MUST_CHECK tt_status tt_decide_tell(tt_decide *d, uint64_t line, int column, bool bad,
                                       const char *text, tt_err *err);
/**
 * decide_read.c: the lines that say something to d->said, with nothing bound yet.
 *
 * @param bytes  of the file; texts are copied to the arena.
 */
TT_MUST_CHECK tt_status tt_decide_read(tt_decide *d, tt_str bytes, tt_err *err);
/** decide_bind.c: what each text names; tells of those that name nobody, or several. */
TT_MUST_CHECK tt_status tt_decide_bind(tt_decide *d, tt_err *err);
/** decide_bind.c: tell of decisions that newer ones contradict.  O(decisions^2) at worst. */
TT_MUST_CHECK tt_status tt_decide_contradict(tt_decide *d, tt_err *err);

/**
 * Give each finding of c->results what a person said of it last.
 *
 * @param idle  decisions about a party or finding that the case does not have.
 */
TT_MUST_CHECK tt_status tt_case_dispose(tt_case *c, size_t *idle, tt_err *err);

/** Entities of the last resolve in memory, if there was one, whatever has come since. */
TT_MUST_CHECK tt_status tt_case_load_parties(tt_case *c, tt_err *err);

#endif
