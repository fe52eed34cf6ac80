/*
 * hs_words.h - under which chapters of the Harmonized System words stand: in our table of headings,
 * and in the papers of others.
 *
 * For a mark of a text (text_marks.h), r(c) is the number of relations (two parties) whose papers
 * have it under chapter c, those of the two parties of the text left out: nobody makes the rule for
 * himself.  t(c) is the share of chapter c among the headings of the table that have it.  Then
 *
 *     q(c) = (r(c) + table * t(c) + 1/97) / (sum of r + table + 1)
 *     s    = 1 - H(q) / ln 97                 how much the mark tells: entropy
 *     share(c) = sum of s q(c) / sum of s     over the marks that are known
 *
 * A mark is known when the table has it, or `relations` relations or more of others.  Only marks of
 * texts of the case are kept: of another text, those that the case has are known.
 */
#ifndef TT_DETECT_COMMON_HS_WORDS_H
#define TT_DETECT_COMMON_HS_WORDS_H

#include "detect/common/text_marks.h"
#include "detect/common/texts.h"

enum { TT_HS_CHAPTERS = 97 };

typedef struct tt_hs_words {
    const tt_data *d;
    tt_str *mark;               /* from 1 on */
    uint32_t *by_text;          /* marks, ascending by text */
    uint32_t *first;            /* of cells, by mark */
    struct tt_hs_cell *cells;   /* by (mark, chapter) */
    struct tt_hs_use *uses;     /* by (mark, chapter, two parties): relations, each once */
    struct tt_hs_use *of_party; /* by (mark, chapter, party): how many of them it is in */
    size_t n_marks, n_uses, n_of_party;
} tt_hs_words;

/**
 * Read the table and every line that has a text and a code of a chapter that exists.
 *
 * @param texts  of d, borrowed for the call.
 * @param a     holds the result.
 * @complexity  O(n log n) for n marks of different (text, code, relation), and one pass over the
 *              table.
 */
TT_MUST_CHECK tt_status tt_hs_words_build(const tt_data *d, const tt_line_texts *texts, tt_arena *a,
                                          tt_hs_words *out, tt_err *err);

typedef struct tt_hs_weigh {
    double table;     /* relations that the table counts as */
    double relations; /* of others, that make a word known */
} tt_hs_weigh;

/* What the words of a text say of its chapter. */
typedef struct tt_hs_fit {
    double own, best;     /* share(c) of the chapter asked for, and of the one they fit best */
    unsigned chapter;     /* that one */
    unsigned heading;     /* of it, in our table, that has the word below; 0 = none */
    tt_str word;          /* the mark that tells most of the two apart: slice of the text */
    uint32_t others;      /* relations of others that have the word ... */
    uint32_t others_best; /* ... under that chapter, ... */
    uint32_t others_own;  /* ... under the one asked for */
    uint32_t self_best;   /* relations of the two parties that have it under that chapter */
} tt_hs_fit;

/** The shares and the chapter; the word comes after.
 * @param a,b  parties whose papers do not count; 0: none.  @return  false when no mark is known.
 */
bool tt_hs_words_fit(const tt_hs_words *w, const tt_hs_weigh *weigh, tt_str text, unsigned chapter,
                     tt_ix a, tt_ix b, tt_hs_fit *out);
/** The word, and what there is of it: of what tt_hs_words_fit said with the same. */
void tt_hs_words_why(const tt_hs_words *w, const tt_hs_weigh *weigh, tt_str text, unsigned chapter,
                     tt_ix a, tt_ix b, tt_hs_fit *fit);

/** How much a mark tells: s of above, without the papers of a and b; below 0 when it is not known.
 */
double
tt_hs_words_tell(const tt_hs_words *w, const tt_hs_weigh *weigh, tt_str folded, tt_ix a, tt_ix b);

#endif
