/*
 * gen.c - see gen.h.  One deal is one function per document; what is odd in honest trade is drawn
 * by chance() beside the place where it shows.
 */
#include "tests/support/gen.h"

#include "base/rng.h"
#include "base/str.h"

#include <math.h>

enum { N_SELLERS = 140, N_BUYERS = 200, N_GOODS = 16, DAYS = 366, N_SERVICE_ADDRESS = 14 };

/* Standard deviations of ln price within a grade: bulk 0.1 to 0.2, food and wood 0.25 to 0.45,
 * manufactured goods 0.4 to 0.8. */
static const struct good {
    const char *hs, *unit;
    double price; /* USD a unit, first grade */
    double sd;
    double grade; /* ln of the second grade over the first; 0 = one grade */
    double kg;    /* of a unit */
    double lot;   /* median quantity */
    bool shock;   /* up by half in the summer, everywhere */
} goods[N_GOODS] = {
    {"080132", "KGM", 6.2, 0.25, 0, 1, 16000, false},
    {"080131", "KGM", 1.25, 0.2, 0, 1, 45000, false},
    {"090111", "TNE", 4100, 0.22, 0.8, 1000, 19, true},
    {"100630", "TNE", 560, 0.15, 0, 1000, 250, false},
    {"151190", "TNE", 930, 0.12, 0, 1000, 180, true},
    {"170199", "KGM", 0.62, 0.12, 0, 1, 26000, false},
    {"030617", "KGM", 8.4, 0.35, 1.1, 1, 12000, false},
    {"440710", "MTQ", 310, 0.3, 0, 520, 60, false},
    {"440349", "MTQ", 520, 0.4, 1.6, 700, 45, false},
    {"520100", "KGM", 1.9, 0.15, 0, 1, 22000, false},
    {"610910", "DZN", 38, 0.45, 1.3, 2, 900, false},
    {"640399", "PR", 24, 0.5, 1.5, 0.9, 2400, false},
    {"731815", "KGM", 2.4, 0.25, 0, 1, 18000, false},
    {"740400", "KGM", 7.6, 0.15, 0, 1, 20000, false},
    {"847130", "C62", 410, 0.45, 1.1, 2.4, 500, false},
    {"851713", "C62", 210, 0.5, 1.4, 0.35, 900, false},
};

static const char *const countries[] = {"CN", "VN", "IN", "NG", "TR", "BR", "AE", "HK",
                                        "DE", "NL", "US", "JP", "KR", "ZA", "ES"};
static const char *const currencies[] = {"USD", "EUR", "CNY", "AED"};
static const double usd[] = {1, 1.08, 0.139, 0.2723};

struct firm {
    tiny_id id;
    const char *name, *country;
};

/* A relation trades one good in one grade, at a level of its own. */
struct relation {
    const struct firm *seller, *buyer;
    const struct good *good;
    double level; /* of ln price */
    size_t ccy;
    const char *term;
    double term_factor; /* price at the term over FOB */
    bool by_air, regular;
    double quantity;
    bool planted;
};

struct gen {
    tiny_case *c;
    tt_arena *a;
    tt_rng rng;
    struct firm sellers[N_SELLERS], buyers[N_BUYERS], factors[3];
    uint32_t n_docs;
    double drift[N_GOODS][13];
    gen_world *world;
};

/* What is planted into one deal. */
struct plant {
    double price;   /* factor on the price */
    double shipped; /* factor on the shipped quantity; 0 = nothing is shipped */
    bool twice;
};
static const struct plant honest = {1, 1, false};

/* --- chance --- */

static bool chance(struct gen *g, double p)
{
    return tt_rng_unit(&g->rng) < p;
}

