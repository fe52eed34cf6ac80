/*
 * score.c - two cards compared, field by field.
 *
 * The best pair of values of a field speaks for it.  Telephone, e-mail and address go together
 * wherever people share an office: the strongest counts whole, the others a part.
 */
#include "resolve/score.h"
#include "resolve/forms.h"

#include <math.h>

#include "resolve/addresses.h"

#include "base/str.h"

static const uint32_t NO_NAME = UINT32_MAX;

enum { DATED = 400, BACKED = 400, A_WORD = 20 }; /* centibits; dice of names */

/* --- weights --- */

static int32_t centibits(double bits)
{
    return (int32_t)lround(bits * 100);
}

void tt_scorer_init(tt_scorer *s, const tt_rs *w, const tt_values *values)
{
    *s = (tt_scorer){.w = w, .values = values};
    for (int i = 0; i < TT_W_N; i++)
        s->weight[i] = centibits(w->param[TT_RS_WEIGHTS + i]);
    double parties = (w->n_surface + 1) / w->param[TT_RS_NAMES_PER_PARTY];
    double bits = log2(parties < 1 ? 1 : parties);
    s->prior = -centibits(bits < w->param[TT_RS_MIN_PRIOR] ? w->param[TT_RS_MIN_PRIOR] : bits);
}

const char *tt_rs_field_text(tt_rs_field f)
{
    static const char *const text[TT_RF_N] = {"name",
                                              "legal form",
                                              "LEI",
                                              "identifier",
                                              "account",
                                              "address",
                                              "phone",
                                              "e-mail",
                                              "country",
                                              "registry rows",
                                              "date of birth or incorporation",
                                              "trade in common"};
    return text[f];
}

/* --- terms --- */

struct sides {
    const tt_scorer *s;
    const tt_said *said;
    const tt_card *a, *b;
    tt_rs_score *out;
};

/* Two values that were compared, and the level that they reach. */
struct found {
    tt_rs_weight weight;
    const char *level;
    tt_said a, b;
    bool any;
};

static void add_term(const struct sides *k, tt_rs_field field, const struct found *f)
{
    tt_rs_score *o = k->out;
    if (!f->any)
        return;
    int32_t bits = k->s->weight[f->weight];
    if (f->weight == TT_W_REGISTRY_TWO)
        bits = k->s->w->registry[k->s->values->v[f->a.what].form].two_rows;
    o->term[o->n_terms++] = (tt_rs_term){.field = field,
                                         .level = f->level,
                                         .centibits = bits,
                                         .slip = f->weight == TT_W_ID_SLIP,
                                         .value_a = f->a.what,
                                         .value_b = f->b.what,
                                         .rec_a = f->a.rec,
                                         .rec_b = f->b.rec};
}

/* Take the pair when it says more for one party than what was found before. */
static void offer(const struct sides *k, struct found *f, tt_rs_weight weight, const char *level,
                  tt_said a, tt_said b)
{
    if (!f->any || k->s->weight[weight] > k->s->weight[f->weight])
        *f = (struct found){weight, level, a, b, true};
}

/* Values of a kind: said[*from .. *to). */
static void
range(const struct sides *k, const tt_card *c, tt_value_kind kind, uint32_t *from, uint32_t *to)
{
    enum { MOST = 24 }; /* more of one kind are not compared: the lowest numbers are */
    uint32_t i = c->first_value, end = i + c->n_values;
    while (i < end && k->s->values->v[k->said[i].what].kind < kind)
        i++;
    *from = i;
    while (i < end && k->s->values->v[k->said[i].what].kind == kind)
        i++;
    *to = TT_MIN(i, *from + MOST);
}

typedef void compare_fn(const struct sides *k, tt_said a, tt_said b, struct found *f);

static struct found each_pair(const struct sides *k, tt_value_kind kind, compare_fn *fn)
{
    struct found f = {.any = false};
    uint32_t a, a_end, b, b_end;
    range(k, k->a, kind, &a, &a_end);
    range(k, k->b, kind, &b, &b_end);
    for (uint32_t i = a; i < a_end; i++)
        for (uint32_t j = b; j < b_end; j++)
            fn(k, k->said[i], k->said[j], &f);
    return f;
}

static const tt_datum *value(const struct sides *k, tt_said s)
{
    return &k->s->values->v[s.what];
}

static void compare_lei(const struct sides *k, tt_said a, tt_said b, struct found *f)
{
    bool equal = a.what == b.what;
    offer(k, f, equal ? TT_W_LEI_EQUAL : TT_W_LEI_DIFFERS, equal ? "equal" : "different", a, b);
}

