/*
 * tables.c - the tables of data/ from text into arrays.  A table is small: look-ups are linear.
 */
#include "simulate/tables.h"

#include "base/num.h"
#include "base/vec.h"
#include "gen/embed.h"

struct reader {
    tt_arena *a;
    const char *name; /* of the file, for messages */
    tt_str rest;
    tt_str cell[SIM_CELLS];
    tt_err *err;
};

static tt_status bad(struct reader *r, const char *what)
{
    return tt_fail(r->err, TT_EINTERNAL, "table '%s': %s", r->name, what);
}

/* Past the two lines of the head. */
static tt_status table_open(struct reader *r, const char *name)
{
    r->name = name;
    for (const tt_embed_file *f = tt_embed_files; f->name; f++) {
        if (strcmp(f->name, name) != 0)
            continue;
        tt_str line;
        r->rest = (tt_str){(const char *)f->bytes, f->n};
        (void)tt_str_split(&r->rest, '\n', &line);
        (void)tt_str_split(&r->rest, '\n', &line);
        return TT_OK;
    }
    return bad(r, "is not compiled in");
}

static bool table_next(struct reader *r)
{
    tt_str line;
    if (!tt_str_split(&r->rest, '\n', &line) || line.n == 0)
        return false;
    for (size_t i = 0; i < SIM_CELLS; i++)
        if (!tt_str_split(&line, '\t', &r->cell[i]))
            r->cell[i] = TT_STR("");
    return true;
}

static uint32_t count_rows(struct reader *r)
{
    struct reader copy = *r;
    uint32_t n = 0;
    while (table_next(&copy))
        n++;
    return n;
}

static tt_str text_of(tt_str cell)
{
    return tt_str_is(cell, "-") ? TT_STR("") : cell;
}

static double number_of(tt_str cell)
{
    int64_t v = 0;
    (void)tt_parse_i64(cell, &v);
    return (double)v;
}

static tt_status list_of(struct reader *r, tt_str cell, sim_list *out)
{
    uint32_t n = 1;
    for (size_t i = 0; i < cell.n; i++)
        n += cell.p[i] == '|';
    tt_str *v = tt_new_n(r->a, tt_str, n);
    if (!v)
        return tt_fail(r->err, TT_ENOMEM, "no room for a table");
    for (uint32_t i = 0; i < n; i++)
        (void)tt_str_split(&cell, '|', &v[i]);
    *out = (sim_list){v, n};
    return TT_OK;
}

/* The rows whose first (and second, unless NULL) cell is this. */
static tt_status
pairs_of(struct reader *r, const char *table, tt_str first, const char *second, sim_pairs *out)
{
    size_t at = second ? 2 : 1;
    TT_TRY(table_open(r, table));
    sim_pair *v = tt_new_n(r->a, sim_pair, count_rows(r));
    uint32_t n = 0;
    if (!v)
        return tt_fail(r->err, TT_ENOMEM, "no room for a table");
    while (table_next(r))
        if (tt_str_eq(r->cell[0], first) && (!second || tt_str_is(r->cell[1], second)))
            v[n++] = (sim_pair){r->cell[at], r->cell[at + 1]};
    *out = (sim_pairs){v, n};
    return TT_OK;
}

static const char *const sector_words[SIM_SECTORS] = {
    "general", "electronics", "machinery", "textile", "food",
    "wood",    "metal",       "chemical",  "plastic", "vehicle"};
static const char *const series_words[SIM_SERIES] = {"none",  "agri", "wood",
                                                     "metal", "oil",  "gold"};

static uint32_t word_of(const char *const *words, uint32_t n, tt_str cell)
{
    for (uint32_t i = 0; i < n; i++)
        if (tt_str_is(cell, words[i]))
            return i;
    return n;
}

/* --- countries --- */

