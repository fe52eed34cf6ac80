/*
 * indicators.h - the official indicators of trade-based money laundering, and which detectors look
 * for them.
 *
 * The list is indicators.tsv.  A test holds it against the registry: each detector names
 * indicators of the list, and the list names the detectors back.
 */
#ifndef TT_DETECT_INDICATORS_H
#define TT_DETECT_INDICATORS_H

#include "base/base.h"

typedef struct tt_indicator {
    tt_str id;         /* "D-02": numbering of ours, stable for ever */
    tt_str group;      /* "documents", ... */
    tt_str meaning;    /* in our words */
    tt_str source;     /* who publishes it */
    tt_str computable; /* "Y" from the records, "P" in part or by a proxy, "N" not */
    tt_str words;      /* "checked" against the source, or "memory" */
    tt_str detectors;  /* codes, blank separated; "-" none */
} tt_indicator;

/* Where the reading of the list is: {0} starts. */
typedef struct tt_indicator_at {
    tt_str rest;
    bool begun;
} tt_indicator_at;

/** The next row in the order of the list.  @return  false after the last.  Slices live for ever. */
bool tt_indicator_next(tt_indicator_at *at, tt_indicator *out);
bool tt_indicator_find(tt_str id, tt_indicator *out);

#endif