/* A typing error: one letter, and the rarer number was seen once. */
static bool is_slip(const tt_datum *a, const tt_datum *b)
{
    enum { SURE = 2 };
    uint32_t low = TT_MIN(a->n_records, b->n_records), high = TT_MAX(a->n_records, b->n_records);
    return (!a->form || (low == 1 && high >= SURE)) && tt_typing_errors(a->text, b->text, 1) <= 1;
}

static void compare_id(const struct sides *k, tt_said a, tt_said b, struct found *f)
{
    const tt_datum *x = value(k, a), *y = value(k, b);
    bool one_country = x->country == y->country || !x->country || !y->country;
    if (x->text_id == y->text_id && (x->shared || y->shared))
        offer(k, f, TT_W_SHARED_VALUE, "equal, but of many parties", a, b);
    else if (x->text_id == y->text_id && one_country)
        offer(k, f, x->form || y->form ? TT_W_ID_EQUAL : TT_W_ID_SHORT, "equal", a, b);
    else if (x->text_id == y->text_id)
        offer(k, f, TT_W_ID_ABROAD, "equal, in two countries", a, b);
    else if (x->form == y->form && one_country && is_slip(x, y))
        offer(k, f, TT_W_ID_SLIP, "one typing error", a, b);
    else if (x->form && x->form == y->form)
        offer(k, f, TT_W_ID_DIFFERS, "different", a, b);
    else
        offer(k, f, TT_W_ID_OTHER, "different, perhaps of two registers", a, b);
}

static void compare_account(const struct sides *k, tt_said a, tt_said b, struct found *f)
{
    const tt_rs_record *x = &k->s->w->rec[a.rec], *y = &k->s->w->rec[b.rec];
    tt_str i = x->key->bank, j = y->key->bank;
    bool two_banks = !x->iban && i.n && j.n && !tt_str_eq(i, j);
    if (a.what != b.what || two_banks)
        offer(k, f, TT_W_ACCOUNT_OTHER, "different", a, b);
    else if (value(k, a)->shared)
        offer(k, f, TT_W_SHARED_VALUE, "equal, but of many parties", a, b);
    else
        offer(k, f, TT_W_ACCOUNT_EQUAL, "equal", a, b);
}

static void compare_address(const struct sides *k, tt_said a, tt_said b, struct found *f)
{
    static const struct {
        tt_rs_weight weight;
        const char *text;
    } level[] = {[TT_ADDRESS_EQUAL] = {TT_W_ADDRESS_EQUAL, "equal"},
                 [TT_ADDRESS_NEAR] = {TT_W_ADDRESS_NEAR, "a few letters differ"},
                 [TT_ADDRESS_NUMBER] = {TT_W_ADDRESS_NUMBER, "same numbers, some same words"},
                 [TT_ADDRESS_OTHER] = {TT_W_ADDRESS_OTHER, "little in common"},
                 [TT_ADDRESS_NUMBERS_DIFFER] = {TT_W_ADDRESS_NOT, "numbers differ"}};
    const tt_datum *x = value(k, a), *y = value(k, b);
    const tt_rs *w = k->s->w;
    if (x == y && x->shared) {
        offer(k, f, TT_W_SHARED_VALUE, "equal, but of many parties", a, b);
        return;
    }
    tt_address_level l = x == y
                             ? TT_ADDRESS_EQUAL
                             : tt_address_compare(x->text, y->text, tt_value_written(w, x, a.rec),
                                                  tt_value_written(w, y, b.rec));
    bool many = l < TT_ADDRESS_OTHER && (x->shared || y->shared);
    if (many)
        offer(k, f, TT_W_SHARED_VALUE, "alike, but of many parties", a, b);
    else
        offer(k, f, level[l].weight, level[l].text, a, b);
}

static void compare_phone(const struct sides *k, tt_said a, tt_said b, struct found *f)
{
    if (a.what != b.what)
        offer(k, f, TT_W_PHONE_OTHER, "different", a, b);
    else if (value(k, a)->shared)
        offer(k, f, TT_W_SHARED_VALUE, "equal, but of many parties", a, b);
    else
        offer(k, f, TT_W_PHONE_EQUAL, "equal", a, b);
}

