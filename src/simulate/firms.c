/*
 * firms.c - who there is: banks, carriers, customs brokers, companies with heavy-tailed sizes, and
 * the persons behind them.
 */
#include "simulate/parts.h"

enum {
    DOCUMENTS_A_FIRM = 10, /* one company for so many documents */
    AGENT_ADDRESS = 80000, /* of companies sit at the address of a service; in millionths */
    FIRMS_AN_AGENT = 25,   /* of a country's companies share one such address */
    STALE = 8,             /* of a hundred lines of business in the registry */
    SISTERS = 100000,
    STATEMENTS = 350000, /* of banks hand over all of their accounts */
    OTHER_BANK = 150000, /* of companies have a second account, at another bank */
    YOUNG = 250000,
    ANYBODY = 550000,
    LEAST_FIRMS = 40
};

static sim_ix add_firm(sim_world *w, sim_firm f)
{
    if (!tt_vec_push(&w->firms, f)) {
        w->failed = true;
        return 0;
    }
    return (sim_ix)w->firms.n - 1;
}

static tt_str phone_of(sim_world *w, tt_rng *r, uint32_t country)
{
    uint32_t area = 20 + sim_below(r, 70), number = sim_below(r, 1000000);
    return sim_textf(w, w->arena, "+%.*s %u %06u", TT_STR_ARG(w->tables.countries[country].dial),
                     area, number);
}

/* Number, street, city and post code, in the order of the language. */
static void address_of(sim_world *w, tt_rng *r, sim_firm *f)
{
    const sim_country *c = &w->tables.countries[f->country];
    sim_pair street = c->streets.v[sim_below(r, c->streets.n)], city = c->cities.v[f->city];
    uint32_t number = 1 + sim_low(r, 400), code = 10000 + sim_below(r, 89999);
    const char *country = tt_country_name((tt_country)(c->code.p[0] * 256 + c->code.p[1]));
    if (tt_str_is(c->people, "zh")) {
        f->address = sim_textf(w, w->arena, "%.*s市%.*s路%u号", TT_STR_ARG(city.native),
                               TT_STR_ARG(street.native), number);
        f->address_latin =
            sim_textf(w, w->arena, "No. %u %.*s Road, %.*s %u, %s", number,
                      TT_STR_ARG(street.latin), TT_STR_ARG(city.latin), code, country);
    } else if (tt_str_is(c->people, "vi") || tt_str_is(c->people, "ar")) {
        f->address = sim_textf(w, w->arena, "%u %.*s, %.*s", number, TT_STR_ARG(street.native),
                               TT_STR_ARG(city.native));
        f->address_latin = sim_textf(w, w->arena, "%u %.*s Street, %.*s, %s", number,
                                     TT_STR_ARG(street.latin), TT_STR_ARG(city.latin), country);
    } else {
        f->address = sim_textf(w, w->arena, "%.*s %u, %u %.*s", TT_STR_ARG(street.native), number,
                               code, TT_STR_ARG(city.native));
        f->address_latin =
            sim_textf(w, w->arena, "%u %.*s Street, %.*s %u, %s", number, TT_STR_ARG(street.latin),
                      TT_STR_ARG(city.latin), code, country);
    }
}

/* A domain is what of the brand is a Latin letter. */
static tt_str email_of(sim_world *w, tt_rng *r, const sim_firm *f)
{
    static const char *const boxes[] = {"info", "sales", "export", "office", "contact", "trade"};
    char domain[24];
    size_t n = 0;
    for (size_t i = 0; i < f->brand.latin.n && n < sizeof(domain); i++)
        if (tt_ascii_is_alnum(f->brand.latin.p[i]))
            domain[n++] = tt_ascii_lower(f->brand.latin.p[i]);
    const sim_country *c = &w->tables.countries[f->country];
    char end[3] = {tt_ascii_lower(c->code.p[0]), tt_ascii_lower(c->code.p[1]), '\0'};
    const char *box = boxes[sim_below(r, TT_LEN(boxes))];
    const char *top = sim_chance(r, 500000) ? "example" : end;
    return sim_textf(w, w->arena, "%s@%.*s.%s", box, (int)n, domain, top);
}

/* --- banks, carriers, brokers --- */

