/* slow_cluster.c - see slow_cluster.h.  The rules are those of src/resolve/README.md. */
#include "tests/support/slow_cluster.h"

#include "base/str.h"

#include <stdio.h>

enum { TEXT = 160, MAX_KEYS = 8, MAX_FACTS = 12, N_KINDS = 32 };

typedef char text[TEXT];

struct fact {
    tt_rs_fact what;
    text kind, value;
};

static const tt_surface *surface(const tt_rs *w, uint32_t rec)
{
    return &w->surface[w->rec[rec].surface];
}

/* --- facts of a record --- */

static void fact(struct fact *f, size_t *n, tt_rs_fact what, const char *kind, tt_str value)
{
    if (!value.n)
        return;
    f[*n].what = what;
    (void)snprintf(f[*n].kind, TEXT, "%d %s", (int)what, kind);
    (void)snprintf(f[*n].value, TEXT, "%.*s", TT_STR_ARG(value));
    ++*n;
}

static bool id_kind(const tt_rs_record *r, tt_str *id, text kind)
{
    tt_tax_check check = tt_tax_valid(r->country, *id, id);
    size_t digits = 0;
    if (!r->country || !id->n || check == TT_TAX_INVALID)
        return false;
    size_t at = (size_t)snprintf(kind, TEXT, "%u ", (unsigned)r->country);
    for (size_t i = 0; i < id->n && at + 1 < TEXT && check == TT_TAX_NO_RULE; i++) {
        digits += tt_ascii_is_digit(id->p[i]);
        kind[at++] = tt_ascii_is_digit(id->p[i]) ? '9' : 'A';
    }
    kind[at] = 0;
    return check == TT_TAX_VALID || (id->n >= 8 && digits >= 6);
}

static size_t facts_of(const tt_rs *w, uint32_t rec, struct fact f[MAX_FACTS])
{
    const tt_rs_record *r = &w->rec[rec];
    const tt_surface *s = surface(w, rec);
    text number;
    size_t n = 0;
    fact(f, &n, TT_FACT_LEI, "", r->key->lei);
    for (size_t k = 0; k < TT_RS_N_IDS; k++) {
        tt_str id = r->key->id[k];
        text kind;
        if ((k != TT_RS_IDENTIFIER || !r->keyed) && id_kind(r, &id, kind))
            fact(f, &n, TT_FACT_ID, kind, id);
    }
    if (r->party)
        fact(f, &n, TT_FACT_PARTY, "", tt_rs_party_id(w, r));
    (void)snprintf(number, TEXT, "%u", (unsigned)s->legal);
    if (s->legal)
        fact(f, &n, TT_FACT_LEGAL, "", tt_str_of(number));
    (void)snprintf(number, TEXT, "%u", (unsigned)r->country);
    if (r->country)
        fact(f, &n, TT_FACT_COUNTRY, "", tt_str_of(number));
    if (s->generic) {
        fact(f, &n, TT_FACT_ADDRESS, "", r->key->address);
        fact(f, &n, TT_FACT_ACCOUNT, "", r->key->account);
    }
    return n;
}

/* --- keys of a record --- */

static void key(text *keys, size_t *n, tt_str s, unsigned country, const char *more)
{
    if (s.n)
        (void)snprintf(keys[(*n)++], TEXT, "%.*s|%u|%s", TT_STR_ARG(s), country, more);
}

static void
name_key(const tt_rs *w, uint32_t rec, tt_rs_pass pass, const tt_surface *s, text *keys, size_t *n)
{
    const tt_rs_record *r = &w->rec[rec];
    char more[64] = "";
    if (pass != TT_PASS_NAME_ANYWHERE && !r->country)
        return;
    if (pass == TT_PASS_NAME_ADDRESS) {
        if (!r->key->address.n)
            return;
        (void)snprintf(more, sizeof(more), "%.*s", TT_STR_ARG(r->key->address));
    }
    if (pass == TT_PASS_NAME_LEGAL) {
        if (!s->legal)
            return;
        (void)snprintf(more, sizeof(more), "%u", (unsigned)s->legal);
    }
    text core = "";
    for (size_t i = 0, at = 0; i < s->core.n && at < 80; i++)
        if (s->core.p[i] != ' ')
            core[at++] = s->core.p[i];
    (void)snprintf(keys[(*n)++], TEXT, "%.80s|%u|%s", core,
                   pass == TT_PASS_NAME_ANYWHERE ? 0 : (unsigned)r->country, more);
}