static tt_status country_words(struct reader *r, sim_country *c)
{
    /* Where people speak of their trade in English there is no table of the language. */
    static const char *const english[] = {"jp", "kr", "in", "ng", "sw"};
    tt_str trade = c->words;
    for (size_t i = 0; i < TT_LEN(english); i++)
        if (tt_str_is(trade, english[i]))
            trade = TT_STR("en");
    TT_TRY(pairs_of(r, "sim_cities.tsv", c->code, NULL, &c->cities));
    TT_TRY(pairs_of(r, "sim_words.tsv", c->words, "a", &c->brand_a));
    TT_TRY(pairs_of(r, "sim_words.tsv", c->words, "b", &c->brand_b));
    TT_TRY(pairs_of(r, "sim_people.tsv", c->people, "family", &c->family));
    TT_TRY(pairs_of(r, "sim_people.tsv", c->people, "given", &c->given));
    TT_TRY(pairs_of(r, "sim_streets.tsv", c->people, NULL, &c->streets));
    for (uint32_t s = 0; s < SIM_SECTORS; s++) {
        TT_TRY(pairs_of(r, "sim_trades.tsv", trade, sector_words[s], &c->trades[s]));
        if (c->trades[s].n == 0)
            return bad(r, "a language lacks a sector");
    }
    if (!c->cities.n || !c->brand_a.n || !c->brand_b.n || !c->streets.n || !c->family.n ||
        !c->given.n)
        return bad(r, "a country lacks words");
    return TT_OK;
}

static tt_status country_legal(struct reader *r, sim_country *c)
{
    TT_TRY(table_open(r, "sim_legal.tsv"));
    sim_legal *v = tt_new_n(r->a, sim_legal, count_rows(r));
    if (!v)
        return tt_fail(r->err, TT_ENOMEM, "no room for a table");
    c->legal = v;
    while (table_next(r)) {
        if (!tt_str_eq(r->cell[0], c->code))
            continue;
        sim_legal *l = &v[c->n_legal++];
        *l = (sim_legal){(uint32_t)number_of(r->cell[1]),
                         text_of(r->cell[2]),
                         text_of(r->cell[3]),
                         text_of(r->cell[4]),
                         {NULL, 0}};
        TT_TRY(list_of(r, r->cell[5], &l->variants));
    }
    return c->n_legal ? TT_OK : bad(r, "a country has no legal form");
}

static tt_status load_countries(struct reader *r, sim_tables *t)
{
    TT_TRY(table_open(r, "sim_countries.tsv"));
    t->countries = tt_new_n(r->a, sim_country, count_rows(r));
    if (!t->countries)
        return tt_fail(r->err, TT_ENOMEM, "no room for a table");
    while (table_next(r)) {
        sim_country *c = &t->countries[t->n_countries++];
        const tt_str *cell = r->cell;
        *c = (sim_country){.code = cell[0],
                           .words = cell[1],
                           .people = cell[2],
                           .weight = (uint32_t)number_of(cell[3]),
                           .ccy_code = cell[4],
                           .dial = cell[5],
                           .lat = (int32_t)number_of(cell[6]),
                           .lon = (int32_t)number_of(cell[7]),
                           .account = cell[8]};
        c->ccy = tt_ccy_parse(cell[4]);
        TT_TRY(list_of(r, cell[9], &c->ports));
        TT_TRY(list_of(r, cell[10], &c->airports));
    }
    for (uint32_t i = 0; i < t->n_countries; i++) {
        TT_TRY(country_words(r, &t->countries[i]));
        TT_TRY(country_legal(r, &t->countries[i]));
    }
    return TT_OK;
}

/* --- goods and the rest --- */

static tt_status makers_of(struct reader *r, const sim_tables *t, tt_str cell, uint64_t *out)
{
    tt_str code;
    while (tt_str_split(&cell, '|', &code)) {
        uint32_t at = 0;
        while (at < t->n_countries && !tt_str_eq(t->countries[at].code, code))
            at++;
        if (at == t->n_countries)
            return bad(r, "goods are made in a country that is not there");
        *out |= UINT64_C(1) << at;
    }
    return TT_OK;
}

