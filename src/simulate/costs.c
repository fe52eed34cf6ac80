/*
 * costs.c - what it costs to run a firm: wages, rent, taxes, power, telephone, freight.
 *
 * One bank in three hands over whole statements; of the accounts of the others the feeds hold what
 * is paid for goods.  A firm has its costs on one account, and the more is paid from and to it, the
 * sooner it is one of those whose statement is seen: who trades twice in two years has his bank
 * elsewhere.  How soon, is so that costs are SIM_COSTS of all documents and no more.
 *
 * Drawn when everything else is, for whoever is there by then, so that they tell nothing.
 */
#include "simulate/plant.h"

#include <math.h>

enum {
    BUSY = 8, /* payments: fewer do not make an honest firm without costs look odd */
    BY_GROUP = 40000,
    BY_SERVICE = 40000,
    CLIENTS = 60, /* of one landlord, of one power company */
    MONTHS = 24,
    LEDGER_MONTHS = 2 /* before the feeds begin */
};

/* Who is paid. */
enum payee { TO_BANK, TO_PERSON, TO_OFFICE, TO_BROKER, TO_LANDLORD, TO_POWER, TO_PHONE, TO_BUREAU };
enum { FIRST_SERVICE = TO_LANDLORD, SERVICES = TO_BUREAU - TO_LANDLORD + 1 };

enum tongue { ENGLISH, SPANISH, FRENCH, GERMAN, PORTUGUESE, VIETNAMESE, TONGUES };

static const struct cost {
    double usd, spread;
    uint8_t months, day, late; /* every so many months, on a day, or up to `late` days after it */
    uint8_t to;
    uint32_t share; /* of firms */
    const char *text[TONGUES];
} costs[] = {
    {6000,
     0.06,
     1,
     26,
     0,
     TO_BANK,
     250000,
     {"SALARIES", "NOMINA", "SALAIRES", "LOHN UND GEHALT", "SALARIOS", "LUONG NHAN VIEN"}},
    {1500,
     0.05,
     1,
     27,
     0,
     TO_PERSON,
     200000,
     {"SALARY", "SALARIO", "SALAIRE", "GEHALT", "SALARIO", "LUONG THANG"}},
    {2200,
     0,
     1,
     1,
     0,
     TO_LANDLORD,
     200000,
     {"RENT", "ALQUILER", "LOYER", "MIETE", "ALUGUEL", "TIEN THUE NHA"}},
    {6600,
     0,
     3,
     3,
     0,
     TO_LANDLORD,
     350000,
     {"OFFICE RENT", "ALQUILER OFICINA", "LOYER BUREAU", "BUEROMIETE", "ALUGUEL ESCRITORIO",
      "TIEN THUE VAN PHONG"}},
    {7000,
     0.5,
     3,
     18,
     0,
     TO_OFFICE,
     900000,
     {"VAT RETURN", "IVA", "TVA", "UMSATZSTEUER", "IMPOSTO", "NOP THUE GTGT"}},
    {900,
     0.25,
     3,
     12,
     6,
     TO_POWER,
     450000,
     {"ELECTRICITY", "ELECTRICIDAD", "ELECTRICITE", "STROM", "ENERGIA ELETRICA", "TIEN DIEN"}},
    {350,
     0.15,
     3,
     20,
     4,
     TO_PHONE,
     400000,
     {"TELEPHONE", "TELEFONO", "TELEPHONE", "TELEFON", "TELEFONE", "CUOC DIEN THOAI"}},
    {2600,
     0.7,
     3,
     5,
     24,
     TO_BROKER,
     450000,
     {"FREIGHT AND HANDLING", "FLETE Y ADUANA", "FRET ET DOUANE", "FRACHT", "FRETE",
      "CUOC VAN TAI"}},
};
enum { PHONE = 6 }; /* row of the telephone */

static const struct {
    const char *trade, *activity;
} services[SERVICES] = {
    {"Properties", "6810"}, {"Power", "3510"}, {"Telecom", "6110"}, {"Business Services", "8211"}};

/* A firm whose statement may be seen. */
struct account {
    sim_ix firm;
    double busy;
    bool second; /* its second account is the one */
};
TT_VEC(accounts, struct account);

struct desk {
    sim_world *w;
    double *busy; /* by firm: payments made, and a third of those received */
    sim_ix *service;
    uint32_t *clients;
    struct accounts v;
    sim_ix *event; /* by firm */
    size_t n_firms;
};

/* --- who is busy --- */

static void count_relations(const sim_world *w, double *busy)
{
    for (size_t i = 1; i < w->relations.n; i++) {
        const sim_relation *rel = &w->relations.v[i];
        double days = TT_MIN(rel->to, w->last) - TT_MAX(rel->from, w->first);
        double pays = rel->settles ? 0.3 : rel->instalments ? 2.1 : 1;
        if (!rel->started || days <= 0)
            continue;
        pays *= days / (rel->gap + 0.5);
        busy[rel->payer] += pays;
        busy[rel->payee] += pays / 3;
    }
}

