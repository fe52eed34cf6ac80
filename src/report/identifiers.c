/*
 * identifiers.c - schemes that occur.
 */
#include "report/identifiers.h"

#include "base/str.h"

static bool occurs(const tt_data *d, unsigned scheme)
{
    for (unsigned state = TT_ID_VALID; state < TT_ID_STATES; state++)
        if (d->checks[scheme][state])
            return true;
    return false;
}

static int by_name(tt_id_scheme a, tt_id_scheme b)
{
    return tt_str_cmp(tt_str_of(tt_id_scheme_text(a)), tt_str_of(tt_id_scheme_text(b)));
}

size_t tt_identifier_schemes(const tt_data *d, tt_id_scheme out[TT_ID_SCHEMES])
{
    size_t n = 0;
    for (unsigned s = TT_ID_NONE + 1; s < TT_ID_SCHEMES; s++) {
        size_t at = n;
        if (!occurs(d, s))
            continue;
        for (; at > 0 && by_name((tt_id_scheme)s, out[at - 1]) < 0; at--)
            out[at] = out[at - 1];
        out[at] = (tt_id_scheme)s;
        n++;
    }
    return n;
}