static void add_bank(sim_world *w, tt_rng *r, uint32_t country, uint32_t i)
{
    static const char *const kinds[] = {"Commercial Bank", "Merchant Bank", "Union Bank"};
    const sim_country *c = &w->tables.countries[country];
    sim_firm f = {.type = SIM_BANK, .country = (uint8_t)country, .registered = true, .size = 1};
    tt_country cc = (tt_country)(c->code.p[0] * 256 + c->code.p[1]);
    tt_str name = sim_textf(w, w->arena, "%.*s %s of %s", TT_STR_ARG(c->brand_a.v[i].latin),
                            kinds[i % TT_LEN(kinds)], tt_country_name(cc));
    f.native = f.brand.native = f.brand.latin = name;
    f.account = sim_bic(w, r, country, name); /* of a bank, its code */
    f.statements = sim_chance(r, STATEMENTS);
    address_of(w, r, &f);
    (void)add_firm(w, f);
}

static void add_carrier(sim_world *w, tt_rng *r, uint32_t i)
{
    static const char *const homes[] = {"SG", "HK", "AE", "DE", "GB", "PA", "CN", "KR"};
    sim_firm f = {.type = SIM_CARRIER, .registered = true, .size = 1};
    f.country = (uint8_t)sim_country_find(&w->tables, homes[i % TT_LEN(homes)]);
    f.native = f.brand.native = f.brand.latin = w->tables.lines[i].name;
    f.phone = phone_of(w, r, f.country);
    address_of(w, r, &f);
    (void)add_firm(w, f);
    for (uint32_t k = 0; k < SIM_SHIPS; k++) {
        static const char *const second[] = {"Star",  "Hope",  "Spirit", "Pearl", "Bay",   "Wind",
                                             "Pride", "Voice", "Dawn",   "Trust", "Faith", "Grace"};
        sim_ship *s = &w->ships[i * SIM_SHIPS + k];
        s->name = sim_textf(w, w->arena, "MV %.*s %s", TT_STR_ARG(w->tables.lines[i].ship),
                            second[k % TT_LEN(second)]);
        s->imo = sim_imo(w, r);
    }
}

static void add_broker(sim_world *w, tt_rng *r, uint32_t country)
{
    const sim_country *c = &w->tables.countries[country];
    sim_firm f = {.type = SIM_BROKER, .country = (uint8_t)country, .registered = true, .size = 1};
    sim_pair family = c->family.v[sim_below(r, c->family.n)];
    f.native = f.brand.native = f.brand.latin =
        sim_textf(w, w->arena, "%.*s Customs and Freight", TT_STR_ARG(family.latin));
    f.tax_id = sim_tax_id(w, r, country);
    address_of(w, r, &f);
    (void)add_firm(w, f);
}

/* Who is owed taxes. */
static void add_office(sim_world *w, tt_rng *r, uint32_t country)
{
    const sim_country *c = &w->tables.countries[country];
    sim_firm f = {.type = SIM_OFFICE, .country = (uint8_t)country, .registered = true, .size = 1};
    tt_country cc = (tt_country)(c->code.p[0] * 256 + c->code.p[1]);
    f.native = f.brand.native = f.brand.latin =
        sim_textf(w, w->arena, "Revenue Authority of %s", tt_country_name(cc));
    f.bank = f.bank_2 = w->first_bank + country * SIM_BANKS;
    f.account = f.account_2 = sim_account(w, r, country, w->firms.v[f.bank].account);
    address_of(w, r, &f);
    (void)add_firm(w, f);
}

/* --- companies and persons --- */

/* A director, and an account and an address; a sister has some of them in common. */
static void furnish(sim_world *w, tt_rng *r, sim_firm *f, sim_ix like)
{
    const sim_firm *sister = like ? &w->firms.v[like] : NULL;
    f->bank = w->first_bank + (uint32_t)f->country * SIM_BANKS + sim_low(r, SIM_BANKS);
    tt_str bic = w->firms.v[f->bank].account;
    f->tax_id = sim_tax_id(w, r, f->country);
    f->account = sim_account(w, r, f->country, bic);
    f->account_2 = sim_chance(r, 100000) ? sim_account(w, r, f->country, bic) : f->account;
    f->bank_2 = f->bank;
    if (sim_chance(r, OTHER_BANK)) {
        f->bank_2 = w->first_bank + (uint32_t)f->country * SIM_BANKS + sim_below(r, SIM_BANKS);
        f->account_2 = sim_account(w, r, f->country, w->firms.v[f->bank_2].account);
    }
    if (sim_chance(r, f->size > 8 ? 400000 : 60000))
        f->lei = sim_lei(w, r);
    address_of(w, r, f);
    f->phone = phone_of(w, r, f->country);
    f->email = email_of(w, r, f);
    if (sister && sim_chance(r, 500000)) {
        f->address = sister->address;
        f->address_latin = sister->address_latin;
        f->city = sister->city;
    }
    if (sister && sim_chance(r, 400000))
        f->phone = sister->phone;
}

