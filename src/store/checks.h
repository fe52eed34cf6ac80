/*
 * checks.h - identifiers of rows and mentions: what is to be said of them, kept beside the text.
 *
 * Nothing is rejected or changed for an identifier.  What is said follows from the text, so it is
 * no part of the identity of a row or mention; verify makes it again, when it has the same lists of
 * codes.
 */
#ifndef TT_STORE_CHECKS_H
#define TT_STORE_CHECKS_H

#include "model/id_field.h"
#include "store/record.h"

struct tt_plan;

/* What was said of a short text: codes of goods and ports come again and again. */
enum { TT_CHECKED = 1024, TT_CHECKED_BYTES = 15, TT_ID_ODD = 0xff };
typedef struct tt_checked {
    uint64_t text[2]; /* up to TT_CHECKED_BYTES bytes, padded with zeros, the last byte their
                         number; 0: free */
    uint8_t check;    /* tt_id_field */
    uint8_t state;
} tt_checked;

/** What is to be said of field i of a row: tt_id_field_state, faster.  @param memo  TT_CHECKED of
 * them, zeroed in the beginning. */
tt_id_state tt_checks_state(tt_checked *memo, const tt_kind_info *k, const tt_value *v, size_t i);
/** Fill the columns of the checks of a row. */
void tt_checks_of_row(tt_checked *memo, const struct tt_plan *plan, tt_kind kind, const tt_value *v,
                      tt_cell *cell);

/* The parts of a mention that are checked, in the order of their columns. */
enum { TT_MENTION_CHECKS = 3 };
extern const tt_part tt_mention_check[TT_MENTION_CHECKS];
/** What is to be said of them. */
void tt_checks_of_mention(const tt_str part[TT_PART_COUNT], tt_id_state out[TT_MENTION_CHECKS]);

static inline void tt_cell_check(tt_cell *c, tt_id_state state)
{
    if (state == TT_ID_UNCHECKED)
        tt_cell_null(c);
    else
        tt_cell_int(c, (int64_t)state);
}

#endif
