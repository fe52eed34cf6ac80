/*
 * spell.c - a party as a document writes it.
 *
 * The same hand usually writes the same way: most spellings are drawn from the habit, the rest
 * anew. Customs at home write the home script, banks capitals of which they keep 35.
 */
#include "simulate/parts.h"

enum { SWIFT_CHARS = 35, SAME_AGAIN = 780000 };

struct speller {
    sim_world *w;
    tt_rng r;
    const sim_firm *f;
    const sim_country *c;
    sim_hand hand;
};

/* A chance that grows with noise and with hard names. */
static bool may(struct speller *s, uint32_t ppm)
{
    uint64_t p = (uint64_t)sim_noise(s->w, ppm) * s->w->spec->hard_names / SIM_ONE;
    return sim_chance(&s->r, (uint32_t)TT_MIN(p, (uint64_t)900000));
}

static struct speller start(sim_world *w, sim_ix firm, sim_hand hand, uint64_t habit)
{
    struct speller s = {.w = w, .f = &w->firms.v[firm], .hand = hand};
    s.c = &w->tables.countries[s.f->country];
    uint64_t own = s.f->taste ^ habit * UINT64_C(0x9E3779B97F4A7C15) ^ (uint64_t)hand << 50;
    bool again = sim_chance(&w->rng, SAME_AGAIN);
    uint64_t fresh = tt_rng_u64(&w->rng);
    tt_rng_init(&s.r, again ? own : fresh, "spell");
    return s;
}

static tt_str replaced(struct speller *s, tt_str text, const char *what, const char *with)
{
    size_t at = tt_str_find(text, tt_str_of(what), 0), n = strlen(what);
    if (at == SIZE_MAX)
        return text;
    return sim_textf(s->w, s->w->daily, "%.*s%s%.*s", (int)at, text.p, with, (int)(text.n - at - n),
                     text.p + at + n);
}

/* --- the parts of a name abroad --- */

/* The same sound in other letters. */
static tt_str romanised(struct speller *s, tt_str brand)
{
    static const char *const other[][3] = {{"ar", "Al ", "El "},
                                           {"ar", "Al ", "Al-"},
                                           {"ar", "Al ", "Al"},
                                           {"ar", "Mohammed", "Muhammad"},
                                           {"ar", "Mohammed", "Mohamed"},
                                           {"ar", "ee", "i"},
                                           {"ar", "oo", "u"},
                                           {"ru", "kh", "h"},
                                           {"ru", "ya", "ia"},
                                           {"ru", "ey", "ei"},
                                           {"ru", "iy", "y"},
                                           {"ru", "ts", "c"},
                                           {"ru", "shch", "sch"},
                                           {"zh", "x", "hs"},
                                           {"zh", "q", "ch"},
                                           {"zh", "zh", "ch"},
                                           {"tr", "s", "sh"},
                                           {"in", "ee", "i"},
                                           {"in", "v", "w"},
                                           {"ru", "yu", "iu"}};
    uint32_t at = sim_below(&s->r, TT_LEN(other));
    for (uint32_t i = 0; i < TT_LEN(other); i++, at = (at + 1) % TT_LEN(other)) {
        if (!tt_str_is(s->c->people, other[at][0]) && !tt_str_is(s->c->words, other[at][0]))
            continue;
        tt_str out = replaced(s, brand, other[at][1], other[at][2]);
        if (!tt_str_eq(out, brand))
            return out;
    }
    return brand;
}

static tt_str brand_of(struct speller *s)
{
    tt_str b = s->f->brand.latin;
    bool joined = s->f->cut && s->f->cut < b.n && !s->f->branded && b.p[s->f->cut] != ' ';
    if (joined && tt_str_is(s->c->words, "zh") && may(s, 90000))
        b = sim_textf(s->w, s->w->daily, "%.*s %c%.*s", s->f->cut, b.p,
                      tt_ascii_upper(b.p[s->f->cut]), (int)b.n - s->f->cut - 1,
                      b.p + s->f->cut + 1);
    else if (!joined && tt_str_is(s->c->words, "vi") && may(s, 60000))
        b = replaced(s, b, " ", "");
    if (!s->f->branded && may(s, 70000))
        b = romanised(s, b);
    return b;
}

static tt_str trade_of(struct speller *s)
{
    tt_str t = s->f->trade;
    if (t.n == 0 || may(s, 35000))
        return TT_STR("");
    if (!may(s, 150000))
        return t;
    uint32_t n = s->w->tables.shorts.n, at = sim_below(&s->r, n);
    for (uint32_t i = 0; i < n; i++, at = (at + 1) % n) {
        const sim_pair *p = &s->w->tables.shorts.v[at];
        size_t found = tt_str_find(t, p->native, 0);
        if (found != SIZE_MAX)
            return sim_textf(s->w, s->w->daily, "%.*s%.*s%.*s", (int)found, t.p,
                             TT_STR_ARG(p->latin), (int)(t.n - found - p->native.n),
                             t.p + found + p->native.n);
    }
    return t;
}

