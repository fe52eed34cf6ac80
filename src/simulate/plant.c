/*
 * plant.c - how much is planted, by whom, and what schemes have in common.
 *
 * Two fifths of the documents are of schemes that stand alone; the rest of syndicates of shells and
 * of honest firms that lend themselves, each with two to four schemes.
 */
#include "simulate/plant.h"

enum {
    ALONE = 400000,
    TRADE = 750000, /* of the documents of syndicates */
    DOCUMENTS_A_SYNDICATE = 60,
    SHELLS = 550000, /* of the members of a syndicate */
    TRIES = 200
};

static const struct plant {
    void (*plant)(sim_world *w, sim_scheme *s);
    const char *code;
    uint32_t often[2], parties; /* often: in trade, on the lanes of wildlife */
} plants[] = {
#define SIM_PLANT(name, code, often, wild, parties)                                                \
    {sim_plant_##name, code, {often, wild}, parties},
#include "simulate/plants.def"
#undef SIM_PLANT
};

sim_ix sim_add_event(sim_world *w, const char *code, bool planted, sim_ix syndicate)
{
    sim_event e = {.code = code, .planted = planted, .syndicate = syndicate};
    if (!tt_vec_push(&w->events, e)) {
        w->failed = true;
        return 0;
    }
    return (sim_ix)w->events.n - 1;
}

void sim_add_member(sim_world *w, sim_ix event, sim_ix firm, const char *role)
{
    for (size_t i = w->members.n; i > 0 && w->members.v[i - 1].event == event; i--)
        if (w->members.v[i - 1].firm == firm)
            return;
    if (!tt_vec_push(&w->members, ((sim_member){event, firm, role})))
        w->failed = true;
}

/* --- what schemes draw --- */

double sim_by_level(const sim_scheme *s, double easy, double medium, double hard)
{
    double v = s->level == SIM_EASY ? easy : s->level == SIM_MEDIUM ? medium : hard;
    return v * (0.9 + 0.2 * tt_rng_unit(s->r));
}

/* Half of what follows may fall off either end, so that no season has more. */
tt_date sim_some_day(const sim_world *w, sim_scheme *s, uint32_t room)
{
    tt_date early = w->first - (tt_date)TT_MIN(room / 2, (uint32_t)SIM_WARM_UP);
    return early + (tt_date)sim_below(s->r, (uint32_t)(w->last - w->first));
}

/* Where there is trade. */
static uint32_t some_country(const sim_world *w, tt_rng *r)
{
    const sim_relation *rel = &w->relations.v[1 + sim_below(r, (uint32_t)w->relations.n - 1)];
    return w->firms.v[sim_chance(r, 500000) ? rel->seller : rel->buyer].country;
}

sim_ix sim_draw(sim_world *w, sim_scheme *s, sim_ix not, bool abroad)
{
    for (int i = 0; i < TRIES; i++) {
        uint32_t c = some_country(w, s->r);
        sim_ix f = s->cast ? s->cast[sim_below(s->r, s->n_cast)]
                           : sim_pick_company(w, s->r, c, sim_below(s->r, SIM_SECTORS));
        bool same = w->firms.v[f].country == w->firms.v[not ].country;
        if (f && f != not &&(!abroad || !not || !same || (s->cast && i > 40)))
            return f;
    }
    return 0;
}

sim_ix sim_draw_relation(sim_world *w, sim_scheme *s)
{
    sim_ix chosen = 0;
    uint32_t none = w->tables.n_goods;
    for (int i = 0; i < TRIES && !chosen && !s->cast; i++) {
        sim_ix at = 1 + sim_below(s->r, (uint32_t)w->relations.n - 1);
        const sim_relation *rel = &w->relations.v[at];
        bool hub = strcmp(w->events.v[rel->mark].code, "re_export_hub") == 0;
        bool fit = !rel->domestic && !rel->service && (!rel->mark || hub) && !rel->plan;
        if (fit && rel->from < w->last - 300 && rel->to > w->last - 200)
            chosen = at;
    }
    if (chosen && s->level == SIM_EASY) { /* a new relation on the same lane */
        const sim_relation rel = w->relations.v[chosen];
        uint32_t country = w->firms.v[rel.buyer].country;
        sim_ix buyer = sim_pick_company(w, s->r, country, w->tables.goods[rel.good].sector);
        if (buyer && buyer != rel.seller)
            chosen = sim_add_relation(w, s->r, rel.seller, buyer, rel.good);
    }
    if (s->cast) {
        sim_ix seller = sim_draw(w, s, 0, false), buyer = sim_draw(w, s, seller, true);
        if (!seller || !buyer)
            return 0;
        chosen = sim_add_relation(w, s->r, seller, buyer, none);
        if (chosen && s->level >= SIM_MEDIUM) /* which trades honestly beside */
            sim_start_relation(w, s->r, chosen);
    }
    if (chosen) {
        sim_add_member(w, s->event, w->relations.v[chosen].seller, "seller");
        sim_add_member(w, s->event, w->relations.v[chosen].buyer, "buyer");
    }
    return chosen;
}

sim_ix sim_draw_like(sim_world *w, sim_scheme *s)
{
    size_t members = w->members.n;
    sim_ix at = sim_draw_relation(w, s);
    w->members.n = members;
    return at;
}

static bool declares(const sim_world *w, sim_ix firm)
{
    size_t row = (size_t)TT_KIND_DECLARATION * w->tables.n_countries;
    return w->cover[row + w->firms.v[firm].country] > 0;
}

sim_ix sim_draw_declared(sim_world *w, sim_scheme *s)
{
    for (int i = 0; i < TRIES && s->cast; i++) {
        sim_ix seller = sim_draw(w, s, 0, false), buyer = sim_draw(w, s, seller, true);
        if (seller && buyer && declares(w, seller) && declares(w, buyer) &&
            w->firms.v[seller].country != w->firms.v[buyer].country)
            return sim_tie_up(w, s, seller, buyer, w->tables.n_goods);
    }
    for (int i = 0; i < TRIES; i++) {
        sim_ix at = sim_honest_relation(w, s->r);
        const sim_relation *rel = &w->relations.v[at];
        if (!at || !declares(w, rel->seller) || !declares(w, rel->buyer))
            continue;
        sim_add_member(w, s->event, rel->seller, "seller");
        sim_add_member(w, s->event, rel->buyer, "buyer");
        return at;
    }
    return 0;
}

sim_ix sim_add_plan(sim_world *w, const sim_plan *p)
{
    if (!tt_vec_push(&w->plans, *p)) {
        w->failed = true;
        return 0;
    }
    return (sim_ix)w->plans.n - 1;
}

sim_ix sim_tie_up(sim_world *w, sim_scheme *s, sim_ix seller, sim_ix buyer, uint32_t good)
{
    if (!seller || !buyer || seller == buyer)
        return 0;
    sim_add_member(w, s->event, seller, "seller");
    sim_add_member(w, s->event, buyer, "buyer");
    return sim_add_relation(w, s->r, seller, buyer, good);
}

sim_ix sim_new_company(sim_world *w, sim_scheme *s, uint32_t country, uint32_t sector, int32_t days)
{
    uint32_t any = sim_below(s->r, SIM_SECTORS);
    sim_ix f = sim_add_company(w, s->r, country, sector < SIM_SECTORS ? sector : any, 0);
    if (f && days != SIM_ANY_AGE)
        w->firms.v[f].born = w->first - days;
    return f;
}

sim_ix sim_abuse(sim_world *w, sim_scheme *s, sim_plan plan, int32_t least, int32_t most)
{
    sim_ix rel = sim_draw_relation(w, s);
    plan.event = s->event;
    if (rel)
        sim_order_deals(w, s, rel, sim_add_plan(w, &plan),
                        (uint32_t)sim_between(s->r, least, most));
    return rel;
}

uint32_t sim_line_up(sim_world *w, sim_scheme *s, sim_ix *who, uint32_t n, const char *role)
{
    uint32_t have = 0;
    for (int tries = 0; have < n && tries < 100; tries++) {
        sim_ix f = sim_draw(w, s, have ? who[have - 1] : 0, true);
        bool fresh = f != 0;
        for (uint32_t i = 0; i < have; i++)
            fresh &= who[i] != f;
        if (fresh)
            who[have++] = f;
    }
    for (uint32_t i = 0; i < have && have >= 3; i++)
        sim_add_member(w, s->event, who[i], role);
    return have;
}

void sim_order_on(sim_world *w, sim_scheme *s, sim_ix relation, sim_ix plan, tt_date day)
{
    if (!relation || !plan || !tt_vec_push(&w->orders, ((sim_order){relation, plan}))) {
        w->failed |= relation && plan;
        return;
    }
    /* Whose freight is told for one deal tells it for all. */
    w->relations.v[relation].tells_freight |= w->plans.v[plan].freight > 0;
    sim_at(w, day, SIM_DO_PLANNED, (sim_ix)w->orders.n - 1, 0);
    if (day > w->first - 15 &&
        day < w->last - 30) /* what comes before or after is not in the feeds */
        s->documents += w->per_deal;
}

void sim_order_deals(sim_world *w, sim_scheme *s, sim_ix relation, sim_ix plan, uint32_t n)
{
    double gap = TT_MAX(6, TT_MIN(w->relations.v[relation].gap, 45));
    tt_date day = sim_some_day(w, s, (uint32_t)(gap * n) + 90);
    for (uint32_t i = 0; i < n; i++) {
        sim_order_on(w, s, relation, plan, day);
        day += 1 + (tt_date)(gap * sim_wait(s->r));
    }
}

double sim_some_amount(sim_scheme *s)
{
    double usd = 40000 * sim_lognormal(s->r, 0.9);
    return sim_chance(s->r, 300000) ? (double)sim_round(usd / 1000) * 1000 : usd;
}

void sim_pay_on(sim_world *w, sim_scheme *s, sim_ix payer, sim_ix payee, double usd, tt_date day,
                uint32_t channel)
{
    bool dollars = sim_chance(s->r, 500000);
    tt_str own = sim_country_of(w, sim_chance(s->r, 500000) ? payer : payee)->ccy_code;
    sim_pay_in(w, s, payer, payee, usd, day, channel,
               sim_rate_find(&w->tables, dollars ? TT_STR("USD") : own));
}

void sim_pay_in(sim_world *w, sim_scheme *s, sim_ix payer, sim_ix payee, double usd, tt_date day,
                uint32_t channel, uint32_t rate)
{
    int64_t minor = sim_round(usd / sim_usd(w, rate, day) * sim_minor(w, rate));
    sim_pay_sum(w, s, payer, payee, minor, rate, day, channel);
}

void sim_pay_sum(sim_world *w, sim_scheme *s, sim_ix payer, sim_ix payee, int64_t minor,
                 uint32_t rate, tt_date day, uint32_t channel)
{
    sim_transfer t = {.payer = payer, .payee = payee, .event = s->event, .rate = rate};
    t.minor = minor;
    t.channel = (uint8_t)channel;
    t.text = (uint8_t)sim_below(s->r, 8);
    t.said = s->said;
    sim_add_transfer(w, &t, day);
    if (day >= w->first && day <= w->last)
        s->documents += (double)w->spec->coverage / SIM_ONE;
}

/* --- schemes --- */

/* Plant one; what turns out to make nothing leaves no trace in the truth. */
static double plant_one(sim_world *w, tt_rng *r, const struct plant *p, sim_ix syndicate,
                        const sim_ix *cast, uint32_t n_cast, uint8_t level)
{
    sim_scheme s = {.r = r, .level = level, .cast = cast, .n_cast = n_cast};
    size_t members = w->members.n;
    s.event = sim_add_event(w, p->code, true, syndicate);
    if (!s.event)
        return 0;
    w->events.v[s.event].level = level;
    p->plant(w, &s);
    if (s.documents <= 0 && s.event + 1 == w->events.n) {
        w->events.n--;
        w->members.n = members;
    }
    return s.documents;
}

/* What comes next.  Steps of the golden section go round the table of what there is, so that few
 * schemes are already of many kinds. */
struct deck {
    tt_rng *r;
    uint32_t at; /* in 2^32 parts of the way round */
    bool wild;
};

static const struct plant *draw_plant(struct deck *k, uint32_t n_cast)
{
    uint32_t all = 0;
    for (size_t i = 0; i < TT_LEN(plants); i++)
        all += plants[i].often[k->wild];
    for (;;) {
        k->at += UINT32_C(2654435769);
        uint32_t at = (uint32_t)((uint64_t)k->at * all >> 32);
        size_t i = 0;
        for (; at >= plants[i].often[k->wild]; i++)
            at -= plants[i].often[k->wild];
        if (plants[i].parties <= n_cast)
            return &plants[i];
    }
}

static double plant_alone(sim_world *w, struct deck *k)
{
    return plant_one(w, k->r, draw_plant(k, UINT32_MAX), 0, NULL, 0,
                     (uint8_t)sim_between(k->r, SIM_EASY, SIM_HARD));
}

/* --- syndicates --- */

/* What shells have in common that nobody declares: much, something, nothing. */
static void tie(sim_world *w, tt_rng *r, sim_ix shell, sim_ix first, uint8_t level)
{
    sim_firm *f = &w->firms.v[shell];
    const sim_firm *one = &w->firms.v[first];
    uint32_t what = sim_below(r, 3);
    bool all = level == SIM_EASY;
    if (level == SIM_HARD || shell == first)
        return;
    if (all || what == 0)
        f->phone = one->phone;
    if ((all || what == 1) && f->country == one->country) {
        f->address = one->address;
        f->address_latin = one->address_latin;
    }
    if (all || what == 2)
        f->director = one->director;
    f->registered |= sim_chance(r, 500000);
}

/* A shell has an age and trades a little like others of its size. */
static sim_ix add_shell(sim_world *w, tt_rng *r)
{
    uint32_t country = some_country(w, r);
    sim_ix f = sim_add_company(w, r, country, sim_below(r, SIM_SECTORS), 0);
    if (!f)
        return 0;
    for (uint32_t n = sim_below(r, 3); n > 0; n--) {
        sim_ix other = sim_pick_company(w, r, some_country(w, r), w->firms.v[f].sector);
        if (!other || other == f)
            continue;
        bool sells = sim_chance(r, 500000);
        sim_ix rel =
            sim_add_relation(w, r, sells ? f : other, sells ? other : f, w->tables.n_goods);
        if (rel)
            sim_start_relation(w, r, rel);
    }
    return f;
}

static uint32_t make_cast(sim_world *w, tt_rng *r, sim_ix *cast, uint8_t level)
{
    uint32_t n = 4 + sim_low(r, SIM_CAST - 4);
    sim_scheme nobody = {.r = r};
    for (uint32_t i = 0; i < n; i++) {
        bool shell = i == 0 || sim_chance(r, SHELLS);
        cast[i] = shell ? add_shell(w, r) : sim_draw(w, &nobody, 0, false);
        if (!cast[i])
            return 0;
        if (shell)
            tie(w, r, cast[i], cast[0], level);
    }
    return n;
}

/* The ties are an event of their own, shown by the papers of all who are tied. */
static void tell_ties(sim_world *w, sim_ix syndicate, const sim_ix *cast, uint32_t n, uint8_t level)
{
    const sim_firm *one = &w->firms.v[cast[0]];
    sim_ix e = 0;
    for (uint32_t i = 1; i < n; i++) {
        const sim_firm *f = &w->firms.v[cast[i]];
        bool tied = tt_str_eq(f->phone, one->phone) ||
                    (f->director && f->director == one->director) ||
                    tt_str_eq(f->address, one->address);
        if (!tied)
            continue;
        if (!e) {
            e = sim_add_event(w, "entity.shared_attribute", true, syndicate);
            w->events.v[e].level = level;
            w->events.v[e].ties = true;
            sim_mark_firm(w, cast[0], e, "shell");
        }
        sim_mark_firm(w, cast[i], e, "shell");
    }
}

static double plant_syndicate(sim_world *w, struct deck *k, double budget)
{
    tt_rng *r = k->r;
    sim_ix cast[SIM_CAST], id = ++w->n_syndicates;
    uint8_t level = (uint8_t)sim_between(r, SIM_EASY, SIM_HARD);
    uint32_t n = make_cast(w, r, cast, level);
    double done = 0;
    if (n == 0)
        return budget;
    tell_ties(w, id, cast, n, level);
    for (int i = 0; i < 12 && done < budget * 0.8 && !w->failed; i++)
        done += plant_one(w, r, draw_plant(k, n), id, cast, n, level);
    return done;
}

void sim_plant(sim_world *w)
{
    tt_rng r = sim_stream(w, "plant", 0);
    struct deck k = {.r = &r, .at = (uint32_t)tt_rng_u64(&r), .wild = w->spec->wild > 0};
    double all = (double)w->spec->documents * w->spec->prevalence / SIM_ONE;
    double alone = all * ALONE / SIM_ONE, done = 0;
    double rest = (all - alone) * TRADE / SIM_ONE; /* the others are of the ties of shells */
    uint32_t n = w->spec->syndicates;
    if (n == UINT32_MAX)
        n = (uint32_t)(rest / DOCUMENTS_A_SYNDICATE + 0.5);
    if (w->spec->prevalence == 0)
        return;
    for (uint32_t i = 0; i < n && !w->failed; i++)
        (void)plant_syndicate(w, &k, rest / n);
    if (n == 0)
        alone = all;
    for (int i = 0; done < alone && i < 1000000 && !w->failed; i++)
        done += plant_alone(w, &k);
}