static size_t keys_of(const tt_rs *w, uint32_t rec, tt_rs_pass pass, text keys[MAX_KEYS])
{
    const tt_rs_record *r = &w->rec[rec];
    size_t n = 0;
    switch (pass) {
    case TT_PASS_PARTY_ID:
        key(keys, &n, tt_rs_party_id(w, r), 0, "");
        break;
    case TT_PASS_LEI:
        key(keys, &n, r->key->lei, 0, "");
        break;
    case TT_PASS_ID:
        for (size_t k = 0; k < TT_RS_N_IDS && r->country; k++)
            key(keys, &n, r->key->id[k], r->country, "");
        break;
    case TT_PASS_ID_ANYWHERE:
        for (size_t k = 0; k < TT_RS_N_IDS; k++)
            key(keys, &n, r->key->id[k], 0, "");
        break;
    case TT_PASS_ACCOUNT:
        if (r->iban || r->country)
            key(keys, &n, r->key->account, r->iban ? 0 : r->country, "");
        break;
    default:
        name_key(w, rec, pass, surface(w, rec), keys, &n);
        for (uint32_t i = 0; i < r->n_alias; i++)
            name_key(w, rec, pass, &w->surface[w->alias[r->first_alias + i]], keys, &n);
    }
    return n;
}

/* --- sets of facts --- */

struct state {
    const tt_rs *w;
    uint32_t *label;
    uint32_t member[SLOW_MAX]; /* of the block */
    uint32_t n;
    unsigned mask;
    tt_rs_pass pass;
};

static bool values_meet(const struct state *s, uint32_t x, uint32_t y, const char *kind,
                        bool *x_has, bool *y_has)
{
    bool meet = false;
    *x_has = *y_has = false;
    for (uint32_t i = 0; i < s->w->n_rec; i++)
        for (uint32_t j = 0; j < s->w->n_rec; j++) {
            struct fact f[MAX_FACTS], g[MAX_FACTS];
            if (s->label[i] != x || s->label[j] != y)
                continue;
            size_t n = facts_of(s->w, i, f), m = facts_of(s->w, j, g);
            for (size_t a = 0; a < n; a++)
                *x_has |= strcmp(f[a].kind, kind) == 0;
            for (size_t b = 0; b < m; b++)
                *y_has |= strcmp(g[b].kind, kind) == 0;
            for (size_t a = 0; a < n; a++)
                for (size_t b = 0; b < m; b++)
                    meet |= strcmp(f[a].kind, kind) == 0 && strcmp(g[b].kind, kind) == 0 &&
                            strcmp(f[a].value, g[b].value) == 0;
        }
    return meet;
}

/* Kinds of the mask that occur in the clusters of the block. */
static size_t kinds_of(const struct state *s, text kinds[N_KINDS])
{
    size_t n = 0;
    for (uint32_t i = 0; i < s->w->n_rec; i++) {
        struct fact f[MAX_FACTS];
        size_t m = facts_of(s->w, i, f);
        for (size_t a = 0; a < m; a++) {
            bool seen = !(s->mask >> f[a].what & 1);
            for (size_t k = 0; k < n && !seen; k++)
                seen = strcmp(kinds[k], f[a].kind) == 0;
            if (!seen && n < N_KINDS)
                memcpy(kinds[n++], f[a].kind, TEXT);
        }
    }
    return n;
}

/* Which side each label of the block is on, 0 = says nothing.  False when there is no dispute. */
static bool
sides(const struct state *s, const uint32_t *labels, size_t n, const char *kind, unsigned *side)
{
    unsigned next = 0;
    bool changed = true, dispute = false;
    for (size_t i = 0; i < n; i++) {
        bool has, other;
        (void)values_meet(s, labels[i], labels[i], kind, &has, &other);
        side[i] = has ? ++next : 0;
    }
    while (changed) {
        changed = false;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                bool a, b;
                if (side[i] < side[j] && side[i] &&
                    values_meet(s, labels[i], labels[j], kind, &a, &b)) {
                    side[j] = side[i];
                    changed = true;
                }
            }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            dispute |= side[i] && side[j] && side[i] != side[j];
    return dispute;
}

