/* incoterm.c - delivery terms and the way to a FOB value.  Rows are in data/incoterms.tsv and
 * data/fob.tsv. */
#include "refdata/incoterm.h"

#include "base/str.h"
#include "refdata/fold.h"

enum fob_what {
    FOB_SEA_CONTAINER,
    FOB_SEA_BULK,
    FOB_AIR,
    FOB_LAND,
    FOB_UNKNOWN,
    FOB_WITHOUT_INSURANCE,
    FOB_TO_PORT,
    FOB_SPREAD_KNOWN,
    FOB_SPREAD_UNKNOWN
};
typedef struct rg_fob_row {
    enum fob_what what;
    int64_t per_mille;
} rg_fob_row;
typedef tt_incoterm_info rg_incoterms_row;
#define TT_REFGEN_FOB
#define TT_REFGEN_INCOTERMS
#include "gen/refdata_data.h"

static bool find(tt_str text, tt_incoterm *out)
{
    int row = tt_fold_find(rg_incoterms_keys, TT_LEN(rg_incoterms_keys), text);
    if (row < 0)
        return false;
    *out = (tt_incoterm)(row + 1);
    return true;
}

static bool ends_word(char c)
{
    return (unsigned char)c < 0x80 && !tt_ascii_is_alnum(c);
}

bool tt_incoterm_parse(tt_str text, tt_incoterm *out)
{
    enum { MAX_WORDS = 6 };
    size_t end[MAX_WORDS], n = 0;
    text = tt_str_trim(text);
    for (size_t i = 0; i < text.n && n < MAX_WORDS; i++)
        if (i + 1 == text.n || (ends_word(text.p[i + 1]) && !ends_word(text.p[i])))
            end[n++] = i + 1;
    while (n > 0) /* the longest first: "delivered at place unloaded" is not "delivered at place" */
        if (find(tt_str_sub(text, 0, end[--n]), out))
            return true;
    return false;
}

const tt_incoterm_info *tt_incoterm_get(tt_incoterm t)
{
    static const tt_incoterm_info none = {.code = "", .name = ""};
    return t != TT_INCOTERM_NONE && t <= TT_LEN(rg_incoterms) ? &rg_incoterms[t - 1] : &none;
}

const char *tt_incoterm_code(tt_incoterm t)
{
    return tt_incoterm_get(t)->code;
}

static int64_t per_mille(enum fob_what what)
{
    for (size_t i = 0; i < TT_LEN(rg_fob); i++)
        if (rg_fob[i].what == what)
            return rg_fob[i].per_mille;
    TT_ASSERT(false && "every constant has a row");
    return 0;
}

tt_fob tt_incoterm_fob(tt_incoterm t, tt_freight mode)
{
    static const enum fob_what by_mode[] = {
        [TT_FREIGHT_UNKNOWN] = FOB_UNKNOWN,   [TT_FREIGHT_SEA_CONTAINER] = FOB_SEA_CONTAINER,
        [TT_FREIGHT_SEA_BULK] = FOB_SEA_BULK, [TT_FREIGHT_AIR] = FOB_AIR,
        [TT_FREIGHT_LAND] = FOB_LAND,
    };
    const tt_incoterm_info *term = tt_incoterm_get(t);
    tt_fob fob = {1, 1, per_mille(FOB_SPREAD_KNOWN), term->duty};
    if (t == TT_INCOTERM_NONE || t > TT_LEN(rg_incoterms))
        fob.spread_e3 = per_mille(FOB_SPREAD_UNKNOWN);
    int64_t f = per_mille((size_t)mode < TT_LEN(by_mode) ? by_mode[mode] : FOB_UNKNOWN);
    if (term->freight) {
        int64_t share = term->insurance ? 1000 : per_mille(FOB_WITHOUT_INSURANCE);
        fob.num = 1000000;
        fob.den = 1000000 + f * share;
    } else if (term->short_of_port) {
        fob.num = per_mille(FOB_TO_PORT);
        fob.den = 1000;
    }
    return fob;
}