static tt_str legal_of(struct speller *s)
{
    const sim_legal *l = s->f->legal;
    if (!l || may(s, 110000))
        return TT_STR("");
    return may(s, 330000) ? l->variants.v[sim_below(&s->r, l->variants.n)] : l->latin;
}

/* "OOO Sevtorg", but "Sevtorg LLC". */
static bool goes_first(const struct speller *s, tt_str legal)
{
    static const char *const first[] = {"OOO", "AO", "TOO", "PT"};
    for (size_t i = 0; i < TT_LEN(first); i++)
        if (tt_str_is(legal, first[i]))
            return tt_str_is(s->c->words, "ru");
    return false;
}

static tt_str abroad(struct speller *s)
{
    tt_str city =
        s->f->city_first && !may(s, 180000) ? s->c->cities.v[s->f->city].latin : TT_STR("");
    tt_str brand = brand_of(s), trade = trade_of(s), legal = legal_of(s);
    bool first = goes_first(s, legal);
    tt_str a = first ? legal : city, z = first ? TT_STR("") : legal;
    return sim_textf(s->w, s->w->daily, "%.*s%s%.*s%s%.*s%s%.*s", TT_STR_ARG(a), a.n ? " " : "",
                     TT_STR_ARG(brand), trade.n ? " " : "", TT_STR_ARG(trade), z.n ? " " : "",
                     TT_STR_ARG(z));
}

static tt_str person_abroad(struct speller *s)
{
    tt_str b = s->f->brand.latin;
    size_t gap = tt_str_find(b, TT_STR(" "), 0);
    if (gap == SIZE_MAX)
        return b;
    tt_str one = tt_str_sub(b, 0, gap), two = tt_str_sub(b, gap + 1, SIZE_MAX);
    if (may(s, 120000))
        return sim_textf(s->w, s->w->daily, "%.*s%s%.*s", TT_STR_ARG(two),
                         may(s, 300000) ? ", " : " ", TT_STR_ARG(one));
    if (may(s, 50000))
        return sim_textf(s->w, s->w->daily, "%c. %.*s", one.p[0], TT_STR_ARG(two));
    if (may(s, 30000))
        return sim_textf(s->w, s->w->daily, "Mr %.*s", TT_STR_ARG(b));
    return may(s, 70000) ? romanised(s, b) : b;
}

/* --- hands --- */

/* How often this hand writes the home script, in millionths. */
static uint32_t native_share(const struct speller *s)
{
    static const uint32_t share[] = {[SIM_HAND_OWN] = 70000,
                                     [SIM_HAND_OTHER] = 12000,
                                     [SIM_HAND_HOME] = 800000,
                                     [SIM_HAND_CARRIER] = 12000,
                                     [SIM_HAND_BANK] = 0};
    bool script = tt_str_is(s->c->words, "zh") || tt_str_is(s->c->words, "ru") ||
                  tt_str_is(s->c->words, "ar") || tt_str_is(s->c->words, "vi");
    if (s->f->type > SIM_PERSON)
        return 0;
    if (!script) /* accents only */
        return s->hand == SIM_HAND_OWN || s->hand == SIM_HAND_HOME ? 850000 : 250000;
    if (s->hand == SIM_HAND_HOME && (tt_str_is(s->c->words, "ar") || tt_str_is(s->c->code, "HK")))
        return 300000;
    return share[s->hand];
}

static tt_str by_bank(struct speller *s, tt_str name)
{
    char t[200];
    size_t n = 0;
    name = sim_ascii(s->w, s->w->daily, name);
    for (size_t i = 0; i < name.n && n < sizeof(t); i++) {
        char c = tt_ascii_upper(name.p[i]);
        if (c == ',' || (c == ' ' && n > 0 && t[n - 1] == ' '))
            continue;
        t[n++] = c == '&' ? '+' : c;
    }
    if (n > SWIFT_CHARS && sim_chance(&s->r, 650000))
        n = SWIFT_CHARS;
    while (n > 0 && t[n - 1] == ' ')
        n--;
    return sim_textf(s->w, s->w->daily, "%.*s", (int)n, t);
}

static tt_str finish(struct speller *s, tt_str name)
{
    static const uint32_t capitals[] = {[SIM_HAND_OWN] = 250000,
                                        [SIM_HAND_OTHER] = 350000,
                                        [SIM_HAND_HOME] = 500000,
                                        [SIM_HAND_CARRIER] = 800000,
                                        [SIM_HAND_BANK] = 0};
    if (s->hand == SIM_HAND_BANK)
        return by_bank(s, name);
    if (sim_chance(&s->r, capitals[s->hand]))
        name = sim_upper(s->w, name);
    if (s->hand != SIM_HAND_HOME && may(s, 20000))
        name = sim_misread(s->w, &s->r, name);
    return name;
}

