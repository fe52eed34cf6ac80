/*
 * values.c - identifiers, accounts, addresses, telephones and e-mail addresses of records, each
 * distinct one with a number, and which of them too many unlike names share.
 */
#include "resolve/cards.h"

#include "base/buf.h"
#include "base/str.h"

enum { PHONE_DIGITS = 9, MIN_PHONE = 7, MIN_FORM = 8, MIN_FORM_DIGITS = 6 };
TT_VEC(value_vec, tt_datum);

struct reader {
    const tt_rs *w;
    tt_map known;   /* kind, country, text: value */
    tt_map numbers; /* texts, forms, domains: number */
    tt_buf key;
    value_vec all;
    tt_u32_vec at;
    uint32_t n_numbers, n_domains;
};

/* --- what a text is --- */

/* Digits only, and of these the last: a country code is written or not. */
static bool clean_phone(tt_arena *a, tt_str raw, tt_str *out)
{
    char *p = tt_arena_zalloc(a, raw.n + 1, 1);
    size_t n = 0;
    *out = (tt_str){0};
    if (!p)
        return false;
    for (size_t i = 0; i < raw.n; i++)
        if (tt_ascii_is_digit(raw.p[i]))
            p[n++] = raw.p[i];
    if (n >= MIN_PHONE)
        *out = n > PHONE_DIGITS ? (tt_str){p + n - PHONE_DIGITS, PHONE_DIGITS} : (tt_str){p, n};
    return true;
}

/* Lower case; absent when there is no "@". */
static bool clean_email(tt_arena *a, tt_str raw, tt_str *out)
{
    raw = tt_str_trim(raw);
    char *p = tt_arena_zalloc(a, raw.n + 1, 1);
    *out = (tt_str){0};
    if (!p)
        return false;
    for (size_t i = 0; i < raw.n; i++)
        p[i] = tt_ascii_lower(raw.p[i]);
    size_t at = tt_str_find(raw, TT_STR("@"), 0);
    if (at != SIZE_MAX && at && at + 1 < raw.n)
        *out = (tt_str){p, raw.n};
    return true;
}

/* @param a  of the case: members quote the text. */
static bool clean_date(tt_arena *a, tt_date day, tt_str *out)
{
    char text[TT_NUM_TEXT];
    *out = (tt_str){0};
    if (day != TT_NO_DATE)
        *out = tt_arena_str(a, (tt_str){text, tt_date_text(day, text)});
    return day == TT_NO_DATE || out->p;
}

static tt_str domain_of(tt_str email)
{
    return tt_str_sub(email, tt_str_find(email, TT_STR("@"), 0) + 1, SIZE_MAX);
}

/* Anybody's: says nothing about who works together. */
static bool is_free_mail(tt_str domain)
{
    static const char *const first[] = {
        "gmail", "googlemail", "yahoo", "ymail",      "hotmail", "live",   "outlook", "msn",
        "aol",   "icloud",     "gmx",   "web",        "mail",    "yandex", "proton",  "qq",
        "163",   "126",        "sina",  "protonmail", "naver",   "daum",   "zoho",    "rambler"};
    tt_str part;
    (void)tt_str_split(&domain, '.', &part);
    for (size_t i = 0; i < TT_LEN(first); i++)
        if (tt_str_is(part, first[i]))
            return true;
    return false;
}

static bool number_of(struct reader *r, uint32_t *out)
{
    bool added;
    if (r->key.failed ||
        !tt_map_intern(&r->numbers, tt_buf_str(&r->key), r->n_numbers + 1, out, &added))
        return false;
    r->n_numbers += added;
    return true;
}

/*
 * The register that an identifier could be of: its country and, where there is no rule, where
 * letters and digits stand.  Two numbers of one form are two parties.
 */
static bool form_of(struct reader *r, tt_country country, tt_str id, uint32_t *form)
{
    tt_str base;
    size_t digits = 0;
    tt_tax_check check = tt_tax_valid(country, id, &base);
    *form = 0;
    if (!country || check == TT_TAX_INVALID)
        return true;
    tt_buf_reset(&r->key);
    tt_buf_addf(&r->key, "f%u ", (unsigned)country);
    if (check == TT_TAX_NO_RULE)
        for (size_t i = 0; i < id.n; i++) {
            bool digit = tt_ascii_is_digit(id.p[i]);
            digits += digit;
            tt_buf_add_c(&r->key, digit ? '9' : 'A');
        }
    if (check == TT_TAX_NO_RULE && (id.n < MIN_FORM || digits < MIN_FORM_DIGITS))
        return true;
    return number_of(r, form);
}

