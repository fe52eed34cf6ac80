/* normalise.h - the words of a name on their way to words.c. */
#ifndef TT_RESOLVE_NORMALISE_H
#define TT_RESOLVE_NORMALISE_H

#include "resolve/tokens.h"

#include "base/buf.h"

/* A draft is words, "0huaqiang", with the kind in front and Chinese characters or the common form
 * of a given name behind, then the first letters of all of them: these stand between. */
enum {
    TT_DRAFT_WORD = '\n',
    TT_DRAFT_NATIVE = '\t',
    TT_DRAFT_COMMON = '\v',
    TT_DRAFT_INITIALS = '\f'
};

typedef struct tt_name_draft {
    tt_buf text;
    uint32_t n; /* words */
    char initials[TT_NAME_MAX_WORDS];
    uint32_t n_initials;
    uint64_t letters; /* hash of those as written */
    uint32_t n_letters;
} tt_name_draft;

/** @param native  Chinese characters, or absent. */
void tt_name_draft_add(tt_name_draft *d, tt_word_kind kind, tt_str text, tt_str native);
/** A common name, and the form that its spellings share. */
void tt_name_draft_add_common(tt_name_draft *d, tt_str text, tt_str common);
/** A word as it is written. */
void tt_name_draft_written(tt_name_draft *d, tt_str text);

/* --- person.c --- */

/** True for a whole name in Chinese or Korean characters that begins with a family name. */
bool tt_name_is_person(const tt_lexicon *x, const tt_tokens *t);

/** The words of a person's name: no titles, given names before the family name. */
TT_MUST_CHECK tt_status tt_name_draft_person(const tt_lexicon *x, tt_unicode *u, tt_arena *tmp,
                                             tt_str raw, tt_name_draft *d, tt_err *err);

#endif