tt_str sim_spell(sim_world *w, sim_ix firm, sim_hand hand, uint64_t habit)
{
    struct speller s = start(w, firm, hand, habit);
    bool native = sim_chance(&s.r, native_share(&s));
    tt_str out = native ? s.f->native : s.f->type == SIM_PERSON ? person_abroad(&s) : abroad(&s);
    if (!native)
        out = sim_ascii(w, w->daily, out);
    if (hand == SIM_HAND_OWN && s.f->type == SIM_COMPANY && !native && may(&s, 40000) &&
        (unsigned char)s.f->native.p[0] >= 0x80)
        out = sim_textf(w, w->daily, "%.*s (%.*s)", TT_STR_ARG(out), TT_STR_ARG(s.f->native));
    if (!native || hand == SIM_HAND_BANK)
        out = finish(&s, out);
    if (may(&s, 12000))
        out = sim_mistype(w, &s.r, out);
    return out;
}

/* --- addresses, identifiers, accounts --- */

tt_str sim_spell_address(sim_world *w, sim_ix firm, sim_hand hand, uint64_t habit)
{
    static const uint32_t shown[] = {[SIM_HAND_OWN] = 800000,
                                     [SIM_HAND_OTHER] = 550000,
                                     [SIM_HAND_HOME] = 500000,
                                     [SIM_HAND_CARRIER] = 600000,
                                     [SIM_HAND_BANK] = 0};
    struct speller s = start(w, firm, hand, habit ^ 77);
    tt_str out = s.f->address_latin;
    if (!sim_chance(&s.r, shown[hand]))
        return TT_STR("");
    if (sim_chance(&s.r, hand == SIM_HAND_OWN ? 60000 : 5000))
        return s.f->address;
    if (may(&s, 250000))
        out = replaced(&s, replaced(&s, out, "Street", "St."), "Road", "Rd.");
    if (may(&s, 80000))
        out = replaced(&s, replaced(&s, out, "No. ", ""), "Suite ", "#");
    size_t last = out.n;
    while (last > 0 && out.p[last - 1] != ',')
        last--;
    if (last > 1 && may(&s, 200000)) /* without the country */
        out = tt_str_sub(out, 0, last - 1);
    if (sim_chance(&s.r, 300000))
        out = sim_upper(w, out);
    return may(&s, 15000) ? sim_mistype(w, &s.r, out) : out;
}

tt_str sim_spell_id(sim_world *w, sim_ix firm, uint32_t ppm)
{
    tt_rng *r = &w->rng;
    const sim_firm *f = &w->firms.v[firm];
    if (!sim_chance(r, ppm) || f->tax_id.n == 0)
        return TT_STR("");
    if (sim_chance(r, sim_noise(w, 3000))) { /* somebody else's */
        const sim_firm *other = &w->firms.v[1 + sim_below(r, (uint32_t)w->firms.n - 1)];
        if (other->country == f->country && other->tax_id.n)
            f = other;
    }
    tt_str id = f->lei.n && sim_chance(r, 120000) ? f->lei : f->tax_id;
    if (tt_str_is(sim_country_of(w, firm)->code, "VN") && id.n == 10 && sim_chance(r, 40000))
        id = sim_textf(w, w->daily, "%.*s-001", TT_STR_ARG(id));
    return sim_chance(r, sim_noise(w, 10000)) ? sim_mistype(w, r, id) : id;
}

tt_str
sim_spell_number(sim_world *w, const sim_relation *rel, const sim_plan *p, bool buyer, uint32_t ppm)
{
    sim_ix own = buyer ? rel->buyer : rel->seller;
    return sim_spell_id(w, p->number_of[buyer] ? p->number_of[buyer] : own, ppm);
}

tt_str sim_spell_account(sim_world *w, sim_ix firm, bool second, uint32_t ppm)
{
    tt_rng *r = &w->rng;
    const sim_firm *f = &w->firms.v[firm];
    tt_str a = second ? f->account_2 : f->account;
    if (!sim_chance(r, ppm) || f->type == SIM_BANK)
        return TT_STR("");
    if (sim_chance(r, sim_noise(w, 4000)))
        return sim_mistype(w, r, a);
    if (a.n < 16 || !sim_chance(r, 100000))
        return a;
    tt_str out = TT_STR("");
    for (size_t i = 0; i < a.n; i += 4) {
        tt_str four = tt_str_sub(a, i, 4);
        out = sim_textf(w, w->daily, "%.*s%s%.*s", TT_STR_ARG(out), i ? " " : "", TT_STR_ARG(four));
    }
    return out;
}
