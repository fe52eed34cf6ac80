/* wildlife.c - wildlife and timber tables: their columns, and questions to them; see wildlife.h. */
#include "refdata/wildlife.h"

#include "base/str.h"

#define VERIFIED(T)                                                                                \
    {                                                                                              \
        "verified", TT_COL_WORD, offsetof(T, verified), "no|part|yes"                              \
    }
#define SOURCE(T)                                                                                  \
    {                                                                                              \
        "source", TT_COL_TEXT, offsetof(T, source), NULL                                           \
    }
#define COLUMN(T, name, type, member)                                                              \
    {                                                                                              \
        name, TT_COL_##type, offsetof(T, member), NULL                                             \
    }

static const tt_reftab_column bans[] = {
    COLUMN(tt_timber_ban, "country", COUNTRY, country),
    COLUMN(tt_timber_ban, "title", TEXT, title),
    COLUMN(tt_timber_ban, "what", TEXT, what),
    COLUMN(tt_timber_ban, "from", DATE, from),
    COLUMN(tt_timber_ban, "to", DATE, to),
    SOURCE(tt_timber_ban),
    VERIFIED(tt_timber_ban),
};
static const tt_reftab_column timbers[] = {
    COLUMN(tt_timber, "name", TEXT, name),
    COLUMN(tt_timber, "trade_names", OPTIONAL, trade_names),
    {"tropical", TT_COL_WORD, offsetof(tt_timber, tropical), "no|yes"},
    COLUMN(tt_timber, "hs", HS, hs),
    COLUMN(tt_timber, "kg_m3_low", NUMBER, kg_m3_low),
    COLUMN(tt_timber, "kg_m3_high", NUMBER, kg_m3_high),
    SOURCE(tt_timber),
    VERIFIED(tt_timber),
};
static const tt_reftab_column corridors[] = {
    COLUMN(tt_corridor, "group", KEY, group),
    {"role", TT_COL_WORD, offsetof(tt_corridor, role), "source|transit|destination"},
    COLUMN(tt_corridor, "countries", COUNTRIES, countries),
    SOURCE(tt_corridor),
    VERIFIED(tt_corridor),
};
static const tt_reftab_column covers[] = {
    COLUMN(tt_cover, "cover", TEXT, name),
    COLUMN(tt_cover, "hs", HS, hs),
    COLUMN(tt_cover, "seizures", NUMBER, seizures),
    COLUMN(tt_cover, "usd_low", NUMBER, usd_low),
    COLUMN(tt_cover, "usd_high", NUMBER, usd_high),
    COLUMN(tt_cover, "kg_m3_low", NUMBER, kg_m3_low),
    COLUMN(tt_cover, "kg_m3_high", NUMBER, kg_m3_high),
    SOURCE(tt_cover),
    VERIFIED(tt_cover),
};
static const tt_reftab_column fronts[] = {
    COLUMN(tt_front, "business", TEXT, name),
    COLUMN(tt_front, "trade", TEXT, trade),
    COLUMN(tt_front, "words", TEXT, words),
    COLUMN(tt_front, "activity", OPTIONAL, activity),
    COLUMN(tt_front, "hs", OPTIONAL, hs),
    SOURCE(tt_front),
    VERIFIED(tt_front),
};
static const tt_reftab_column products[] = {
    COLUMN(tt_product, "product", TEXT, name),
    COLUMN(tt_product, "group", KEY, group),
    COLUMN(tt_product, "hs", HS, hs),
    COLUMN(tt_product, "terms", OPTIONAL, terms),
    COLUMN(tt_product, "unit", UNIT, unit),
    SOURCE(tt_product),
    VERIFIED(tt_product),
};
static const tt_reftab_column taxa[] = {
    COLUMN(tt_taxon, "group", TEXT, group),
    COLUMN(tt_taxon, "name", TEXT, name),
    {"rank", TT_COL_WORD, offsetof(tt_taxon, rank), "species|genus|family|order"},
    {"appendix", TT_COL_WORD, offsetof(tt_taxon, appendix), "none|I|II|III"},
    COLUMN(tt_taxon, "valid_from", DATE, from),
    COLUMN(tt_taxon, "populations", COUNTRIES, populations),
    COLUMN(tt_taxon, "range", COUNTRIES, range),
    COLUMN(tt_taxon, "note", OPTIONAL, note),
    SOURCE(tt_taxon),
    VERIFIED(tt_taxon),
};
static const tt_reftab_column values[] = {
    COLUMN(tt_wild_value, "product", KEY, product),
    COLUMN(tt_wild_value, "year", NUMBER, year),
    COLUMN(tt_wild_value, "country", COUNTRY, country),
    COLUMN(tt_wild_value, "usd_low", NUMBER, usd_low),
    COLUMN(tt_wild_value, "usd_high", NUMBER, usd_high),
    SOURCE(tt_wild_value),
    VERIFIED(tt_wild_value),
};
static const tt_reftab_column words[] = {
    COLUMN(tt_wild_word, "word", TEXT, word),
    COLUMN(tt_wild_word, "language", TEXT, language),
    COLUMN(tt_wild_word, "product", KEY, product),
    {"sense", TT_COL_WORD, offsetof(tt_wild_word, sense), "plain|ambiguous|code|cue"},
    COLUMN(tt_wild_word, "void", OPTIONAL, voids),
    SOURCE(tt_wild_word),
    VERIFIED(tt_wild_word),
};

