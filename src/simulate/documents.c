/*
 * documents.c - what all papers have in common: whether a feed holds them, links, units and codes
 * as they are written.
 */
#include "simulate/parts.h"

enum { GAP_DAYS = 18 };

static sim_state feed_of(sim_world *w, tt_kind kind, uint32_t country)
{
    size_t at = (size_t)kind * w->tables.n_countries + country;
    bool kept = sim_chance(&w->rng, w->cover[at]); /* drawn always: streams stay in step */
    if (w->today < w->first)
        return SIM_EARLY;
    bool hole =
        w->gap[at] != TT_NO_DATE && w->today >= w->gap[at] && w->today < w->gap[at] + GAP_DAYS;
    return kept && !hole ? SIM_SEEN : SIM_LOST;
}

sim_ix sim_add_doc(sim_world *w, tt_kind kind, sim_ix deal, sim_ix event, uint32_t country)
{
    sim_doc d = {.kind = (uint8_t)kind, .day = w->today, .deal = deal, .event = event};
    d.state = (uint8_t)feed_of(w, kind, country);
    d.number = TT_STR("");
    if (!tt_vec_push(&w->docs, d)) {
        w->failed = true;
        return 0;
    }
    return (sim_ix)w->docs.n - 1;
}

void sim_set_parties(sim_world *w, sim_ix doc, sim_ix one, sim_ix two, sim_ix three, sim_ix four)
{
    sim_ix *f = w->docs.v[doc].firm;
    f[0] = one;
    f[1] = two;
    f[2] = three;
    f[3] = four;
}

void sim_add_link(sim_world *w, sim_ix invoice, sim_ix other, uint32_t share)
{
    sim_link l = {invoice, other, share};
    if (invoice && other && !tt_vec_push(&w->links, l))
        w->failed = true;
}

/* --- values as they are written --- */

tt_str sim_money_text(sim_world *w, uint32_t rate, int64_t minor)
{
    char t[TT_NUM_TEXT];
    size_t n = tt_money_amount_text((tt_money){minor, w->tables.rates[rate].ccy}, t);
    return sim_textf(w, w->daily, "%.*s", (int)n, t);
}

tt_str sim_decimal_text(sim_world *w, int64_t v, unsigned scale)
{
    char t[TT_NUM_TEXT];
    size_t n = tt_dec_text(v, scale, t);
    return sim_textf(w, w->daily, "%.*s", (int)n, t);
}

tt_str sim_date_text(sim_world *w, tt_date day)
{
    char t[TT_NUM_TEXT];
    size_t n = tt_date_text(day, t);
    return sim_textf(w, w->daily, "%.*s", (int)n, t);
}

/* Now and then day and month change places. */
tt_str sim_typed_date(sim_world *w, tt_date day)
{
    int y, m, d;
    tt_civil_of(day, &y, &m, &d);
    if (d <= 12 && d != m && sim_chance(&w->rng, sim_noise(w, 4000)))
        return sim_date_text(w, tt_civil_days(y, d, m));
    return sim_date_text(w, day);
}

static const struct {
    const char *code, *word[3];
} unit_words[] = {{"KGM", {"KG", "KGS", "kg"}},    {"TNE", {"MT", "TON", "t"}},
                  {"C62", {"PCS", "pcs", "PC"}},   {"PR", {"PAIRS", "PR", "pairs"}},
                  {"MTQ", {"CBM", "M3", "m3"}},    {"MTK", {"SQM", "M2", "m2"}},
                  {"LTR", {"L", "LTR", "litres"}}, {"GRM", {"G", "GRM", "g"}}};

tt_str sim_unit_text(sim_world *w, tt_str code)
{
    if (sim_chance(&w->rng, 400000))
        for (size_t i = 0; i < TT_LEN(unit_words); i++)
            if (tt_str_is(code, unit_words[i].code))
                return tt_str_of(unit_words[i].word[sim_below(&w->rng, 3)]);
    return code;
}

bool sim_shows(uint64_t taste, uint32_t field, uint32_t ppm)
{
    uint64_t mixed = (taste ^ field * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xBF58476D1CE4E5B9);
    return (mixed >> 33) % SIM_ONE < ppm;
}

tt_str sim_hs_text(sim_world *w, tt_str hs, uint64_t taste)
{
    switch (taste >> 40 & 3) {
    case 0:
        return sim_textf(w, w->daily, "%.4s.%.2s", hs.p, hs.p + 4);
    case 1:
        return sim_textf(w, w->daily, "%.6s00", hs.p);
    default:
        return hs;
    }
}

/* Tons for kilograms, a point too far: rare, and honest. */
int64_t sim_slip(sim_world *w, int64_t quantity_e3)
{
    if (!sim_chance(&w->rng, sim_noise(w, 3000)))
        return quantity_e3;
    return sim_chance(&w->rng, 500000) ? quantity_e3 * 1000 : TT_MAX(quantity_e3 / 1000, 1);
}

/* What a paper says the goods are. */
static const sim_good *said(const sim_world *w, const sim_item *it, const sim_plan *p, uint32_t on)
{
    bool other = p->good && p->good_on & on && (!p->only || p->only - 1 == it->good);
    return &w->tables.goods[other ? p->good - 1 : it->good];
}

tt_str sim_hs_of(const sim_world *w, const sim_item *it, const sim_plan *p, uint32_t on)
{
    bool other = p->hs && p->hs_on & on && (!p->only || p->only - 1 == it->good);
    return other ? w->tables.goods[p->hs - 1].hs : said(w, it, p, on)->hs;
}

tt_str sim_texts_of(sim_world *w, const sim_item *it, const sim_plan *p, uint32_t on)
{
    const sim_list *texts = &said(w, it, p, on)->texts;
    tt_str s = p->text ? tt_str_of(p->text) : texts->v[it->text % texts->n];
    if (sim_chance(&w->rng, 350000))
        s = sim_upper(w, s);
    return sim_chance(&w->rng, sim_noise(w, 15000)) ? sim_mistype(w, &w->rng, s) : s;
}

void sim_leave_out(const sim_world *w, sim_row *row, tt_kind kind, const sim_deal *d)
{
    const tt_kind_info *k = tt_kind_get(kind);
    uint32_t bare = w->plans.v[d->plan].bare;
    uint64_t taste = w->firms.v[w->relations.v[d->relation].seller].taste;
    for (uint32_t i = 0; bare && i < k->n_fields; i++)
        if (!(k->fields[i].flags & TT_FF_REQUIRED) && k->fields[i].type < TT_FT_AMOUNT &&
            sim_shows(taste, 64 + i, bare))
            row->f[i] = TT_STR("");
}
