/*
 * draft_names.h - what the header of a column speaks of: words in eight languages to concepts,
 * concepts to fields.  The words are header_words.def, the fields header_fields.def.
 */
#ifndef TT_READ_DRAFT_NAMES_H
#define TT_READ_DRAFT_NAMES_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/kind.h"

typedef struct tt_header_words tt_header_words; /* words and fields, folded; in an arena */

/* What one header speaks of. */
typedef struct tt_sense {
    uint64_t set[2];  /* a bit for each concept of header_words.def */
    unsigned unknown; /* words of the header that are none of ours */
} tt_sense;

/** In the arena; NULL when memory is out. */
const tt_header_words *tt_header_words_new(tt_arena *a);
/**
 * Read a header: words are split at blanks, signs, digits and capitals ("sourceNodeId"), and words
 * that are written together ("Rechnungsnummer", "发票号码") at the longest that are known.
 *
 * @complexity  length times number of words.
 */
tt_sense tt_sense_of(const tt_header_words *x, tt_str header);
/** How well a header fits a field, in percent; 0: not at all.  The header that is the field's own
 * name is not looked at here. */
unsigned tt_sense_fits(const tt_header_words *x, const tt_sense *s, tt_kind kind, size_t field);
/** "invoice, number". */
void tt_sense_text(const tt_sense *s, tt_buf *b);

#endif