/* Where the rows of a table go. */
static const struct {
    const tt_reftab_column *columns;
    size_t n_columns, row, v, n;
} tables[TT_REFTAB_COUNT] = {
#define TABLE(list, T, member)                                                                     \
    {                                                                                              \
        list, TT_LEN(list), sizeof(T), offsetof(tt_wildlife, member),                              \
            offsetof(tt_wildlife, n_##member)                                                      \
    }
    [TT_REFTAB_TIMBER_BANS] = TABLE(bans, tt_timber_ban, bans),
    [TT_REFTAB_TIMBER_GENERA] = TABLE(timbers, tt_timber, timbers),
    [TT_REFTAB_CORRIDORS] = TABLE(corridors, tt_corridor, corridors),
    [TT_REFTAB_COVERS] = TABLE(covers, tt_cover, covers),
    [TT_REFTAB_FRONTS] = TABLE(fronts, tt_front, fronts),
    [TT_REFTAB_PRODUCTS] = TABLE(products, tt_product, products),
    [TT_REFTAB_TAXA] = TABLE(taxa, tt_taxon, taxa),
    [TT_REFTAB_VALUES] = TABLE(values, tt_wild_value, values),
    [TT_REFTAB_WORDS] = TABLE(words, tt_wild_word, words),
#undef TABLE
};

const char *tt_role_text(tt_role r)
{
    static const char *const texts[TT_ROLE_COUNT] = {"source", "transit", "destination"};
    return texts[r];
}

/* --- one table against another --- */

static bool is_group(const tt_wildlife *w, tt_str group)
{
    for (size_t i = 0; i < w->n_taxa; i++)
        if (tt_str_eq(w->taxa[i].group, group))
            return true;
    return false;
}

static tt_status unknown(tt_reftab t, size_t row, const char *what, tt_str key, tt_err *err)
{
    return tt_fail(err, TT_EFORMAT, "%s, line %zu: no %s '%.*s'", tt_reftab_name(t), row + 3, what,
                   TT_STR_ARG(key));
}

static tt_status disorder(tt_reftab t, size_t row, tt_err *err)
{
    return tt_fail(err, TT_EFORMAT, "%s, line %zu: the low end is above the high end",
                   tt_reftab_name(t), row + 3);
}

static tt_status check_keys(const tt_wildlife *w, tt_err *err)
{
    for (size_t i = 0; i < w->n_products; i++)
        if (w->products[i].group.p && !is_group(w, w->products[i].group))
            return unknown(TT_REFTAB_PRODUCTS, i, "group", w->products[i].group, err);
    for (size_t i = 0; i < w->n_corridors; i++)
        if (!is_group(w, w->corridors[i].group))
            return unknown(TT_REFTAB_CORRIDORS, i, "group", w->corridors[i].group, err);
    for (size_t i = 0; i < w->n_values; i++)
        if (!tt_product_find(w, w->values[i].product))
            return unknown(TT_REFTAB_VALUES, i, "product", w->values[i].product, err);
    for (size_t i = 0; i < w->n_words; i++)
        if ((w->words[i].product.p || w->words[i].sense != TT_SENSE_CUE) &&
            !tt_product_find(w, w->words[i].product))
            return unknown(TT_REFTAB_WORDS, i, "product", w->words[i].product, err);
    return TT_OK;
}

static tt_status check_ranges(const tt_wildlife *w, tt_err *err)
{
    for (size_t i = 0; i < w->n_values; i++)
        if (w->values[i].usd_low > w->values[i].usd_high)
            return disorder(TT_REFTAB_VALUES, i, err);
    for (size_t i = 0; i < w->n_covers; i++)
        if (w->covers[i].usd_low > w->covers[i].usd_high ||
            w->covers[i].kg_m3_low > w->covers[i].kg_m3_high)
            return disorder(TT_REFTAB_COVERS, i, err);
    for (size_t i = 0; i < w->n_timbers; i++)
        if (w->timbers[i].kg_m3_low > w->timbers[i].kg_m3_high || w->timbers[i].kg_m3_low <= 0)
            return disorder(TT_REFTAB_TIMBER_GENERA, i, err);
    for (size_t i = 0; i < w->n_bans; i++)
        if (w->bans[i].to != TT_NO_DATE && w->bans[i].to < w->bans[i].from)
            return disorder(TT_REFTAB_TIMBER_BANS, i, err);
    return TT_OK;
}

/* --- corridors, by group and country --- */

enum { LETTERS = 26, PLACES = LETTERS * LETTERS + 1 }; /* 0: no country */

static size_t place_of(tt_country c)
{
    unsigned a = (unsigned)(c >> 8) - 'A', b = (c & 0xffu) - 'A';
    return a < LETTERS && b < LETTERS ? 1 + a * LETTERS + b : 0;
}

static void set_roles(const tt_corridor *x, uint8_t *of_group, uint8_t *of_all)
{
    for (size_t i = 0; i + 2 <= x->countries.n; i += 3) { /* two letters each, a blank between */
        const char *p = x->countries.p + i;
        size_t place = place_of((tt_country)((unsigned char)p[0] << 8 | (unsigned char)p[1]));
        if (place) {
            of_group[place] |= (uint8_t)(1u << x->role);
            of_all[place] |= (uint8_t)(1u << x->role);
        }
    }
}

/* n_routes: it has none. */
static size_t route_of(const tt_wildlife *w, tt_str group)
{
    size_t i = 0;
    while (i < w->n_routes && !tt_str_eq(w->routes[i], group))
        i++;
    return i;
}

static tt_status index_roles(tt_wildlife *w, tt_arena *a, tt_err *err)
{
    w->routes = tt_new_n(a, tt_str, w->n_corridors + 1);
    for (size_t i = 0; w->routes && i < w->n_corridors; i++)
        if (route_of(w, w->corridors[i].group) == w->n_routes)
            w->routes[w->n_routes++] = w->corridors[i].group;
    w->roles = tt_new_n(a, uint8_t, (w->n_routes + 1) * PLACES);
    if (!w->routes || !w->roles)
        return tt_fail(err, TT_ENOMEM, "no memory for corridors");
    for (size_t i = 0; i < w->n_corridors; i++)
        set_roles(&w->corridors[i], &w->roles[route_of(w, w->corridors[i].group) * PLACES],
                  &w->roles[w->n_routes * PLACES]);
    return TT_OK;
}

tt_status tt_wildlife_load(const tt_reference *own, tt_arena *a, tt_wildlife *out, tt_err *err)
{
    tt_wildlife w = {0};
    for (int t = 0; t < TT_REFTAB_COUNT; t++) {
        tt_reftab_rows rows = {0};
        if (!tables[t].columns)
            continue; /* not of wildlife */
        TT_TRY(tt_reftab_load(own, (tt_reftab)t, tables[t].columns, tables[t].n_columns,
                              tables[t].row, a, &rows, err));
        memcpy((char *)&w + tables[t].v, &rows.v, sizeof rows.v);
        memcpy((char *)&w + tables[t].n, &rows.n, sizeof rows.n);
    }
    TT_TRY(check_keys(&w, err));
    TT_TRY(check_ranges(&w, err));
    TT_TRY(index_roles(&w, a, err));
    *out = w;
    return TT_OK;
}

/* --- questions --- */

const tt_product *tt_product_find(const tt_wildlife *w, tt_str name)
{
    for (size_t i = 0; i < w->n_products; i++)
        if (tt_str_eq(w->products[i].name, name))
            return &w->products[i];
    return NULL;
}

/* The stricter of two appendices; I is 1, none is 0. */
static unsigned stricter(unsigned a, unsigned b)
{
    return !a || (b && b < a) ? b : a;
}

/* The appendices that rows give, from the nearest to the least near to goods of a country. */
struct listed {
    unsigned named, all, abroad; /* for its populations, for all, of species that live elsewhere */
    bool is_named;
};

static bool holds(const tt_taxon *t, tt_date day)
{
    return t->from == TT_NO_DATE || t->from <= day;
}

static bool same_name(tt_str a, tt_str b)
{
    bool same = a.n == b.n;
    for (size_t i = 0; same && i < a.n; i++)
        same = tt_ascii_lower(a.p[i]) == tt_ascii_lower(b.p[i]);
    return same;
}

/* A later row for the same taxon and populations holds: it was moved, or taken off. */
static bool is_replaced(const tt_wildlife *w, const tt_taxon *t, tt_date day)
{
    for (size_t i = 0; i < w->n_taxa; i++) {
        const tt_taxon *x = &w->taxa[i];
        if (x->from != TT_NO_DATE && (t->from == TT_NO_DATE || x->from > t->from) &&
            holds(x, day) && same_name(x->name, t->name) &&
            tt_str_eq(x->populations, t->populations))
            return true;
    }
    return false;
}

static void
list(struct listed *l, const tt_wildlife *w, const tt_taxon *t, tt_country from, tt_date day)
{
    if (!holds(t, day) || is_replaced(w, t, day))
        return;
    if (t->populations.p) {
        if (tt_list_has_country(t->populations, from)) {
            l->named = stricter(l->named, t->appendix);
            l->is_named = true;
        }
    } else if (!t->range.p || tt_list_has_country(t->range, from)) {
        l->all = stricter(l->all, t->appendix);
    } else {
        l->abroad = stricter(l->abroad, t->appendix);
    }
}

static unsigned nearest(const struct listed *l)
{
    return l->is_named ? l->named : l->all ? l->all : l->abroad;
}

unsigned tt_group_appendix(const tt_wildlife *w, tt_str group, tt_country from, tt_date day)
{
    struct listed l = {0};
    for (size_t i = 0; i < w->n_taxa; i++)
        if (tt_str_eq(w->taxa[i].group, group))
            list(&l, w, &w->taxa[i], from, day);
    return nearest(&l);
}

bool tt_group_lives(const tt_wildlife *w, tt_str group, tt_country c)
{
    bool known = false;
    for (size_t i = 0; i < w->n_taxa; i++) {
        const tt_taxon *t = &w->taxa[i];
        if (!tt_str_eq(t->group, group))
            continue;
        if (!t->range.p)
            return true;
        known = true;
        if (tt_list_has_country(t->range, c))
            return true;
    }
    return !known;
}

const tt_taxon *tt_taxon_find(const tt_wildlife *w, tt_str name)
{
    size_t blank = tt_str_find(name, TT_STR(" "), 0);
    tt_str genus = tt_str_sub(name, 0, blank);
    const tt_taxon *of_genus = NULL;
    for (size_t i = 0; i < w->n_taxa; i++) {
        if (same_name(w->taxa[i].name, name))
            return &w->taxa[i];
        if (!of_genus && w->taxa[i].rank == TT_RANK_GENUS && same_name(w->taxa[i].name, genus))
            of_genus = &w->taxa[i];
    }
    return of_genus;
}

unsigned tt_taxon_appendix(const tt_wildlife *w, tt_str name, tt_country from, tt_date day)
{
    struct listed l = {0};
    const tt_taxon *t = tt_taxon_find(w, name);
    for (size_t i = 0; t && i < w->n_taxa; i++)
        if (same_name(w->taxa[i].name, t->name))
            list(&l, w, &w->taxa[i], from, day);
    return nearest(&l);
}

bool tt_taxon_lives(const tt_wildlife *w, tt_str name, tt_country c)
{
    const tt_taxon *t = tt_taxon_find(w, name);
    bool known = false;
    for (size_t i = 0; t && i < w->n_taxa; i++) {
        const tt_taxon *x = &w->taxa[i];
        if (!same_name(x->name, t->name))
            continue;
        if ((!x->range.p && !x->populations.p) || tt_list_has_country(x->range, c) ||
            tt_list_has_country(x->populations, c))
            return true;
        known |= x->range.p != NULL;
    }
    return t && !known;
}

unsigned tt_route_roles(const tt_wildlife *w, size_t i, tt_country c)
{
    return w->roles[i * PLACES + place_of(c)];
}

unsigned tt_corridor_roles(const tt_wildlife *w, tt_str group, tt_country c)
{
    size_t i = route_of(w, group);
    return i < w->n_routes ? tt_route_roles(w, i, c) : 0;
}

unsigned tt_corridor_any(const tt_wildlife *w, tt_country c)
{
    return tt_route_roles(w, w->n_routes, c);
}

static bool is_ascii(tt_str word)
{
    bool ascii = true;
    for (size_t i = 0; i < word.n; i++)
        ascii &= (unsigned char)word.p[i] < 0x80;
    return ascii;
}

/* A whole word where it is of ASCII letters; anywhere where it is not. */
static bool has_word(tt_str text, tt_str word)
{
    for (size_t i = 0; i + word.n <= text.n; i++) {
        size_t n = 0;
        while (n < word.n && tt_ascii_lower(text.p[i + n]) == tt_ascii_lower(word.p[n]))
            n++;
        bool inside = n == word.n && ((i > 0 && tt_ascii_is_alnum(text.p[i - 1])) ||
                                      (i + n < text.n && tt_ascii_is_alnum(text.p[i + n])));
        if (n == word.n && !(inside && is_ascii(word)))
            return true;
    }
    return false;
}

static bool says_one_of(tt_str text, tt_str list)
{
    tt_str word;
    while (text.n && tt_str_split(&list, '|', &word))
        if (word.n && has_word(text, word))
            return true;
    return false;
}

/* The first four digits of a code of activity are one of the list. */
static bool is_active(tt_str code, tt_str list)
{
    char text[4];
    size_t n = 0;
    tt_str part;
    for (size_t i = 0; i < code.n && n < sizeof text; i++)
        if (tt_ascii_is_digit(code.p[i]))
            text[n++] = code.p[i];
    while (n == sizeof text && list.n && tt_str_split(&list, ' ', &part))
        if (tt_str_eq(part, (tt_str){text, n}))
            return true;
    return false;
}

const tt_front *tt_front_find(const tt_wildlife *w, tt_str name, tt_str activity)
{
    for (size_t i = 0; i < w->n_fronts; i++)
        if (says_one_of(name, w->fronts[i].words))
            return &w->fronts[i];
    for (size_t i = 0; i < w->n_fronts; i++)
        if (is_active(activity, w->fronts[i].activity))
            return &w->fronts[i];
    return NULL;
}

const tt_cover *tt_cover_find(const tt_wildlife *w, tt_hs hs)
{
    for (size_t i = 0; i < w->n_covers; i++)
        if (tt_list_has_hs(w->covers[i].hs, hs))
            return &w->covers[i];
    return NULL;
}

bool tt_value_range(const tt_wildlife *w, tt_str product, tt_date day, int64_t *low, int64_t *high)
{
    enum { NEAR = 4 };
    bool near = false, any = false;
    int y = 0, m, d;
    if (day != TT_NO_DATE)
        tt_civil_of(day, &y, &m, &d);
    for (size_t i = 0; i < w->n_values; i++) {
        const tt_wild_value *v = &w->values[i];
        if (!tt_str_eq(v->product, product))
            continue;
        int64_t apart = v->year / 1000000 - y;
        bool is_near = apart >= -NEAR && apart <= NEAR;
        if (near && !is_near)
            continue;
        bool first = !any || (is_near && !near);
        *low = first ? v->usd_low : TT_MIN(*low, v->usd_low);
        *high = first ? v->usd_high : TT_MAX(*high, v->usd_high);
        near |= is_near;
        any = true;
    }
    return any;
}

/* Codes, genera, or both: then goods of these codes of these genera. */
static bool is_banned(tt_str what, tt_hs hs, tt_str genus)
{
    bool codes = false, genera = false;
    for (size_t i = 0; i < what.n; i++)
        if (!i || what.p[i - 1] == ' ') {
            bool code = what.p[i] >= '0' && what.p[i] <= '9';
            codes |= code;
            genera |= !code;
        }
    return (!codes || tt_list_has_hs(what, hs)) &&
           (!genera || (genus.n && tt_list_has(what, ' ', genus)));
}

const tt_timber_ban *
tt_ban_find(const tt_wildlife *w, tt_country from, tt_hs hs, tt_str genus, tt_date day)
{
    for (size_t i = 0; i < w->n_bans; i++) {
        const tt_timber_ban *b = &w->bans[i];
        if (b->country == from && from && b->from <= day && (b->to == TT_NO_DATE || day < b->to) &&
            is_banned(b->what, hs, genus))
            return b;
    }
    return NULL;
}