static bool describe(struct reader *r, tt_datum *v)
{
    if (v->kind == TT_VK_ID) {
        tt_buf_reset(&r->key);
        tt_buf_add_c(&r->key, 't');
        tt_buf_add(&r->key, v->text);
        return number_of(r, &v->text_id) && form_of(r, v->country, v->text, &v->form);
    }
    if (v->kind == TT_VK_EMAIL && !is_free_mail(domain_of(v->text))) {
        tt_buf_reset(&r->key);
        tt_buf_add_c(&r->key, 'd');
        tt_buf_add(&r->key, domain_of(v->text));
        if (!number_of(r, &v->domain))
            return false;
    }
    return true;
}

/* --- values of records --- */

/* @param within  country of identifiers and accounts, registry of keys, else 0. */
static bool add(struct reader *r, size_t first, tt_value_kind kind, uint32_t within, tt_str text)
{
    uint32_t v;
    bool added;
    if (!text.n)
        return true;
    tt_buf_reset(&r->key);
    tt_buf_addf(&r->key, "%u %u ", (unsigned)kind, (unsigned)within);
    tt_buf_add(&r->key, text);
    if (r->key.failed ||
        !tt_map_intern(&r->known, tt_buf_str(&r->key), (uint32_t)r->all.n, &v, &added))
        return false;
    if (added) {
        tt_datum n = {.kind = kind, .text = text};
        if (kind == TT_VK_PARTY)
            n.form = within;
        else
            n.country = (tt_country)within;
        if (!describe(r, &n) || !tt_vec_push(&r->all, n))
            return false;
    }
    for (size_t i = first; i < r->at.n; i++)
        if (r->at.v[i] == v)
            return true;
    r->all.v[v].n_records++;
    return tt_vec_push(&r->at, v);
}

static bool add_record(struct reader *r, uint32_t rec)
{
    const tt_rs *w = r->w;
    const tt_rs_record *x = &w->rec[rec];
    size_t first = r->at.n;
    bool ok = add(r, first, TT_VK_LEI, 0, x->key->lei) &&
              add(r, first, TT_VK_PARTY, x->registry, tt_rs_party_id(w, x));
    for (size_t i = 0; i < TT_RS_N_IDS && ok; i++)
        if (i != TT_RS_IDENTIFIER || !x->keyed) /* that one is the registry's key */
            ok = add(r, first, TT_VK_ID, x->country, x->key->id[i]);
    ok = ok && add(r, first, TT_VK_ACCOUNT, x->iban ? 0 : x->country, x->key->account) &&
         add(r, first, TT_VK_ADDRESS, 0, x->key->address);
    if (ok && x->party) {
        const tt_party *p = &w->d->parties[x->party];
        tt_str phone, email, date;
        ok = clean_phone(w->a, p->phone, &phone) && clean_email(w->a, p->email, &email) &&
             clean_date(w->d->arena, p->incorporated, &date) &&
             add(r, first, TT_VK_PHONE, 0, phone) && add(r, first, TT_VK_EMAIL, 0, email) &&
             add(r, first, TT_VK_DATE, 0, date);
    }
    return ok;
}

/* --- values of too many --- */

/* Numbers of the stems of names, per surface. */
static bool number_stems(const tt_rs *w, uint32_t *stem)
{
    tt_map map;
    bool ok = true;
    tt_map_init(&map);
    for (uint32_t i = 0; i < w->n_surface && ok; i++)
        ok = tt_map_intern(&map, tt_surface_stem(&w->surface[i]), i, &stem[i], NULL);
    tt_map_release(&map);
    return ok;
}

/* A counter of the different stems that were seen with a value. */
struct stems {
    uint32_t *first, *n; /* first stem + 1; how many */
    tt_map64 seen;       /* from the second stem on */
};

static bool see(struct stems *s, uint32_t value, uint32_t stem)
{
    uint32_t found;
    bool added;
    if (!s->first[value]) {
        s->first[value] = stem + 1;
        s->n[value] = 1;
    }
    if (s->first[value] == stem + 1)
        return true;
    if (!tt_map64_intern(&s->seen, (uint64_t)value << 32 | stem, 1, &found, &added))
        return false;
    s->n[value] += added;
    return true;
}

