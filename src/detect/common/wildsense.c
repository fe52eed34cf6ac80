/* wildsense.c - what a word for wildlife says where it stands; see wildtext.h. */
#include "detect/common/wildtext.h"

#include "base/str.h"

static bool apart(const tt_wild_hit *a, const tt_wild_hit *b)
{
    return a->found.p + a->found.n <= b->found.p || b->found.p + b->found.n <= a->found.p;
}

static bool same_word(const tt_wild_hit *a, const tt_wild_hit *b)
{
    return a->word == b->word;
}

tt_sense tt_wild_sense(const tt_wild_hits *hits, size_t i, const tt_wild_hit **cue)
{
    const tt_wild_hit *h = &hits->v[i];
    *cue = NULL;
    if (!h->word || h->word->sense == TT_SENSE_CUE)
        return TT_SENSE_CUE;
    if (h->word->sense == TT_SENSE_PLAIN && h->plain)
        return TT_SENSE_PLAIN;
    for (size_t k = 0; k < hits->n; k++) {
        const tt_wild_hit *c = &hits->v[k];
        if (k == i || !c->word || same_word(c, h) || !apart(c, h))
            continue;
        bool same = tt_str_eq(c->word->product, h->word->product);
        if (same || (c->word->sense == TT_SENSE_CUE && !c->word->product.p)) {
            *cue = c;
            return TT_SENSE_PLAIN;
        }
    }
    return TT_SENSE_AMBIGUOUS;
}
