/*
 * wildtext.h - words for wildlife and timber in texts of seven languages, found in one pass.
 *
 * Text is folded as it is read: case, accents and full width go, and what is no letter or digit
 * becomes one blank; a change between Latin and other scripts is a blank as well.  Words of Latin
 * letters are found as whole words, with an s for the plural; words of Chinese characters anywhere.
 * Letters that stand one by one with blanks between, two of Chinese or Thai or five of Latin and
 * more, are read without the blanks: "象 牙", "n g à v o i"; words beside each other are not: "大象
 * 牙科".  What has no width is not seen.
 * A word inside a phrase that means something else ("ivory white", "象牙海岸") is no hit, and a
 * word inside a longer word that is found is none either.
 *
 * @source  A. V. Aho and M. J. Corasick, Efficient String Matching, Communications of the ACM 18,
 *          1975.
 */
#ifndef TT_DETECT_COMMON_WILDTEXT_H
#define TT_DETECT_COMMON_WILDTEXT_H

#include "refdata/wildlife.h"

enum { TT_WILD_HITS = 16 };

typedef struct tt_wild_hit {
    const tt_wild_word *word; /* one of the three is not NULL */
    const tt_timber *timber;
    const tt_taxon *taxon; /* scientific name of a species */
    tt_str found;          /* slice of the text */
    bool plain; /* as it stands; a Vietnamese or short word without its accents is ambiguous */
} tt_wild_hit;

typedef struct tt_wild_hits {
    tt_wild_hit v[TT_WILD_HITS]; /* by place */
    size_t n;
    bool more; /* than there is room for */
} tt_wild_hits;

typedef struct tt_wildtext {
    struct tt_wild_node *nodes;
    struct tt_wild_pattern *patterns;
    uint32_t root[256];
    size_t n_nodes, n_patterns;
} tt_wildtext;

/** @param w  borrowed as long as the result is used.  @param a  holds the result. */
TT_MUST_CHECK tt_status tt_wildtext_build(const tt_wildlife *w, tt_arena *a, tt_wildtext *out,
                                          tt_err *err);
/** Allocates nothing.  @complexity  O(text). */
void tt_wildtext_scan(const tt_wildtext *t, tt_str text, tt_wild_hits *out);

/**
 * What a hit says: TT_SENSE_PLAIN, or TT_SENSE_AMBIGUOUS when it needs a second cue and there is
 * none.  A cue is another word for the same product, or one of the cues, that does not overlap it.
 *
 * @param cue  the cue that decided; NULL when the word says it alone, or says nothing.
 * @return     TT_SENSE_CUE for a hit that is a cue, a timber or a taxon.
 */
tt_sense tt_wild_sense(const tt_wild_hits *hits, size_t i, const tt_wild_hit **cue);

#endif