static double normal(struct gen *g)
{
    double u = 1 - tt_rng_unit(&g->rng), v = tt_rng_unit(&g->rng);
    return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

/* Student's t with three degrees of freedom, variance 1: heavy tails. */
static double heavy(struct gen *g)
{
    double x = normal(g), s = 0;
    for (int i = 0; i < 3; i++) {
        double z = normal(g);
        s += z * z;
    }
    return x / sqrt(s / 3) / sqrt(3);
}

static uint32_t below(struct gen *g, uint32_t n)
{
    return (uint32_t)tt_rng_below(&g->rng, n);
}

/* Zipf: few firms have most of the trade. */
static uint32_t by_size(struct gen *g, uint32_t n)
{
    return (uint32_t)(n * pow(tt_rng_unit(&g->rng), 2.2));
}

static const char *text(struct gen *g, const char *s)
{
    g->c->failed |= s == NULL;
    return s ? s : "";
}

static const char *number(struct gen *g, const char *what)
{
    return text(g, tt_arena_printf(g->a, "%s-%u", what, ++g->n_docs));
}

static const char *date(struct gen *g, tt_date first, int plus)
{
    char day[TT_NUM_TEXT];
    (void)tt_date_text(first + plus, day);
    return text(g, tt_arena_printf(g->a, "%s", day));
}

/* --- firms --- */

static struct firm firm(struct gen *g, const char *what, uint32_t i, const char *country)
{
    struct firm f = {.name = text(g, tt_arena_printf(g->a, "%s %u", what, i)), .country = country};
    f.id = tiny_company(g->c, f.name, country);
    return f;
}

/* Seven of ten firms are in the registry; some of them share the address of a company service. */
static void registry(struct gen *g, const struct firm *f, uint32_t i)
{
    if (!chance(g, 0.7))
        return;
    tt_party *p =
        tiny_party_at(g->c, tiny_party(g->c, f->name, TT_ENTITY_COMPANY, f->name, f->country));
    bool service = i % 23 < N_SERVICE_ADDRESS && chance(g, 0.08);
    p->phone = tt_str_of(text(g, tt_arena_printf(g->a, "+49 30 55%06u", i * 37)));
    p->address = tt_str_of(service ? "Suite 400, 12 Agents Row"
                                   : text(g, tt_arena_printf(g->a, "%u Trade Street", i)));
}

/* Groups of two or three firms with one owner, phone and address; most declare it. */
static void groups(struct gen *g)
{
    for (uint32_t i = 0; i < 12; i++) {
        const char *owner = text(g, tt_arena_printf(g->a, "Holding %u", i));
        const char *phone = text(g, tt_arena_printf(g->a, "+49 40 77%06u", i));
        const struct firm *members[] = {&g->sellers[20 + 3 * i], &g->buyers[30 + 4 * i],
                                        &g->buyers[31 + 4 * i]};
        bool declared = i % 10 < 7;
        (void)tiny_company(g->c, owner, "LU");
        for (size_t k = 0; k < TT_LEN(members); k++) {
            tiny_id p = tiny_party(g->c, members[k]->name, TT_ENTITY_COMPANY, members[k]->name,
                                   members[k]->country);
            tiny_party_at(g->c, p)->phone = tt_str_of(phone);
            if (declared)
                (void)tiny_own(g->c, owner, members[k]->name, "shareholder", 100);
        }
    }
}

static void firms(struct gen *g)
{
    for (uint32_t i = 0; i < N_SELLERS; i++) {
        g->sellers[i] = firm(g, "Seller", i, countries[i % 10]);
        registry(g, &g->sellers[i], i);
    }
    for (uint32_t i = 0; i < N_BUYERS; i++) {
        g->buyers[i] = firm(g, "Buyer", i, countries[(i + 5) % TT_LEN(countries)]);
        registry(g, &g->buyers[i], 1000 + i);
    }
    for (uint32_t i = 0; i < TT_LEN(g->factors); i++) {
        g->factors[i] = firm(g, "Factor Bank", i, "DE");
        tiny_id p = tiny_party(g->c, g->factors[i].name, TT_ENTITY_BANK, g->factors[i].name, "DE");
        tiny_party_at(g->c, p)->activity_code = TT_STR("6492");
    }
    groups(g);
}

/* Weekly rates, and a drift of each good's price: a random walk, and for some a shock in July. */
static void markets(struct gen *g)
{
    for (int day = -7; day < DAYS + 200; day += 5)
        for (size_t k = 1; k < TT_LEN(currencies); k++)
            tiny_fx(g->c, date(g, tiny_day("2024-01-01"), day), currencies[k],
                    k == 1   ? "1.0800"
                    : k == 2 ? "0.1390"
                             : "0.2723");
    for (size_t i = 0; i < N_GOODS; i++)
        for (size_t m = 1; m < 13; m++)
            g->drift[i][m] =
                g->drift[i][m - 1] + 0.03 * normal(g) + (goods[i].shock && m == 7 ? 0.405 : 0);
}

/* --- relations --- */

static void term_of(struct gen *g, struct relation *r)
{
    double u = tt_rng_unit(&g->rng);
    double f = r->by_air ? 0.15 : 0.09;
    r->term = u < 0.4 ? "FOB" : u < 0.7 ? "CIF" : u < 0.8 ? "EXW" : u < 0.9 ? "DAP" : NULL;
    r->term_factor = !r->term ? 1 : r->term[0] == 'E' ? 1 / 1.02 : r->term[0] == 'F' ? 1 : 1 + f;
    r->term_factor *= exp(0.03 * normal(g)); /* freight differs from the table */
}

static struct relation
relation(struct gen *g, const struct firm *seller, const struct firm *buyer, uint32_t good)
{
    struct relation r = {.seller = seller, .buyer = buyer, .good = &goods[good]};
    r.level = 0.4 * r.good->sd * normal(g);
    if (r.good->grade > 0 && chance(g, 0.3))
        r.level += r.good->grade;
    r.ccy = chance(g, 0.6) ? 0 : chance(g, 0.65) ? 1 : chance(g, 0.7) ? 2 : 3;
    r.by_air = r.good->kg < 3 && r.good->price > 100 && chance(g, 0.6);
    r.regular = chance(g, 0.1);
    r.quantity = r.good->lot * exp(0.8 * normal(g));
    term_of(g, &r);
    return r;
}

/* --- one deal --- */

struct deal {
    const struct relation *r;
    struct plant plant;
    tt_date day;
    int64_t quantity; /* whole units */
    int64_t amount;   /* minor units */
    const char *invoice, *bl;
    tiny_id line;
};

static void price(struct gen *g, struct deal *d)
{
    const struct relation *r = d->r;
    size_t good = (size_t)(r->good - goods);
    int month = TT_MIN(TT_MAX((int)((d->day - tiny_day("2024-01-01")) / 31), 0), 12);
    double q = r->regular ? r->quantity : r->quantity * exp(0.5 * normal(g));
    double x = log(r->good->price) + r->level + g->drift[good][month];
    if (!r->regular)
        x += 0.9 * r->good->sd * heavy(g);
    x -= 0.04 * log(q / r->good->lot); /* large lots are a little cheaper */
    if (chance(g, 0.005))
        x += log(0.3); /* damaged goods, sold off */
    double per = exp(x) * r->term_factor * d->plant.price / usd[r->ccy];
    d->quantity = TT_MAX((int64_t)llround(q), (int64_t)1);
    d->amount = TT_MAX((int64_t)llround(per * (double)d->quantity * 100), (int64_t)1);
    if (!r->planted && chance(g, 0.001)) /* a currency mistaken for another */
        d->amount = (int64_t)llround((double)d->amount * usd[r->ccy]);
}

static void invoice(struct gen *g, struct deal *d, int plus, bool again)
{
    const struct relation *r = d->r;
    tiny_id inv = tiny_invoice(g->c, d->invoice, r->seller->id, r->buyer->id, date(g, d->day, plus),
                               currencies[r->ccy]);
    int64_t stated = d->quantity;
    if (!r->planted && chance(g, 0.003)) /* another unit than it says */
        stated = stated > 2000 ? stated / 1000 : stated * 1000;
    d->line = tiny_invoice_line(g->c, inv, r->good->hs, stated, r->good->unit, d->amount);
    tiny_line_at(g->c, d->line)->description = tt_str_of(
        !r->planted && chance(g, 0.01) ? "SAMPLE, no commercial value" : "goods as ordered");
    if (r->term && !tt_incoterm_parse(tt_str_of(r->term), &tiny_invoice_at(g->c, inv)->incoterm))
        g->c->failed = true;
    if (!again && chance(g, 0.9))
        tiny_invoice_names(g->c, inv, d->bl);
    if (again)
        tiny_invoice_names(g->c, inv, d->bl);
}

static void bill_of_lading(struct gen *g, struct deal *d, const char *bl, double share, int plus)
{
    const struct relation *r = d->r;
    double kg =
        (double)d->quantity * r->good->kg * share * d->plant.shipped * exp(0.01 * normal(g));
    tiny_id s = tiny_shipment(g->c, bl, r->seller->id, r->buyer->id, date(g, d->day, plus), "CNSHA",
                              "DEHAM");
    tiny_shipment_at(g->c, s)->type = r->by_air ? TT_DOC_AWB : TT_DOC_HOUSE_BL;
    bool mass = r->good->unit[0] == 'K' || r->good->unit[0] == 'T';
    int64_t q =
        mass ? TT_NO_NUM
             : TT_MAX((int64_t)llround((double)d->quantity * share * d->plant.shipped), (int64_t)1);
    tiny_id line = tiny_shipment_line(g->c, s, chance(g, 0.8) ? r->good->hs : NULL, q,
                                      mass ? NULL : r->good->unit,
                                      (int64_t)llround(kg * (1.02 + 0.08 * tt_rng_unit(&g->rng))));
    if (chance(g, 0.85))
        tiny_line_at(g->c, line)->net_kg = (int64_t)llround(kg * 1e6);
    tiny_line_at(g->c, line)->container = TT_STR("MSKU1234565");
    tiny_shipment_names(g->c, s, d->invoice);
}

/* The feed holds 96 of 100; one in eight deals goes in two, the second some weeks later. */
static void shipments(struct gen *g, struct deal *d)
{
    if (d->plant.shipped <= 0 || (!d->r->planted && chance(g, 0.04)))
        return;
    if (!chance(g, 0.12)) {
        bill_of_lading(g, d, d->bl, 1, 4 + (int)below(g, 10));
        return;
    }
    bill_of_lading(g, d, d->bl, 0.5, 4);
    if (d->r->planted || chance(g, 0.96))
        bill_of_lading(g, d, number(g, "BL"), 0.5, 15 + (int)below(g, 25));
}

static void declaration(struct gen *g, struct deal *d)
{
    const struct relation *r = d->r;
    bool import = chance(g, 0.5);
    if (d->plant.shipped <= 0 || !chance(g, 0.4))
        return;
    tiny_id dec = tiny_declaration(g->c, number(g, "DEC"), import ? TT_DOC_IMPORT : TT_DOC_EXPORT,
                                   r->seller->id, r->buyer->id, date(g, d->day, 12), NULL);
    double fob = (double)d->amount / r->term_factor * (import ? 1.09 : 1);
    tiny_declaration_line(g->c, dec, r->good->hs, d->quantity, r->good->unit, (int64_t)llround(fob),
                          currencies[r->ccy]);
    tiny_declaration_names(g->c, dec, d->invoice, d->bl);
}

static void pay(struct gen *g, struct deal *d, tiny_id payer, int64_t amount, int plus)
{
    tiny_id p = tiny_payment(g->c, number(g, "PAY"), payer, d->r->seller->id, date(g, d->day, plus),
                             amount, currencies[d->r->ccy]);
    tiny_payment_names(g->c, p, d->invoice);
}

/* Most pay the whole price in time; some in parts, through a factor, a parent or an agent. */
static void payments(struct gen *g, struct deal *d)
{
    tiny_id payer = d->r->buyer->id;
    int plus = 20 + (int)below(g, 60);
    double u = tt_rng_unit(&g->rng);
    if (d->r->planted || u < 0.82) {
        pay(g, d, payer, d->amount, plus);
    } else if (u < 0.9) {
        pay(g, d, payer, d->amount / 2, plus);
        pay(g, d, payer, d->amount - d->amount / 2, plus + 30);
    } else if (u < 0.94) {
        pay(g, d, g->factors[below(g, 3)].id, d->amount * 98 / 100, 3);
    } else if (u < 0.947) {
        pay(g, d, g->buyers[below(g, N_BUYERS)].id, d->amount, plus); /* somebody's agent */
    }
}

/* One in fifty is credited as a whole and invoiced again; as many are credited in part. */
static void credit(struct gen *g, struct deal *d)
{
    const struct relation *r = d->r;
    bool whole = chance(g, 0.02);
    if (!whole && !chance(g, 0.02))
        return;
    tiny_id note = tiny_credit_note(g->c, number(g, "CN"), r->seller->id, r->buyer->id,
                                    date(g, d->day, 15), currencies[r->ccy]);
    int64_t part = whole ? 1 : 20;
    tiny_invoice_line(g->c, note, r->good->hs, TT_MAX(d->quantity / part, (int64_t)1),
                      r->good->unit, d->amount / part);
    if (whole) {
        d->invoice = number(g, "INV");
        invoice(g, d, 16, false);
    }
}

static void deal(struct gen *g, const struct relation *r, tt_date day, struct plant plant)
{
    struct deal d = {.r = r, .plant = plant, .day = day};
    d.invoice = number(g, "INV");
    d.bl = number(g, "BL");
    price(g, &d);
    invoice(g, &d, 0, false);
    if (!r->planted)
        credit(g, &d);
    shipments(g, &d);
    declaration(g, &d);
    payments(g, &d);
    if (!plant.twice)
        return;
    d.invoice = number(g, "INV");
    invoice(g, &d, 18, true);
    payments(g, &d);
}

/* --- the year --- */

static void trade(struct gen *g, uint32_t deals)
{
    tt_date first = tiny_day("2024-01-01");
    uint32_t left = deals;
    while (left > 0) {
        const struct firm *seller = &g->sellers[by_size(g, N_SELLERS)];
        const struct firm *buyer = &g->buyers[by_size(g, N_BUYERS)];
        struct relation r = relation(g, seller, buyer, below(g, N_GOODS));
        uint32_t n = 1 + (uint32_t)(3 / sqrt(1 - tt_rng_unit(&g->rng))); /* heavy tails again */
        n = TT_MIN(n, left);
        int day = (int)below(g, DAYS), gap = 10 + (int)below(g, 50);
        for (uint32_t i = 0; i < n; i++) {
            deal(g, &r, first + day % DAYS, honest);
            day += r.regular ? 30 : 1 + (int)(gap * -log(1 - tt_rng_unit(&g->rng)));
        }
        left -= n;
    }
}

/* Services between the same firms: paid, never shipped. */
static void services(struct gen *g, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct firm *s = &g->sellers[by_size(g, N_SELLERS)];
        const struct firm *b = &g->buyers[by_size(g, N_BUYERS)];
        const char *inv = number(g, "SRV"),
                   *day = date(g, tiny_day("2024-01-01"), (int)below(g, DAYS));
        int64_t amount = 100000 + (int64_t)below(g, 4000000);
        tiny_id id = tiny_invoice(g->c, inv, s->id, b->id, day, "USD");
        tiny_id line = tiny_invoice_line(g->c, id, NULL, 1, "C62", amount);
        tiny_line_at(g->c, line)->description = TT_STR("Engineering services");
        tiny_payment_names(
            g->c, tiny_payment(g->c, number(g, "PAY"), b->id, s->id, day, amount, "USD"), inv);
    }
}