static void merge(struct state *s, uint32_t a, uint32_t b)
{
    uint32_t x = s->label[a], y = s->label[b];
    for (uint32_t i = 0; i < s->w->n_rec; i++)
        if (s->label[i] == TT_MAX(x, y))
            s->label[i] = TT_MIN(x, y);
}

/* --- a block --- */

typedef unsigned row[N_KINDS];

static size_t known(const row r, size_t width)
{
    size_t n = 0;
    for (size_t k = 0; k < width; k++)
        n += r[k] != 0;
    return n;
}

static bool within(const row less, const row more, size_t width)
{
    for (size_t k = 0; k < width; k++)
        if (less[k] && less[k] != more[k])
            return false;
    return known(less, width) < known(more, width);
}

/* Join what label i stands for to the one cluster that `share` of those who know more belong to. */
static void settle(struct state *s, const uint32_t *labels, const row *at, const uint64_t *weight,
                   size_t n, size_t i, size_t width, double share)
{
    uint64_t all = 0, best = 0;
    size_t to = n;
    for (size_t j = 0; j < n; j++)
        if (within(at[i], at[j], width))
            all += weight[j];
    for (size_t j = 0; j < n; j++) {
        uint64_t here = 0;
        if (!within(at[i], at[j], width))
            continue;
        for (size_t k = 0; k < n; k++)
            if (within(at[i], at[k], width) && s->label[labels[k]] == s->label[labels[j]])
                here += weight[k];
        if (here > best) {
            best = here;
            to = j;
        }
    }
    if (to < n && (double)best >= share * (double)all)
        merge(s, labels[i], labels[to]);
}

static void join_group(struct state *s, double share)
{
    uint32_t labels[SLOW_MAX];
    uint64_t weight[SLOW_MAX] = {0};
    row at[SLOW_MAX];
    size_t n = 0, width = 0;
    text kinds[N_KINDS];
    memset(at, 0, sizeof(at));
    for (uint32_t i = 0; i < s->n; i++) {
        size_t k = 0;
        while (k < n && labels[k] != s->label[s->member[i]])
            k++;
        if (k == n)
            labels[n++] = s->label[s->member[i]];
        weight[k] += s->w->rec[s->member[i]].uses;
    }
    size_t n_kinds = kinds_of(s, kinds);
    for (size_t k = 0; k < n_kinds; k++) {
        unsigned side[SLOW_MAX];
        if (!sides(s, labels, n, kinds[k], side))
            continue;
        for (size_t i = 0; i < n; i++)
            at[i][width] = side[i];
        width++;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (memcmp(at[i], at[j], sizeof(row)) == 0) {
                merge(s, labels[i], labels[j]);
                weight[j] += weight[i];
                weight[i] = 0; /* one group: its weight stands once */
                break;
            }
    for (size_t level = width; level-- > 0;)
        for (size_t i = 0; i < n; i++)
            if (known(at[i], width) == level)
                settle(s, labels, (const row *)at, weight, n, i, width, share);
}

static bool apart(const struct state *s, uint32_t x, uint32_t y)
{
    text kinds[N_KINDS];
    size_t n = kinds_of(s, kinds);
    for (size_t k = 0; k < n; k++) {
        bool a, b;
        bool meet = values_meet(s, x, y, kinds[k], &a, &b);
        if (a && b && !meet)
            return true;
    }
    return false;
}

/* The most alike first, each cluster by its lowest member in the block as it was in the beginning.
 */
static void join_pairs(struct state *s)
{
    uint32_t rep[SLOW_MAX];
    bool done[SLOW_MAX][SLOW_MAX] = {{false}};
    size_t n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        bool seen = false;
        for (size_t k = 0; k < n; k++)
            seen |= s->label[rep[k]] == s->label[s->member[i]];
        if (!seen)
            rep[n++] = s->member[i];
    }
    for (;;) {
        double best = -1;
        size_t x = 0, y = 0;
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++) {
                const tt_rs_record *a = &s->w->rec[rep[i]], *b = &s->w->rec[rep[j]];
                double is = tt_core_similarity(surface(s->w, rep[i]), surface(s->w, rep[j]));
                bool banks = s->pass == TT_PASS_ACCOUNT && !a->iban && a->key->bank.n &&
                             b->key->bank.n && !tt_str_eq(a->key->bank, b->key->bank);
                if (!done[i][j] && !banks && is >= s->w->param[TT_RS_ACCOUNT_MIN_SIMILARITY] &&
                    is > best) {
                    best = is;
                    x = i;
                    y = j;
                }
            }
        if (best < 0)
            return;
        done[x][y] = true;
        if (s->label[rep[x]] != s->label[rep[y]] && !apart(s, s->label[rep[x]], s->label[rep[y]]))
            merge(s, rep[x], rep[y]);
    }
}