sim_ix sim_add_person(sim_world *w, tt_rng *r, uint32_t country)
{
    sim_firm f = {.type = SIM_PERSON, .country = (uint8_t)country, .size = 1};
    f.city = (uint8_t)sim_low(r, w->tables.countries[country].cities.n);
    f.taste = tt_rng_u64(r);
    f.born = w->first - sim_between(r, 25 * 365, 65 * 365);
    f.bank = w->first_bank + country * SIM_BANKS + sim_low(r, SIM_BANKS);
    f.account = f.account_2 = sim_account(w, r, country, w->firms.v[f.bank].account);
    sim_name_person(w, r, &f);
    address_of(w, r, &f);
    return add_firm(w, f);
}

bool sim_line_is_stale(const sim_firm *f)
{
    return f->taste % 100 < STALE;
}

sim_ix sim_add_company(sim_world *w, tt_rng *r, uint32_t country, uint32_t sector, sim_ix like)
{
    sim_firm f = {.type = SIM_COMPANY, .country = (uint8_t)country, .sector = (uint8_t)sector};
    f.city = (uint8_t)sim_low(r, w->tables.countries[country].cities.n);
    f.size = (uint32_t)sim_pareto(r, 500);
    f.taste = tt_rng_u64(r);
    f.line = f.sector;
    if (sim_line_is_stale(&f))
        f.line = (uint8_t)(f.taste >> 8 & 1 ? 0 : (f.taste >> 9) % SIM_SECTORS);
    f.number_style = (uint8_t)sim_below(r, 7);
    f.invoices = sim_low(r, 20000);
    f.born = w->first - (tt_date)(sim_wait(r) * 9 * 365) - 30;
    if (sim_chance(r, YOUNG))
        f.born = w->first - sim_between(r, 30, 1200);
    f.registered = sim_chance(r, 700000);
    sim_name_company(w, r, &f, like);
    furnish(w, r, &f, like);
    sim_ix made = add_firm(w, f);
    if (f.registered && made && sim_chance(r, 750000)) {
        /* Some persons direct several firms. */
        sim_ix known = like && sim_chance(r, 500000) ? w->firms.v[like].director : 0;
        sim_ix director = known ? known : sim_add_person(w, r, country);
        w->firms.v[made].director = director;
    }
    if (like && sim_chance(r, 500000) && made) { /* declared */
        sim_ix owner = w->firms.v[like].owner;
        if (!owner)
            owner = sim_add_person(w, r, country);
        w->firms.v[made].owner = w->firms.v[like].owner = owner;
        w->firms.v[made].registered = w->firms.v[like].registered = true;
    }
    w->firms.v[made].sister = like;
    return made;
}

static uint32_t pick_country(const sim_world *w, tt_rng *r)
{
    uint32_t all = 0, i = 0;
    for (uint32_t k = 0; k < w->tables.n_countries; k++)
        all += w->tables.countries[k].weight;
    uint32_t at = sim_below(r, all);
    for (; i + 1 < w->tables.n_countries && at >= w->tables.countries[i].weight; i++)
        at -= w->tables.countries[i].weight;
    return i;
}

static bool list_company(sim_world *w, sim_ix f)
{
    return tt_vec_push(&w->by_country[w->firms.v[f].country], f);
}

static void make_companies(sim_world *w, tt_rng *r, uint32_t n)
{
    for (uint32_t i = 0; i < n && !w->failed; i++) {
        uint32_t country = pick_country(w, r);
        const tt_u32_vec *there = &w->by_country[country];
        sim_ix like = 0;
        if (there->n > 0 && sim_chance(r, SISTERS))
            like = there->v[sim_below(r, (uint32_t)there->n)];
        if (like && (w->firms.v[like].branded || w->firms.v[like].sister))
            like = 0;
        sim_ix f = sim_add_company(w, r, country, sim_below(r, SIM_SECTORS), like);
        if (!list_company(w, f))
            w->failed = true;
    }
}