const char *gen_scheme_text(gen_scheme s)
{
    static const char *const words[GEN_SCHEMES] = {"price.over_invoicing", "price.under_invoicing",
                                                   "phantom.no_shipment", "dup.invoice_multi",
                                                   "doc.qty_mismatch"};
    return words[s];
}

/* A relation of firms that trade honestly with others too. */
static void plant(struct gen *g, gen_scheme scheme, uint32_t i)
{
    tt_date first = tiny_day("2024-01-01");
    const struct firm *seller = &g->sellers[60 + (uint32_t)scheme * 15 + i % 15];
    const struct firm *buyer = &g->buyers[80 + (uint32_t)scheme * 20 + i % 20];
    struct relation r = relation(g, seller, buyer, below(g, N_GOODS));
    r.planted = true;
    r.regular = false;
    r.quantity = r.good->lot;
    uint32_t n = 3 + below(g, 8);
    for (uint32_t k = 0; k < n; k++) {
        struct plant p = honest;
        double u = tt_rng_unit(&g->rng);
        if (scheme == GEN_OVER)
            p.price = 2 + 3 * u;
        else if (scheme == GEN_UNDER)
            p.price = 1 / (2 + 3 * u);
        else if (scheme == GEN_PHANTOM)
            p.shipped = k % 3 == 2 ? 1 : 0;
        else if (scheme == GEN_TWICE)
            p.twice = k % 2 == 0;
        else
            p.shipped = 0.5 + 0.25 * u;
        deal(g, &r, first + (tt_date)(20 + k * 25 + below(g, 10)), p);
    }
    g->world->planted[g->world->n_planted++] = (gen_truth){scheme, seller->id, buyer->id};
}

void gen_trade(tiny_case *c, tt_arena *a, const gen_options *opt, gen_world *out)
{
    struct gen g = {.c = c, .a = a, .world = out};
    size_t planted = (size_t)opt->planted * GEN_SCHEMES;
    *out = (gen_world){.planted = tt_new_n(a, gen_truth, planted + 1)};
    if (!out->planted) {
        c->failed = true;
        return;
    }
    tt_rng_init(&g.rng, opt->seed, "gen");
    c->data.as_of = tiny_day("2025-07-01");
    firms(&g);
    markets(&g);
    trade(&g, opt->deals);
    services(&g, opt->deals / 30);
    for (uint32_t i = 0; i < opt->planted; i++)
        for (int s = 0; s < GEN_SCHEMES; s++)
            plant(&g, (gen_scheme)s, i);
    tiny_coverage(c, TT_KIND_SHIPMENT, NULL, "2024-01-01", "2025-12-31", 96);
}