static bool mark_shared(const tt_rs *w, tt_values *v)
{
    tt_arena a;
    tt_arena_init(&a, 0);
    uint32_t *stem = tt_new_n(&a, uint32_t, w->n_surface + (size_t)1);
    uint32_t most_key = (uint32_t)w->param[TT_RS_MAX_NAMES_PER_KEY],
             most_contact = (uint32_t)w->param[TT_RS_MAX_NAMES_PER_CONTACT];
    size_t n = (size_t)v->n + v->n_domains + 2; /* domains behind the values */
    struct stems s = {tt_new_n(&a, uint32_t, n), tt_new_n(&a, uint32_t, n), {0}};
    bool ok = stem && s.first && s.n && number_stems(w, stem);
    tt_map64_init(&s.seen);
    for (uint32_t r = 0; r < w->n_rec && ok; r++)
        for (uint32_t i = v->first[r]; i < v->first[r + 1] && ok; i++) {
            const tt_datum *x = &v->v[v->at[i]];
            ok = see(&s, v->at[i], stem[w->rec[r].surface]);
            if (ok && x->domain)
                ok = see(&s, v->n + 1 + x->domain, stem[w->rec[r].surface]);
        }
    for (uint32_t i = 1; i <= v->n && ok; i++)
        v->v[i].shared = s.n[i] > (v->v[i].kind < TT_VK_ADDRESS ? most_key : most_contact);
    for (uint32_t i = 1; i <= v->n_domains && ok; i++)
        v->shared_domain[i] = s.n[v->n + 1 + i] > most_contact;
    tt_map64_release(&s.seen);
    tt_arena_release(&a);
    return ok;
}

static bool read_all(struct reader *r, tt_values *out)
{
    const tt_rs *w = r->w;
    if (!tt_vec_push(&r->all, (tt_datum){0}))
        return false;
    out->first = tt_new_n(w->a, uint32_t, w->n_rec + (size_t)2);
    if (!out->first)
        return false;
    for (uint32_t i = 0; i < w->n_rec; i++) {
        out->first[i] = (uint32_t)r->at.n;
        if (!add_record(r, i))
            return false;
    }
    out->first[w->n_rec] = (uint32_t)r->at.n;
    out->n = (uint32_t)r->all.n - 1;
    out->n_domains = r->n_numbers;
    out->v = tt_new_n(w->a, tt_datum, r->all.n);
    out->at = tt_new_n(w->a, uint32_t, r->at.n + 1);
    out->shared_domain = tt_new_n(w->a, bool, out->n_domains + (size_t)1);
    if (!out->v || !out->at || !out->shared_domain)
        return false;
    memcpy(out->v, r->all.v, r->all.n * sizeof(*out->v));
    if (r->at.n)
        memcpy(out->at, r->at.v, r->at.n * sizeof(*out->at));
    return mark_shared(w, out);
}

tt_status tt_values_read(const tt_rs *w, tt_values *out, tt_err *err)
{
    struct reader r = {.w = w};
    *out = (tt_values){0};
    tt_map_init(&r.known);
    tt_map_init(&r.numbers);
    tt_buf_init(&r.key, 0);
    bool ok = read_all(&r, out);
    tt_map_release(&r.known);
    tt_map_release(&r.numbers);
    tt_buf_release(&r.key);
    tt_vec_release(&r.all);
    tt_vec_release(&r.at);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the values of %u parties", w->n_rec);
}

/* --- in words --- */

tt_str tt_value_written(const tt_rs *w, const tt_datum *v, uint32_t rec)
{
    const tt_rs_record *r = &w->rec[rec];
    const tt_mention *m = &w->d->mentions[r->mention];
    const tt_party *p = &w->d->parties[r->party];
    switch (v->kind) {
    case TT_VK_LEI:
        return r->mention ? m->identifier : p->lei;
    case TT_VK_ID:
        if (r->mention)
            return m->identifier;
        return tt_str_eq(v->text, r->key->id[TT_RS_TAX]) ? p->tax_id : p->registration_number;
    case TT_VK_ACCOUNT:
        return m->account;
    case TT_VK_ADDRESS:
        return r->mention ? m->address : p->address;
    case TT_VK_PHONE:
        return p->phone;
    case TT_VK_EMAIL:
        return p->email;
    case TT_VK_DATE:
        return v->text;
    default:
        return tt_rs_party_id(w, r);
    }
}

const char *tt_value_field(const tt_rs *w, const tt_datum *v, uint32_t rec)
{
    static const char *const field[TT_VK_N] = {
        "LEI",   "identifier", "account",  "address",
        "phone", "e-mail",     "party id", "date of birth or incorporation"};
    const tt_rs_record *r = &w->rec[rec];
    if (v->kind != TT_VK_ID || r->mention)
        return field[v->kind];
    return tt_str_eq(v->text, r->key->id[TT_RS_TAX]) ? "tax id" : "registration number";
}