static void count_orders(const sim_world *w, double *busy)
{
    for (size_t i = 0; i < w->orders.n; i++)
        if (w->orders.v[i].relation) {
            const sim_relation *rel = &w->relations.v[w->orders.v[i].relation];
            busy[rel->payer] += 1;
            busy[rel->payee] += 1.0 / 3;
        }
    for (size_t i = 1; i < w->transfers.n; i++)
        busy[w->transfers.v[i].payer] += 1;
}

/* Each firm has its costs on one account; it counts when its bank tells them. */
static void find_accounts(struct desk *k)
{
    sim_world *w = k->w;
    for (sim_ix i = 1; i < k->n_firms && !w->failed; i++) {
        const sim_firm *f = &w->firms.v[i];
        tt_rng r = sim_stream(w, "costs", i);
        bool two = f->bank_2 && f->bank_2 != f->bank, second = two && sim_chance(&r, 500000);
        if (f->type != SIM_COMPANY || k->busy[i] <= 0)
            continue;
        struct account a = {.firm = i, .busy = k->busy[i], .second = second};
        if (w->firms.v[second ? f->bank_2 : f->bank].statements) {
            w->failed |= !tt_vec_push(&k->v, a);
        } else if (second && w->firms.v[f->bank].statements && k->busy[i] >= BUSY &&
                   f->costs == SIM_COSTS_OWN) {
            k->event[i] = sim_add_event(w, "costs_elsewhere", false, 0);
            sim_add_member(w, k->event[i], i, "firm");
        }
    }
}

/* Documents of one firm's costs, in the mean, at full coverage. */
static double costs_a_firm(void)
{
    double n = 0;
    for (size_t c = 0; c < TT_LEN(costs); c++)
        n += (double)costs[c].share / SIM_ONE * MONTHS / costs[c].months;
    return n;
}

/* The busier, the sooner, and soon certain: who pays for goods from an account every few weeks has
 * the rest there too. */
static double seen_at(double factor, double busy)
{
    double x = factor * busy;
    return TT_MIN(1.0, x * x * x);
}

/* The factor with which as many costs are seen as there may be. */
static double solve(const struct desk *k)
{
    const sim_world *w = k->w;
    double want = (double)SIM_COSTS / SIM_ONE * w->spec->documents / costs_a_firm();
    double lo = 1e-6, hi = 1e3;
    for (int i = 0; i < 40; i++) {
        double mid = sqrt(lo * hi), n = 0;
        for (size_t j = 0; j < k->v.n; j++) {
            uint32_t country = w->firms.v[k->v.v[j].firm].country;
            double seen = w->cover[TT_KIND_PAYMENT * w->tables.n_countries + country];
            n += seen_at(mid, k->v.v[j].busy) * seen / SIM_ONE;
        }
        *(n < want ? &lo : &hi) = mid;
    }
    return lo;
}

/* --- who is paid --- */

void sim_call_service(sim_world *w, sim_ix firm, const char *trade, const char *activity)
{
    sim_firm *f = &w->firms.v[firm];
    f->trade = tt_str_of(trade);
    f->activity = activity;
    f->city_first = false;
    f->registered = true;
    f->director = 0;
    f->native = sim_name_abroad(w, w->arena, f);
}

static sim_ix service_of(struct desk *k, tt_rng *r, uint32_t country, unsigned to)
{
    sim_world *w = k->w;
    size_t at = (size_t)country * SERVICES + to - FIRST_SERVICE;
    if (k->service[at] && k->clients[at]++ < CLIENTS)
        return k->service[at];
    sim_ix made = sim_add_company(w, r, country, 0, 0);
    if (!made)
        return 0;
    sim_call_service(w, made, services[to - FIRST_SERVICE].trade,
                     services[to - FIRST_SERVICE].activity);
    k->clients[at] = 1;
    return k->service[at] = made;
}

static sim_ix payee_of(struct desk *k, tt_rng *r, sim_ix firm, unsigned to)
{
    const sim_firm *f = &k->w->firms.v[firm];
    uint32_t country = f->country;
    switch (to) {
    case TO_BANK:
        return f->bank;
    case TO_PERSON:
        return sim_add_person(k->w, r, country);
    case TO_OFFICE:
        return k->w->first_office + country;
    case TO_BROKER:
        return k->w->first_broker + country;
    default:
        return service_of(k, r, country, to);
    }
}

static enum tongue tongue_of(const sim_world *w, uint32_t country)
{
    static const char *const codes[TONGUES] = {"en", "es", "fr", "de", "pt", "vi"};
    for (unsigned t = 0; t < TONGUES; t++)
        if (tt_str_is(w->tables.countries[country].people, codes[t]))
            return (enum tongue)t;
    return ENGLISH;
}

/* --- what is paid --- */