static void compare_email(const struct sides *k, tt_said a, tt_said b, struct found *f)
{
    enum { LONG_EMAIL = 12 }; /* shorter ones are alike by chance */
    const tt_datum *x = value(k, a), *y = value(k, b);
    if (x == y && x->shared)
        offer(k, f, TT_W_SHARED_VALUE, "equal, but of many parties", a, b);
    else if (x == y)
        offer(k, f, TT_W_EMAIL_EQUAL, "equal", a, b);
    else if (x->text.n >= LONG_EMAIL && tt_typing_errors(x->text, y->text, 2) <= 2)
        offer(k, f, TT_W_EMAIL_NEAR, "a letter or two differ", a, b);
    else if (!x->domain || !y->domain)
        return; /* a provider of mail for anybody */
    else if (x->domain != y->domain)
        offer(k, f, TT_W_EMAIL_OTHER, "two domains", a, b);
    else if (!k->s->values->shared_domain[x->domain])
        offer(k, f, TT_W_EMAIL_DOMAIN, "the same domain", a, b);
}

static void compare_party(const struct sides *k, tt_said a, tt_said b, struct found *f)
{
    if (a.what == b.what)
        offer(k, f, TT_W_ID_EQUAL, "the same key", a, b);
    else if (value(k, a)->form == value(k, b)->form)
        offer(k, f, TT_W_REGISTRY_TWO, "two rows of one registry", a, b);
}

/* "1971-05-24": how many digits differ, and whether day and month changed places. */
static void compare_date(const struct sides *k, tt_said a, tt_said b, struct found *f)
{
    tt_str x = value(k, a)->text, y = value(k, b)->text;
    unsigned apart = 0;
    for (size_t i = 0; i < x.n && i < y.n; i++)
        apart += x.p[i] != y.p[i];
    bool swapped = x.n == 10 && y.n == 10 && memcmp(x.p, y.p, 5) == 0 &&
                   memcmp(x.p + 5, y.p + 8, 2) == 0 && memcmp(x.p + 8, y.p + 5, 2) == 0;
    if (a.what == b.what)
        offer(k, f, TT_W_DATE_EQUAL, "equal", a, b);
    else if (swapped || (apart == 1 && x.n == y.n))
        offer(k, f, TT_W_DATE_SLIP, swapped ? "day and month changed places" : "one digit", a, b);
    else if (apart == 2 && x.n == y.n)
        offer(k, f, TT_W_DATE_NEAR, "two digits", a, b);
    else
        offer(k, f, TT_W_DATE_DIFFERS, "different", a, b);
}

/* Where no country is said of one of them, its legal form may say that it is of another. */
static struct found compare_homes(const struct sides *k)
{
    struct found f = {.weight = TT_W_COUNTRY_DIFFERS, .level = "legal form of another country"};
    if (k->a->n_countries)
        f.any = !k->b->n_countries && tt_form_of_others(k->s->w, k->said, k->b, k->a);
    else
        f.any = k->b->n_countries && tt_form_of_others(k->s->w, k->said, k->a, k->b);
    if (f.any) {
        f.a = k->said[k->a->n_countries ? k->a->first_country : k->a->first_name];
        f.b = k->said[k->b->n_countries ? k->b->first_country : k->b->first_name];
    }
    return f;
}

/* Both lists ascend. */
static struct found compare_countries(const struct sides *k)
{
    struct found f = {.any = k->a->n_countries && k->b->n_countries,
                      .weight = TT_W_COUNTRY_DIFFERS,
                      .level = "different"};
    const tt_said *a = k->said + k->a->first_country, *b = k->said + k->b->first_country;
    if (!f.any)
        return compare_homes(k);
    f.a = a[0];
    f.b = b[0];
    for (uint32_t i = 0, j = 0; i < k->a->n_countries && j < k->b->n_countries;) {
        if (a[i].what == b[j].what)
            return (struct found){TT_W_COUNTRY_EQUAL, "equal", a[i], b[j], true};
        if (a[i].what < b[j].what)
            i++;
        else
            j++;
    }
    return f;
}

/* --- names --- */

/* Two rare words are rarer than one, but seldom as rare as both together: a quarter counts. */
static int32_t beyond(int32_t centibits)
{
    enum { ONE_WORD = 1600, MOST = 400 };
    return centibits > ONE_WORD ? TT_MIN((centibits - ONE_WORD) / 4, MOST) : 0;
}

