/*
 * cuts.h - what a budget cut from a search, in words: in which component, and how much of it was
 * searched.
 */
#ifndef TT_DETECT_COMMON_CUTS_H
#define TT_DETECT_COMMON_CUTS_H

#include "detect/detect.h"
#include "graph/budget.h"

typedef struct tt_cut_words {
    const char *id;     /* "flow.rapid_chain" */
    const char *limit;  /* "100000 payments tried from a start, 500000000 in all" */
    const char *start;  /* "start": what a search began with, in the singular */
    const char *visit;  /* "payment": what was tried, in the singular */
    const char *effect; /* what it means for the reader */
} tt_cut_words;

/**
 * Notes on completeness for the three components with the most cut starts, by name of the party
 * where most of them are, and one for all others.  Nothing when nothing was cut.
 *
 * @param src,dst  n flows: what connects parties.
 */
TT_MUST_CHECK tt_status tt_cuts_tell(const tt_detect_in *in, const tt_cut_words *words,
                                     const tt_effort *e, const uint32_t *src, const uint32_t *dst,
                                     uint32_t n, tt_findings *out, tt_err *err);

#endif
