/* compare.c - how much two names have in common, and whether a key is shared by strangers. */
#include "resolve/parts.h"

#include "base/str.h"

enum {
    MAX_TOKENS = 64,
    MIN_CUT = 8 /* letters: a shorter name is no name cut short */
};

static const double GENERIC_WEIGHT = 0.3;

struct parts {
    tt_str token[MAX_TOKENS];
    size_t n;
};

static void split(tt_str core, struct parts *p)
{
    p->n = 0;
    while (core.n && p->n < MAX_TOKENS && tt_str_split(&core, ' ', &p->token[p->n]))
        p->n++;
}

static double weight(const tt_surface *s, size_t token)
{
    return s->words >> token & 1 ? 1 : GENERIC_WEIGHT;
}

double tt_core_similarity(const tt_surface *a, const tt_surface *b)
{
    const tt_surface *cut = a->core.n <= b->core.n ? a : b, *whole = cut == a ? b : a;
    if (tt_str_eq(a->core, b->core))
        return 1;
    if (cut->core.n >= MIN_CUT && !cut->generic && tt_str_starts(whole->core, cut->core))
        return 1;
    struct parts x, y;
    bool used[MAX_TOKENS] = {false};
    split(a->core, &x);
    split(b->core, &y);
    double common = 0, all = 0;
    for (size_t i = 0; i < x.n; i++)
        all += weight(a, i);
    for (size_t j = 0; j < y.n; j++)
        all += weight(b, j);
    for (size_t i = 0; i < x.n; i++)
        for (size_t j = 0; j < y.n; j++)
            if (!used[j] && tt_str_eq(x.token[i], y.token[j])) {
                used[j] = true;
                common += weight(a, i) + weight(b, j);
                break;
            }
    return all > 0 ? common / all : 0;
}

bool tt_block_is_generic(const tt_rs *w, const uint32_t *at, uint32_t n, uint32_t limit)
{
    enum { ROOM = 1024 }; /* the parameter's ceiling */
    tt_str stem[ROOM];
    uint32_t n_stems = 0;
    for (uint32_t i = 0; i < n; i++) {
        tt_str s = tt_surface_stem(&w->surface[w->rec[at[i]].surface]);
        uint32_t k = 0;
        while (k < n_stems && !tt_str_eq(stem[k], s))
            k++;
        if (k < n_stems)
            continue;
        if (n_stems == limit || n_stems == ROOM)
            return true;
        stem[n_stems++] = s;
    }
    return false;
}
