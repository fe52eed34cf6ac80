/*
 * shared.h - what several detectors need, computed once by the runner and read-only afterwards.
 */
#ifndef TT_DETECT_COMMON_SHARED_H
#define TT_DETECT_COMMON_SHARED_H

#include "detect/common/books.h"
#include "detect/common/cargo.h"
#include "detect/common/credits.h"
#include "detect/common/flows.h"
#include "detect/common/hs_words.h"
#include "detect/common/links.h"
#include "detect/common/names.h"
#include "detect/common/pairs.h"
#include "detect/common/price_marks.h"
#include "detect/common/runs.h"
#include "detect/common/sensitive.h"
#include "detect/common/shell.h"
#include "detect/common/texts.h"
#include "detect/common/wild.h"

typedef struct tt_shared {
    tt_line_texts texts;
    tt_books books;
    tt_links links;
    tt_names names;
    tt_credits credits;
    tt_pairs pairs;
    tt_prices prices;
    tt_price_marks price_marks; /* with the parameters that detectors of prices start with */
    tt_runs runs;
    tt_ix *declared; /* of entities: the smallest of those that ownership records join it with */
    bool *parented;  /* of entities: an ownership record gives it a parent company */
    tt_flows flows;
    tt_wild wild;
    tt_carriages carriages; /* point into wild */
    tt_hs_words hs_words;
    tt_shells shells;
    tt_cargo cargo;
} tt_shared;

/**
 * @param threads  parts that do not need each other are built side by side.
 * @param out      must stay where it is: parts point to each other.
 * @param a        holds the result.
 */
TT_MUST_CHECK tt_status tt_shared_build(const tt_data *d, const tt_graph *g, unsigned needs,
                                        unsigned threads, tt_arena *a, tt_shared *out, tt_err *err);

#endif
