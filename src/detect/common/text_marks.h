/*
 * text_marks.h - the words of a text about goods, in a form in which texts can be compared.
 *
 * A text is read as marks: its words, and each two words that follow one another; of Chinese
 * characters, each two.  Words are folded (case, accents, full width), lose the s of a plural, and
 * have three letters or more; filling words ("and", "other", "with") are passed over.  A text is
 * read to its 400th byte and its 48th mark.
 */
#ifndef TT_DETECT_COMMON_TEXT_MARKS_H
#define TT_DETECT_COMMON_TEXT_MARKS_H

#include "base/base.h"

enum { TT_TEXT_MARKS = 48, TT_TEXT_BYTES = 400 };

/* A mark of a text. */
typedef struct tt_text_mark {
    tt_str folded; /* upper case, one blank between two words */
    tt_str found;  /* slice of the text */
} tt_text_mark;

typedef struct tt_text_marks {
    tt_text_mark v[TT_TEXT_MARKS];
    size_t n, n_words; /* different marks; words of any length, filling ones left out */
    char text[4 * TT_TEXT_BYTES];
    size_t n_text;
} tt_text_marks;

/** Allocates nothing.  O(text). */
void tt_text_marks_of(tt_str text, tt_text_marks *out);

#endif
