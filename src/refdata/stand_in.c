/* stand_in.c - the words, folded (fold.h), and the look-up; see stand_in.h. */
#include "refdata/stand_in.h"

#include "base/str.h"
#include "refdata/fold.h"

enum {
    LONGEST = 48,   /* bytes of what can be in a table */
    MOST_WORDS = 6, /* before a name */
    FIRST = 2       /* letters that all words have at least */
};

typedef struct words {
    const char *key;
    tt_stands stands;
    const char *role;
} words;

#define NOBODY TT_STANDS_NOBODY, NULL
#define ABOVE TT_STANDS_ABOVE, NULL
#define AS(r) TT_STANDS_ROLE, r

/* Whole texts, in strcmp order. */
static const words whole[] = {
    {"ALAORDEN", NOBODY},
    {"ALAORDENDELEMBARCADOR", NOBODY},
    {"ALLORDINE", NOBODY},
    {"ALORDRE", NOBODY},
    {"ANORDER", NOBODY},
    {"AORDEM", NOBODY},
    {"AORDRE", NOBODY},
    {"ASABOVE", ABOVE},
    {"ASCONSIGNEE", AS("consignee")},
    {"ASPERATTACHED", NOBODY},
    {"ASPERATTACHEDLIST", NOBODY},
    {"BEARER", NOBODY},
    {"CASHCUSTOMER", NOBODY},
    {"CONSIGNEE", AS("consignee")},
    {"DITTO", ABOVE},
    {"IDEM", ABOVE},
    {"MISMOCONSIGNATARIO", AS("consignee")},
    {"N/A", NOBODY},
    {"NA", NOBODY},
    {"NIL", NOBODY},
    {"NONE", NOBODY},
    {"NONREF", NOBODY},
    {"NOTAPPLICABLE", NOBODY},
    {"NOTAVAIL", NOBODY},
    {"NOTAVAILABLE", NOBODY},
    {"NOTIFYPARTY", AS("notify")},
    {"NOTKNOWN", NOBODY},
    {"NOTPROVIDED", NOBODY},
    {"NULL", NOBODY},
    {"ORDER", NOBODY},
    {"ORDEROFSHIPPER", NOBODY},
    {"SAME", ABOVE},
    {"SAMEASABOVE", ABOVE},
    {"SAMEASBUYER", AS("buyer")},
    {"SAMEASCNEE", AS("consignee")},
    {"SAMEASCONSIGNEE", AS("consignee")},
    {"SAMEASEXPORTER", AS("exporter")},
    {"SAMEASIMPORTER", AS("importer")},
    {"SAMEASNOTIFY", AS("notify")},
    {"SAMEASNOTIFYPARTY", AS("notify")},
    {"SAMEASSELLER", AS("seller")},
    {"SAMEASSHIPPER", AS("shipper")},
    {"SAMEASTHECONSIGNEE", AS("consignee")},
    {"SEEATTACHED", NOBODY},
    {"SEEATTACHEDLIST", NOBODY},
    {"SHIPPERSORDER", NOBODY},
    {"TBA", NOBODY},
    {"TBC", NOBODY},
    {"TBN", NOBODY},
    {"THECONSIGNEE", AS("consignee")},
    {"THESAME", ABOVE},
    {"TOBEADVISED", NOBODY},
    {"TOBEARER", NOBODY},
    {"TOBECONFIRMED", NOBODY},
    {"TOBENOMINATED", NOBODY},
    {"TOORDER", NOBODY},
    {"TOSHIPPERSORDER", NOBODY},
    {"TOTHEORDER", NOBODY},
    {"UNKNOWN", NOBODY},
    {"UNTOORDER", NOBODY},
    {"VARIOUS", NOBODY},
    {"VARIOUSPARTIES", NOBODY},
    {"凭托运人指示", NOBODY},
    {"凭指示", NOBODY},
    {"同上", ABOVE},
    {"同收货人", AS("consignee")},
    {"指示", NOBODY},
};

