/*
 * tables.h - what the made-up world is made of: the tables in src/simulate/data, compiled in.
 */
#ifndef TT_SIMULATE_TABLES_H
#define TT_SIMULATE_TABLES_H

#include "base/arena.h"
#include "base/str.h"
#include "refdata/country.h"
#include "refdata/currency.h"
#include "refdata/unit.h"

enum { SIM_CELLS = 14, SIM_SECTORS = 10 };

/* A text in a country's own writing and in plain Latin letters. */
typedef struct sim_pair {
    tt_str native, latin;
} sim_pair;

/* A slice of a table whose rows are sorted by what they belong to. */
typedef struct sim_pairs {
    const sim_pair *v;
    uint32_t n;
} sim_pairs;

typedef struct sim_list {
    const tt_str *v;
    uint32_t n;
} sim_list;

typedef struct sim_legal {
    uint32_t share; /* percent within the country */
    tt_str before, after, latin;
    sim_list variants;
} sim_legal;

typedef struct sim_country {
    tt_str code;
    tt_str words, people; /* languages of firms and of persons */
    uint32_t weight;
    tt_ccy ccy;
    tt_str ccy_code, dial, account;
    int32_t lat, lon;
    sim_list ports, airports;
    sim_pairs cities, brand_a, brand_b, streets, family, given;
    sim_pairs trades[SIM_SECTORS];
    const sim_legal *legal;
    uint32_t n_legal;
} sim_country;

typedef struct sim_good {
    tt_str hs, unit;
    uint32_t sector;
    double price, sd, grade; /* USD; of ln price */
    double kg;               /* of one unit */
    double lot;
    uint32_t series;   /* SIM_SERIES_* */
    bool shock, whole; /* whole: sold by the piece */
    uint32_t season;
    uint64_t makers; /* bit for each country */
    sim_list texts;
    tt_str species; /* that may not cross a border without a permit; empty: none */
} sim_good;

enum { SIM_SERIES = 6 }; /* none agri wood metal oil gold */

typedef struct sim_line {
    tt_str name, prefix, ship;
} sim_line;

typedef struct sim_rate {
    tt_str code;
    tt_ccy ccy;
    double usd; /* for one unit, on the first day */
    double step;
} sim_rate;

typedef struct sim_tables {
    sim_country *countries;
    sim_good *goods;
    sim_line *lines;
    sim_rate *rates;
    sim_pairs extra, foreign_a, foreign_b, shorts;
    uint32_t n_countries, n_goods, n_lines, n_rates;
} sim_tables;

/**
 * @param a  holds everything; the texts themselves are in the program.
 * @return   TT_OK, TT_ENOMEM, TT_EINTERNAL (a table that contradicts another).
 */
TT_MUST_CHECK tt_status sim_tables_load(tt_arena *a, sim_tables *out, tt_err *err);
/** Index of a country; n_countries when there is none. */
uint32_t sim_country_find(const sim_tables *t, const char *code);
/** Index of a currency's rate; n_rates when there is none. */
uint32_t sim_rate_find(const sim_tables *t, tt_str code);

#endif
