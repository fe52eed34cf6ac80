/*
 * shares.c - a table of what countries export of the world's goods, as statistics of trade have
 * it: made by those who make the goods, passed on by entrepots, next to nothing from elsewhere, and
 * with holes.  No record: a case takes it by --reference.
 */
#include "simulate/parts.h"

#include "base/file.h"

enum { MADE = 800000, PASSED_ON = 2000, NEXT_TO_NOTHING = 30, HOLES = 300000 }; /* of SIM_ONE */

bool sim_is_entrepot(tt_str country)
{
    static const char *const codes[] = {"HK", "SG", "AE", "NL", "PA"};
    bool found = false;
    for (size_t i = 0; i < TT_LEN(codes) && !found; i++)
        found = tt_str_is(country, codes[i]);
    return found;
}

/* Who makes goods of the code; 0 when an earlier row of the goods has it. */
static uint64_t makers_of(const sim_tables *t, uint32_t good)
{
    uint64_t makers = 0;
    for (uint32_t g = 0; g < t->n_goods; g++) {
        if (!tt_str_eq(t->goods[g].hs, t->goods[good].hs))
            continue;
        if (g < good)
            return 0;
        makers |= t->goods[g].makers;
    }
    return makers;
}

static void add_good(const sim_world *w, tt_rng *r, uint32_t good, tt_buf *b)
{
    const sim_tables *t = &w->tables;
    uint64_t makers = makers_of(t, good), all = 0;
    for (uint32_t c = 0; c < t->n_countries; c++)
        all += makers >> c & 1 ? t->countries[c].weight : 0;
    for (uint32_t c = 0; all && c < t->n_countries; c++) {
        tt_str code = t->countries[c].code;
        bool made = makers >> c & 1, hole = sim_chance(r, HOLES);
        uint64_t share = made                    ? MADE * (uint64_t)t->countries[c].weight / all
                         : sim_is_entrepot(code) ? PASSED_ON
                                                 : NEXT_TO_NOTHING;
        if (made || !hole)
            tt_buf_addf(b, "%.*s\t%.*s\t0.%06llu\t2023\tmade up\tyes\n",
                        TT_STR_ARG(t->goods[good].hs), TT_STR_ARG(code), (unsigned long long)share);
    }
}

tt_status sim_write_shares(sim_world *w, const char *folder, tt_err *err)
{
    tt_str dir = sim_textf(w, w->arena, "%s/reference", folder);
    tt_str path = sim_textf(w, w->arena, "%s/reference/export_shares.tsv", folder);
    tt_rng r = sim_stream(w, "shares", 0);
    tt_buf b;
    tt_file_out *out = NULL;
    TT_TRY(sim_world_ok(w, err));
    TT_TRY(tt_file_mkdirs(dir.p, err));
    tt_buf_init(&b, 0);
    tt_buf_add_z(&b, "# source: made up with the world; date: 2023-12-31; licence: none needed\n"
                     "hs\tcountry\tshare\tyear\tsource\tverified\n");
    for (uint32_t g = 0; g < w->tables.n_goods; g++)
        add_good(w, &r, g, &b);
    tt_status st = tt_buf_status(&b, err);
    if (st == TT_OK)
        st = tt_file_out_open(path.p, &out, err);
    if (st == TT_OK)
        st = tt_file_out_write(out, tt_buf_str(&b), err);
    if (st == TT_OK)
        st = tt_file_out_commit(out, NULL, err);
    else
        tt_file_out_abort(out);
    tt_buf_release(&b);
    return st;
}
