/*
 * texts.h - the descriptions of lines, each different one once.
 *
 * A case has a hundred lines and more for each text that is in it: what costs something for a text
 * is asked of the text, not of its lines.
 */
#ifndef TT_DETECT_COMMON_TEXTS_H
#define TT_DETECT_COMMON_TEXTS_H

#include "model/data.h"

typedef struct tt_line_texts {
    tt_str *v;     /* 1 to n; 0 is the empty text */
    bool *service; /* of texts: they name a service; see words.h */
    uint32_t n;
    uint32_t *of[TT_KIND_COUNT]; /* of lines of invoices, shipments and declarations, from 1 on */
} tt_line_texts;

/** @param a  holds the result; texts are borrowed from d.  @complexity  O(bytes of all texts). */
TT_MUST_CHECK tt_status tt_line_texts_build(const tt_data *d, tt_arena *a, tt_line_texts *out,
                                            tt_err *err);

#endif