static unsigned mask_of(tt_rs_pass pass)
{
    unsigned m = 1u << TT_FACT_LEI | 1u << TT_FACT_ID;
    if (pass == TT_PASS_PARTY_ID || pass == TT_PASS_ID_ANYWHERE || pass == TT_PASS_NAME_ANYWHERE)
        m |= 1u << TT_FACT_COUNTRY;
    if (pass >= TT_PASS_ACCOUNT)
        m |= 1u << TT_FACT_PARTY;
    if (pass == TT_PASS_NAME_ADDRESS || pass == TT_PASS_NAME || pass == TT_PASS_NAME_ANYWHERE)
        m |= 1u << TT_FACT_LEGAL;
    return m;
}

static void join_block(struct state *s)
{
    bool names = s->pass >= TT_PASS_NAME_ADDRESS,
         generic = names && s->pass != TT_PASS_NAME_ADDRESS;
    bool strict = !names || s->pass == TT_PASS_NAME_ANYWHERE;
    size_t stems = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        bool seen = false;
        for (uint32_t j = 0; j < i; j++)
            seen |= tt_str_eq(tt_surface_stem(surface(s->w, s->member[i])),
                              tt_surface_stem(surface(s->w, s->member[j])));
        stems += !seen;
        generic &= surface(s->w, s->member[i])->generic;
    }
    if (!names && (double)stems > s->w->param[TT_RS_MAX_NAMES_PER_KEY])
        return;
    s->mask = mask_of(s->pass);
    if (generic) {
        s->mask |= 1u << TT_FACT_ADDRESS | 1u << TT_FACT_ACCOUNT;
        strict = true;
    }
    if (s->pass != TT_PASS_ACCOUNT)
        join_group(s, strict ? 1 : s->w->param[TT_RS_DOMINANCE]);
    s->mask &= ~(1u << TT_FACT_COUNTRY);
    if (s->pass == TT_PASS_PARTY_ID || s->pass == TT_PASS_ID_ANYWHERE || s->pass == TT_PASS_ACCOUNT)
        join_pairs(s);
}

void slow_cluster(const tt_rs *w, uint32_t label[SLOW_MAX])
{
    static text keys[SLOW_MAX][MAX_KEYS];
    size_t n_keys[SLOW_MAX];
    for (uint32_t i = 0; i < w->n_rec; i++)
        label[i] = i;
    for (int p = 0; p < TT_PASS_COUNT; p++) {
        for (uint32_t i = 0; i < w->n_rec; i++)
            n_keys[i] = keys_of(w, i, (tt_rs_pass)p, keys[i]);
        for (uint32_t i = 0; i < w->n_rec; i++)
            for (size_t k = 0; k < n_keys[i]; k++) {
                struct state s = {.w = w, .label = label, .pass = (tt_rs_pass)p};
                bool first = true;
                for (uint32_t j = 0; j < w->n_rec; j++) {
                    bool has = false;
                    for (size_t m = 0; m < n_keys[j] && !has; m++)
                        has = strcmp(keys[j][m], keys[i][k]) == 0;
                    first &= !(has && j < i);
                    if (has)
                        s.member[s.n++] = j;
                }
                for (size_t m = 0; m < k; m++)
                    first &= strcmp(keys[i][m], keys[i][k]) != 0;
                if (first && s.n >= 2)
                    join_block(&s);
            }
    }
}