/* @param payer  who pays it for the firm. */
static void pay_cost(struct desk *k, tt_rng *r, const struct account *a, sim_ix payer,
                     const struct cost *c, const char *said)
{
    sim_world *w = k->w;
    uint32_t country = w->firms.v[a->firm].country;
    double size = (double)w->firms.v[a->firm].size;
    sim_ix payee = payee_of(k, r, a->firm, said ? TO_BUREAU : c->to);
    sim_transfer t = {.payer = payer, .payee = payee, .months = c->months, .day = c->day};
    if (!payee || payee == payer)
        return;
    t.late = c->late;
    t.spread = c->spread;
    t.said = said ? said : c->text[tongue_of(w, country)];
    if (payer == a->firm)
        t.from = a->second ? 2 : 1;
    t.rate = sim_rate_find(&w->tables, w->tables.countries[country].ccy_code);
    double usd = c->usd * sqrt(size) * sim_lognormal(r, 0.4);
    t.minor = sim_round(usd / sim_usd(w, t.rate, w->first)) * (int64_t)sim_minor(w, t.rate);
    tt_date from = TT_MAX(w->first - 30 * LEDGER_MONTHS, w->firms.v[a->firm].born);
    sim_add_transfer(w, &t, from + (tt_date)sim_below(r, 30u * c->months));
}

static void pay_all(struct desk *k, tt_rng *r, const struct account *a, sim_ix payer)
{
    for (size_t c = 0; c < TT_LEN(costs); c++)
        if (sim_chance(r, costs[c].share))
            pay_cost(k, r, a, payer, &costs[c], NULL);
}

/* A sister of its group pays them. */
static void pay_by_group(struct desk *k, tt_rng *r, const struct account *a)
{
    sim_world *w = k->w;
    const sim_firm f = w->firms.v[a->firm];
    sim_ix e = sim_add_event(w, "costs_by_group", false, 0);
    sim_ix sister = sim_add_company(w, r, f.country, f.sector, a->firm);
    if (!sister)
        return;
    w->firms.v[sister].bank = w->firms.v[sister].bank_2 = a->second ? f.bank_2 : f.bank;
    w->firms.v[sister].account = w->firms.v[sister].account_2 =
        sim_account(w, r, f.country, w->firms.v[w->firms.v[sister].bank].account);
    sim_declare_group(w, r, sister, a->firm);
    sim_add_member(w, e, a->firm, "firm");
    sim_add_member(w, e, sister, "payer");
    k->event[a->firm] = e;
    pay_all(k, r, a, sister);
}

/* A bureau does all of it and sends one bill a month. */
static void pay_a_bureau(struct desk *k, tt_rng *r, const struct account *a)
{
    static const char *const texts[] = {"MANAGEMENT FEE", "MONTHLY SERVICES", "AS PER AGREEMENT"};
    static const struct cost bill = {9000, 0.04, 1, 8, 3, TO_BUREAU, 0, {NULL}};
    k->event[a->firm] = sim_add_event(k->w, "costs_by_service", false, 0);
    sim_add_member(k->w, k->event[a->firm], a->firm, "firm");
    pay_cost(k, r, a, a->firm, &bill, texts[sim_below(r, TT_LEN(texts))]);
}

static void pay_of(struct desk *k, const struct account *a, double factor)
{
    const sim_firm *f = &k->w->firms.v[a->firm];
    tt_rng r = sim_stream(k->w, "paid costs", a->firm);
    bool seen = sim_chance(&r, (uint32_t)(seen_at(factor, a->busy) * SIM_ONE));
    uint32_t at = sim_below(&r, SIM_ONE);
    if (f->costs == SIM_COSTS_NONE)
        return;
    if (f->costs == SIM_COSTS_PHONE)
        pay_cost(k, &r, a, a->firm, &costs[PHONE], NULL);
    else if (seen && at < BY_GROUP && a->busy >= BUSY && !f->owner)
        pay_by_group(k, &r, a);
    else if (seen && at - BY_GROUP < BY_SERVICE && a->busy >= BUSY)
        pay_a_bureau(k, &r, a);
    else if (seen)
        pay_all(k, &r, a, a->firm);
}

/* Trade of a firm that looks odd for its costs, where nothing else is told of it. */
static void tell(struct desk *k)
{
    sim_world *w = k->w;
    for (size_t i = 1; i < w->relations.n; i++) {
        sim_relation *rel = &w->relations.v[i];
        sim_ix of = rel->buyer < k->n_firms && k->event[rel->buyer] ? rel->buyer : rel->seller;
        if (!rel->mark && of < k->n_firms)
            rel->mark = k->event[of];
    }
}

void sim_make_costs(sim_world *w)
{
    size_t n = w->firms.n, n_services = (size_t)w->tables.n_countries * SERVICES;
    struct desk k = {.w = w, .n_firms = n};
    k.busy = tt_new_n(w->arena, double, n);
    k.event = tt_new_n(w->arena, sim_ix, n);
    k.service = tt_new_n(w->arena, sim_ix, n_services);
    k.clients = tt_new_n(w->arena, uint32_t, n_services);
    if (!k.busy || !k.event || !k.service || !k.clients) {
        w->failed = true;
        return;
    }
    count_relations(w, k.busy);
    count_orders(w, k.busy);
    find_accounts(&k);
    double factor = solve(&k);
    for (size_t i = 0; i < k.v.n && !w->failed; i++)
        pay_of(&k, &k.v.v[i], factor);
    tell(&k);
    tt_vec_release(&k.v);
}