/* What a match of names adds: no more than its level may, and no more than its words say. */
int32_t tt_name_evidence(const tt_scorer *s, const tt_name_match *m)
{
    static const tt_rs_weight of[TT_NAME_N_LEVELS] = {
        [TT_NAME_EXACT_ALL] = TT_W_NAME_EXACT_ALL, [TT_NAME_EXACT] = TT_W_NAME_EXACT,
        [TT_NAME_REORDERED] = TT_W_NAME_REORDERED, [TT_NAME_INITIALS] = TT_W_NAME_INITIALS,
        [TT_NAME_NEAR] = TT_W_NAME_NEAR,           [TT_NAME_CLOSE] = TT_W_NAME_CLOSE,
        [TT_NAME_INSIDE] = TT_W_NAME_INSIDE,       [TT_NAME_SOME] = TT_W_NAME_SOME,
        [TT_NAME_LITTLE] = TT_W_NAME_LITTLE,       [TT_NAME_DIFFERENT] = TT_W_NAME_DIFFERENT};
    if (m->level == TT_NAME_NONE)
        return 0;
    if (m->family_differs)
        return s->weight[TT_W_NAME_DIFFERENT];
    tt_rs_weight level = of[m->level];
    if (level == TT_W_NAME_CLOSE && m->whole)
        level = TT_W_NAME_SPELT;
    if (level == TT_W_NAME_INSIDE && m->full)
        level = TT_W_NAME_FULL;
    int32_t bits = s->weight[level];
    if (bits > 0)
        bits = TT_MIN(bits, m->centibits) + beyond(m->centibits);
    if (m->number_conflict)
        bits = TT_MIN(bits, s->weight[TT_W_NAME_NUMBER]);
    return bits;
}

static void
compare_names(const struct sides *k, uint32_t a, uint32_t b, bool parts, tt_name_match *out)
{
    const tt_rs *w = k->s->w;
    (parts ? tt_name_compare : tt_name_compare_fast)(&w->words, &w->name[a], &w->name[b], out);
}

static bool is_generic(const tt_scorer *s, uint32_t a, uint32_t b)
{
    return s->w->surface[a].generic || s->w->surface[b].generic;
}

static int32_t name_bits(const tt_scorer *s, const tt_name_match *m, bool generic)
{
    int32_t bits = tt_name_evidence(s, m);
    return generic ? TT_MIN(bits, s->weight[TT_W_NAME_GENERIC]) : bits;
}

/* The two spellings that are most alike; the first of equals. */
static void best_names(const struct sides *k, tt_said *a, tt_said *b)
{
    int32_t best = INT32_MIN;
    tt_name_match m;
    for (uint32_t i = 0; i < k->a->n_names; i++)
        for (uint32_t j = 0; j < k->b->n_names; j++) {
            tt_said x = k->said[k->a->first_name + i], y = k->said[k->b->first_name + j];
            compare_names(k, x.what, y.what, false, &m);
            int32_t bits = name_bits(k->s, &m, is_generic(k->s, x.what, y.what));
            if (m.legal_differs)
                bits += k->s->weight[TT_W_NAME_LEGAL];
            if (bits > best) {
                best = bits;
                *a = x;
                *b = y;
            }
        }
}

static void add_name(const struct sides *k, tt_said a, tt_said b, bool parts)
{
    tt_rs_score *o = k->out;
    o->surface_a = o->surface_b = NO_NAME;
    if (a.what == NO_NAME) {
        if (!k->a->n_names || !k->b->n_names)
            return;
        best_names(k, &a, &b);
    }
    o->surface_a = a.what;
    o->surface_b = b.what;
    compare_names(k, a.what, b.what, parts, &o->name);
    bool generic = is_generic(k->s, a.what, b.what);
    int32_t bits = name_bits(k->s, &o->name, generic);
    o->named = bits > 0 && !generic && o->name.level <= TT_NAME_INSIDE;
    o->term[o->n_terms++] = (tt_rs_term){
        .field = TT_RF_NAME,
        .level = generic && bits > 0 ? "generic words only" : tt_name_level_text(o->name.level),
        .centibits = bits,
        .rec_a = a.rec,
        .rec_b = b.rec};
    if (tt_forms_differ(k->s->w, k->said, k->a, k->b)) {
        struct found f = {TT_W_NAME_LEGAL, "of two kinds", a, b, true};
        f.a.what = f.b.what = 0;
        add_term(k, TT_RF_LEGAL, &f);
    }
}

/* --- the sum --- */

/* An office has one address and one telephone: the strongest counts whole, the others a part. */
static void damp_contacts(const struct sides *k)
{
    tt_rs_score *o = k->out;
    tt_rs_term *best = NULL;
    for (size_t i = 0; i < o->n_terms; i++) {
        tt_rs_term *t = &o->term[i];
        if (t->field >= TT_RF_ADDRESS && t->field <= TT_RF_EMAIL && t->centibits > 0 &&
            (!best || t->centibits > best->centibits))
            best = t;
    }
    for (size_t i = 0; i < o->n_terms; i++) {
        tt_rs_term *t = &o->term[i];
        if (t->field >= TT_RF_ADDRESS && t->field <= TT_RF_EMAIL && t->centibits > 0 && t != best)
            t->centibits = (int32_t)lround(t->centibits * k->s->w->param[TT_RS_CONTACT_SHARE]);
    }
}