static tt_status load_goods(struct reader *r, sim_tables *t)
{
    TT_TRY(table_open(r, "sim_goods.tsv"));
    t->goods = tt_new_n(r->a, sim_good, count_rows(r));
    if (!t->goods)
        return tt_fail(r->err, TT_ENOMEM, "no room for a table");
    while (table_next(r)) {
        sim_good *g = &t->goods[t->n_goods++];
        const tt_str *cell = r->cell;
        *g = (sim_good){.hs = cell[0],
                        .sector = word_of(sector_words, SIM_SECTORS, cell[1]),
                        .unit = cell[2],
                        .price = number_of(cell[3]) / 100,
                        .sd = number_of(cell[4]) / 1000,
                        .grade = number_of(cell[5]) / 1000,
                        .kg = number_of(cell[6]) / 1000,
                        .lot = number_of(cell[7]),
                        .series = word_of(series_words, SIM_SERIES, cell[8]),
                        .shock = tt_str_is(cell[9], "1"),
                        .season = (uint32_t)number_of(cell[10])};
        g->species = cell[13];
        g->whole = tt_str_is(g->unit, "C62") || tt_str_is(g->unit, "PR");
        if (g->sector == SIM_SECTORS || g->series == SIM_SERIES)
            return bad(r, "an unknown word");
        TT_TRY(makers_of(r, t, cell[11], &g->makers));
        TT_TRY(list_of(r, cell[12], &g->texts));
    }
    return TT_OK;
}

static tt_status load_rates(struct reader *r, sim_tables *t)
{
    TT_TRY(table_open(r, "sim_fx.tsv"));
    t->rates = tt_new_n(r->a, sim_rate, count_rows(r));
    if (!t->rates)
        return tt_fail(r->err, TT_ENOMEM, "no room for a table");
    while (table_next(r))
        t->rates[t->n_rates++] =
            (sim_rate){r->cell[0], tt_ccy_parse(r->cell[0]), number_of(r->cell[1]) / 1e6,
                       number_of(r->cell[2]) / 1e5};
    return TT_OK;
}

static tt_status load_lines(struct reader *r, sim_tables *t)
{
    TT_TRY(table_open(r, "sim_carriers.tsv"));
    t->lines = tt_new_n(r->a, sim_line, count_rows(r));
    if (!t->lines)
        return tt_fail(r->err, TT_ENOMEM, "no room for a table");
    while (table_next(r))
        t->lines[t->n_lines++] = (sim_line){r->cell[0], r->cell[1], r->cell[2]};
    return TT_OK;
}

static tt_status load_shorts(struct reader *r, sim_tables *t)
{
    TT_TRY(table_open(r, "sim_short.tsv"));
    sim_pair *v = tt_new_n(r->a, sim_pair, count_rows(r));
    uint32_t n = 0;
    if (!v)
        return tt_fail(r->err, TT_ENOMEM, "no room for a table");
    while (table_next(r))
        v[n++] = (sim_pair){r->cell[0], r->cell[1]};
    t->shorts = (sim_pairs){v, n};
    return TT_OK;
}

tt_status sim_tables_load(tt_arena *a, sim_tables *out, tt_err *err)
{
    struct reader r = {.a = a, .err = err};
    *out = (sim_tables){.n_countries = 0};
    TT_TRY(load_countries(&r, out));
    TT_TRY(load_goods(&r, out));
    TT_TRY(load_lines(&r, out));
    TT_TRY(load_rates(&r, out));
    TT_TRY(load_shorts(&r, out));
    TT_TRY(pairs_of(&r, "sim_words.tsv", TT_STR("any"), "x", &out->extra));
    TT_TRY(pairs_of(&r, "sim_words.tsv", TT_STR("brand"), "a", &out->foreign_a));
    return pairs_of(&r, "sim_words.tsv", TT_STR("brand"), "b", &out->foreign_b);
}

uint32_t sim_country_find(const sim_tables *t, const char *code)
{
    uint32_t i = 0;
    while (i < t->n_countries && !tt_str_is(t->countries[i].code, code))
        i++;
    return i;
}

uint32_t sim_rate_find(const sim_tables *t, tt_str code)
{
    uint32_t i = 0;
    while (i < t->n_rates && !tt_str_eq(t->rates[i].code, code))
        i++;
    return i;
}
