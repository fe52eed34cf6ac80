/* returns.c - see returns.h. */
#include "detect/common/returns.h"

#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/regime.h"
#include "detect/common/words.h"

bool tt_is_packaging(uint32_t heading)
{
    static const uint32_t headings[] = {3923, 4415, 7310, 8609};
    for (size_t i = 0; i < TT_LEN(headings); i++)
        if (heading == headings[i])
            return true;
    return false;
}

static bool says_return(tt_str text)
{
    static const char *const words[] = {
        "repair",    "repaired",      "repairs",     "return", "returned",   "returns",
        "warranty",  "rma",           "fair",        "fairs",  "exhibition", "loan",
        "on loan",   "demonstration", "calibration", "rework", "re-work",    "refurbished",
        "reparatur", "retour",        "reparation",
    };
    for (size_t i = 0; i < TT_LEN(words); i++)
        if (tt_text_has(text, words[i]))
            return true;
    return false;
}

static bool document_says_return(const tt_data *d, tt_kind kind, tt_ix doc)
{
    const tt_head *h = tt_data_head(d, kind, doc);
    const tt_line *lines = tt_data_lines(d, kind);
    if (kind == TT_KIND_DECLARATION && tt_regime_temporary(d->declarations[doc].procedure_code))
        return true;
    for (tt_ix i = h->first_line; i < h->first_line + h->n_lines; i++)
        if (says_return(lines[i].description))
            return true;
    return false;
}

bool tt_papers_say_return(const tt_data *d, tt_kind kind, tt_ix doc)
{
    tt_ix deal = tt_deal_of(d, kind, doc);
    if (document_says_return(d, kind, doc))
        return true;
    for (tt_ix k = 0; deal && k < d->deals[deal].n_docs; k++) {
        const tt_deal_doc *x = &d->deal_docs[d->deals[deal].first_doc + k];
        if (x->kind != TT_KIND_PAYMENT && document_says_return(d, x->kind, x->doc))
            return true;
    }
    return false;
}