/* What may stand before a name.  Not "order of" alone: there are orders of knights. */
static const char *const order_of[] = {"ALAORDENDE",   "ALORDREDE",   "ANDIEORDERVON",
                                       "ANORDERDER",   "AORDEMDE",    "TOORDEROF",
                                       "TOTHEORDEROF", "UNTOORDEROF", "UNTOTHEORDEROF"};

/* Whose order it may be without anybody being named. */
static const char *const no_name[] = {"ANYBANK",  "BANK",    "CONSIGNEE",  "ISSUINGBANK", "SHIPPER",
                                      "SHIPPERS", "THEBANK", "THESHIPPER", "THECONSIGNEE"};

static bool one_of(const char *const *v, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(v[i], key) == 0)
            return true;
    return false;
}

static const words *find_whole(const char *key)
{
    size_t low = 0, high = TT_LEN(whole);
    TT_BISECT(size_t, low, high, mid, strcmp(whole[mid].key, key) < 0);
    return low < TT_LEN(whole) && strcmp(whole[low].key, key) == 0 ? &whole[low] : NULL;
}

/* True when one of the words begins with these letters. */
static bool begins_one(const char first[FIRST])
{
    size_t low = 0, high = TT_LEN(whole);
    TT_BISECT(size_t, low, high, mid, strncmp(whole[mid].key, first, FIRST) < 0);
    if (low < TT_LEN(whole) && strncmp(whole[low].key, first, FIRST) == 0)
        return true;
    for (size_t i = 0; i < TT_LEN(order_of); i++)
        if (strncmp(order_of[i], first, FIRST) == 0)
            return true;
    return false;
}

/* False when the text cannot be one of the words, nor begin with some: most names are told by
 * their first letters, before all of them are folded. */
static bool may_stand_in(tt_str s)
{
    char first[FIRST];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < FIRST; i++) {
        if ((unsigned char)s.p[i] >= 0x80 || s.p[i] == '&')
            return true; /* folds to something else */
        if (tt_ascii_is_alnum(s.p[i]) || s.p[i] == '/')
            first[n++] = tt_ascii_upper(s.p[i]);
        else if (!tt_fold_drops(s.p[i]))
            return true;
    }
    return n == FIRST && begins_one(first);
}

static bool says_nothing(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (tt_ascii_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static bool ends_word(char c)
{
    return tt_ascii_is_space(c) || c == ':';
}

/* Where the name begins behind the longest words of `order_of`; 0: they do not stand there. */
static size_t behind_order(tt_str s)
{
    char key[TT_FOLD_MAX];
    size_t at = 0;
    for (size_t i = 1, n = 0; i < s.n && i <= LONGEST && n < MOST_WORDS; i++) {
        if (!ends_word(s.p[i]) || ends_word(s.p[i - 1]))
            continue;
        n++;
        if (tt_fold(tt_str_sub(s, 0, i), key) && one_of(order_of, TT_LEN(order_of), key))
            at = i;
    }
    return at;
}

tt_stand_in tt_stand_in_read(tt_str written)
{
    char key[TT_FOLD_MAX];
    const tt_stand_in nobody = {.stands = TT_STANDS_NOBODY};
    tt_str s = tt_str_trim(written);
    if (says_nothing(s))
        return nobody;
    if (!may_stand_in(s))
        return (tt_stand_in){.name = written};
    if (s.n <= LONGEST && tt_fold(s, key)) {
        const words *w = find_whole(key);
        if (w)
            return (tt_stand_in){.stands = w->stands, .role = w->role};
    }
    size_t at = behind_order(s);
    if (!at)
        return (tt_stand_in){.name = written};
    tt_str name = tt_str_trim(tt_str_sub(s, at, SIZE_MAX));
    while (name.n && (name.p[0] == ':' || name.p[0] == ','))
        name = tt_str_trim(tt_str_sub(name, 1, SIZE_MAX));
    if (says_nothing(name) ||
        (name.n <= LONGEST && tt_fold(name, key) && one_of(no_name, TT_LEN(no_name), key)))
        return nobody;
    return (tt_stand_in){.name = name};
}
