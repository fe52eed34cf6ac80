/*
 * wood.h - a line of timber: the woods that its text names, what a cubic metre weighs, and whether
 * its country let it go.
 */
#ifndef TT_DETECT_COMMON_WOOD_H
#define TT_DETECT_COMMON_WOOD_H

#include "detect/common/wild.h"

enum { TT_WOOD_NAMES = 4 };

typedef struct tt_wood {
    tt_ref at;
    const tt_line *l;
    tt_country from; /* whence it was sent */
    tt_date day;
    const tt_timber *named[TT_WOOD_NAMES]; /* in the order of the text */
    size_t n;
    const tt_timber *first; /* the strictest that CITES lists, else the first; NULL: none */
    tt_str found;           /* the words for it */
    unsigned appendix;      /* of it, for its country on that day */
    bool more;              /* names, or words, than were looked at */
    double low, high;       /* kg for a cubic metre, air-dry, over those that are named */
    double kg_m3;           /* net, else gross; NAN unknown */
} tt_wood;

typedef enum tt_wood_form { TT_WOOD_NONE, TT_WOOD_LOGS, TT_WOOD_SAWN, TT_WOOD_SHEETS } tt_wood_form;

/** Logs (4403), sawn wood (4407), veneer and plywood (4408, 4412); NONE for other codes. */
tt_wood_form tt_wood_form_of(tt_hs hs);
/** Reads the line k of a document.  O(text). */
void tt_wood_read(const tt_wild *w, const tt_data *d, tt_kind kind, tt_ix doc, tt_ix k,
                  tt_wood *out);
/** A ban on goods of this code, or on a wood that is named, where and when the line was sent; NULL
 * when there is none, or the country or the day is not known. */
const tt_timber_ban *tt_wood_ban(const tt_wild *w, const tt_wood *x, tt_hs hs);

#endif