static void add_values(const struct sides *k)
{
    static const struct {
        tt_value_kind kind;
        tt_rs_field field;
        compare_fn *fn;
    } fields[] = {{TT_VK_LEI, TT_RF_LEI, compare_lei},
                  {TT_VK_ID, TT_RF_ID, compare_id},
                  {TT_VK_ACCOUNT, TT_RF_ACCOUNT, compare_account},
                  {TT_VK_ADDRESS, TT_RF_ADDRESS, compare_address},
                  {TT_VK_PHONE, TT_RF_PHONE, compare_phone},
                  {TT_VK_EMAIL, TT_RF_EMAIL, compare_email},
                  {TT_VK_PARTY, TT_RF_REGISTRY, compare_party},
                  {TT_VK_DATE, TT_RF_DATE, compare_date}};
    for (size_t i = 0; i < TT_LEN(fields); i++) {
        struct found f = each_pair(k, fields[i].kind, fields[i].fn);
        add_term(k, fields[i].field, &f);
        k->out->strong |= f.any && (f.weight == TT_W_LEI_EQUAL || f.weight == TT_W_ID_EQUAL ||
                                    f.weight == TT_W_ID_SHORT);
        k->out->account |= f.any && f.weight == TT_W_ACCOUNT_EQUAL;
        if (f.any && (f.weight == TT_W_LEI_DIFFERS || f.weight == TT_W_ID_DIFFERS) &&
            !k->out->veto) {
            k->out->veto = f.weight == TT_W_LEI_DIFFERS ? "LEI differs" : "number differs";
            k->out->veto_field = fields[i].field;
            k->out->veto_a = f.a.what;
            k->out->veto_b = f.b.what;
        }
    }
}

/* Half a name says who it is where the day of birth is the same; a word in common, where an address
 * or a number speaks for it too.  (Twins differ by the prior of their registry: bits decide.) */
static bool named_by_date(const tt_rs_score *o)
{
    bool dated = false, backed = false;
    for (size_t i = 0; i < o->n_terms; i++) {
        const tt_rs_term *t = &o->term[i];
        dated |= t->field == TT_RF_DATE && t->centibits >= DATED;
        backed |= t->field >= TT_RF_ID && t->field <= TT_RF_EMAIL && t->centibits >= BACKED;
    }
    return dated && o->surface_a != NO_NAME &&
           (o->name.level <= TT_NAME_SOME || (backed && o->name.dice >= A_WORD));
}

/* Trade in common says which of two readings of a name is right: beside one that speaks for the
 * pair. */
static void add_trade(const struct sides *k, uint32_t a, uint32_t b)
{
    tt_trade_level level = k->out->named ? tt_trade_between(k->s->trade, a, b) : TT_TRADE_NONE;
    if (level == TT_TRADE_NONE)
        return;
    const tt_rs_term *name = &k->out->term[0];
    bool deal = level == TT_TRADE_DEAL;
    struct found f = {.weight = deal ? TT_W_TRADE_DEAL : TT_W_TRADE_PARTNER,
                      .level = deal ? "one side of one deal" : "a counterpart that few have",
                      .a.rec = name->rec_a,
                      .b.rec = name->rec_b,
                      .any = true};
    add_term(k, TT_RF_TRADE, &f);
}

void tt_weigh(const tt_scorer *s, const tt_cards *c, uint32_t a, uint32_t b, tt_said name_a,
              tt_said name_b, bool parts, tt_rs_score *out)
{
    struct sides k = {s, c->said, &c->v[a], &c->v[b], out};
    *out = (tt_rs_score){.prior = s->prior, .total = s->prior};
    add_name(&k, name_a, name_b, parts);
    add_trade(&k, a, b);
    add_values(&k);
    struct found country = compare_countries(&k);
    country.a.what = country.b.what = 0;
    add_term(&k, TT_RF_COUNTRY, &country);
    damp_contacts(&k);
    for (size_t i = 0; i < out->n_terms; i++) {
        out->total += out->term[i].centibits;
        if (out->term[i].field == TT_RF_LEGAL && !out->strong && !out->account && !out->veto) {
            out->veto = "legal form differs";
            out->veto_field = TT_RF_LEGAL;
        }
    }
    out->named |= named_by_date(out);
}