/* Company services: one address, and for half of the firms one telephone. */
static void seat_at_agents(sim_world *w, tt_rng *r)
{
    for (uint32_t c = 0; c < w->tables.n_countries; c++) {
        const tt_u32_vec *there = &w->by_country[c];
        uint32_t n = (uint32_t)there->n / (FIRMS_AN_AGENT * 12) + 1;
        for (size_t i = 0; i < there->n; i++) {
            sim_firm *f = &w->firms.v[there->v[i]];
            const sim_firm *agent = &w->firms.v[w->first_broker + c];
            if (f->sister || f->owner || !sim_chance(r, AGENT_ADDRESS))
                continue;
            uint32_t suite = sim_below(r, n) * 100;
            f->agent = true;
            f->address = f->address_latin =
                sim_textf(w, w->arena, "%.*s, Suite %u", TT_STR_ARG(agent->address_latin), suite);
            if (sim_chance(r, 500000))
                f->phone = sim_textf(w, w->arena, "+%.*s 11 %06u",
                                     TT_STR_ARG(w->tables.countries[c].dial), suite * 7 + 11);
        }
    }
}

/* Running sums of sizes within each country, so that a draw is a search. */
static bool make_reach(sim_world *w)
{
    w->reach = tt_new_n(w->arena, uint64_t, w->firms.n + 1);
    for (uint32_t c = 0; w->reach && c < w->tables.n_countries; c++) {
        uint64_t sum = 0;
        for (size_t i = 0; i < w->by_country[c].n; i++) {
            sim_ix f = w->by_country[c].v[i];
            w->reach[f] = sum += w->firms.v[f].size;
        }
    }
    return w->reach != NULL;
}

/* By size, or anybody: most firms are small and still trade. */
static sim_ix pick_one(const sim_world *w, tt_rng *r, const tt_u32_vec *there)
{
    if (sim_chance(r, ANYBODY))
        return there->v[sim_below(r, (uint32_t)there->n)];
    uint64_t at = tt_rng_below(r, w->reach[there->v[there->n - 1]]);
    size_t lo = 0, hi = there->n - 1;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (w->reach[there->v[mid]] > at)
            hi = mid;
        else
            lo = mid + 1;
    }
    return there->v[lo];
}

sim_ix sim_pick_company(const sim_world *w, tt_rng *r, uint32_t country, uint32_t sector)
{
    const tt_u32_vec *there = &w->by_country[country];
    if (there->n == 0)
        return 0;
    sim_ix f = pick_one(w, r, there);
    for (int i = 0; i < 12 && w->firms.v[f].sector != sector && w->firms.v[f].sector != 0; i++)
        f = pick_one(w, r, there);
    return f;
}

tt_status sim_make_firms(sim_world *w, tt_err *err)
{
    tt_rng r = sim_stream(w, "firms", 0);
    uint32_t n = TT_MAX((uint32_t)LEAST_FIRMS, w->spec->documents / DOCUMENTS_A_FIRM);
    (void)add_firm(w, (sim_firm){.type = SIM_COMPANY}); /* nobody */
    w->ships = tt_new_n(w->arena, sim_ship, (size_t)w->tables.n_lines * SIM_SHIPS);
    w->boxes =
        tt_new_n(w->arena, sim_box, (size_t)w->tables.n_countries * w->tables.n_lines * SIM_BOXES);
    w->by_country = tt_new_n(w->arena, tt_u32_vec, w->tables.n_countries);
    if (!w->ships || !w->boxes || !w->by_country || w->failed)
        return tt_fail(err, TT_ENOMEM, "no room for a world");
    w->first_bank = (sim_ix)w->firms.n;
    for (uint32_t c = 0; c < w->tables.n_countries; c++)
        for (uint32_t i = 0; i < SIM_BANKS; i++)
            add_bank(w, &r, c, i);
    w->first_carrier = (sim_ix)w->firms.n;
    for (uint32_t i = 0; i < w->tables.n_lines; i++)
        add_carrier(w, &r, i);
    w->first_broker = (sim_ix)w->firms.n;
    for (uint32_t c = 0; c < w->tables.n_countries; c++)
        add_broker(w, &r, c);
    w->first_office = (sim_ix)w->firms.n;
    for (uint32_t c = 0; c < w->tables.n_countries; c++)
        add_office(w, &r, c);
    make_companies(w, &r, n);
    seat_at_agents(w, &r);
    if (!w->failed && !make_reach(w))
        w->failed = true;
    return sim_world_ok(w, err);
}
