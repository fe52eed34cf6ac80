/* accounts.c - see accounts.h. */
#include "detect/common/accounts.h"

#include "base/str.h"
#include "base/vec.h"
#include "detect/common/refs.h"
#include "refdata/ids.h"

enum { TAIL = 7 }; /* a national number has so many letters at least */

typedef enum use { NAMED, OWN, PAID } use;

/* One document says it of one party. */
struct row {
    tt_ix entity, other, doc;
    use as;
    tt_date day;
    tt_country country;
    tt_str text;
};
TT_VEC(row_vec, struct row);

static bool one_slip(tt_str a, tt_str b)
{
    size_t i = 0, j = 0; /* letters that are equal in front and behind */
    if (a.n < b.n) {
        tt_str longer = b;
        b = a;
        a = longer;
    }
    while (i < b.n && a.p[i] == b.p[i])
        i++;
    while (j < b.n - i && a.p[a.n - 1 - j] == b.p[b.n - 1 - j])
        j++;
    size_t left = b.n - i - j;
    if (a.n == b.n)
        return left <= 1 || (left == 2 && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i]);
    return a.n == b.n + 1 && left == 0;
}

bool tt_account_same(tt_str a, tt_str b)
{
    tt_str more = a.n > b.n ? a : b, less = a.n > b.n ? b : a;
    if (less.n < TAIL)
        return tt_str_cmp(a, b) == 0;
    return one_slip(a, b) || tt_str_cmp(tt_str_sub(more, more.n - less.n, less.n), less) == 0;
}

/* --- rows --- */

/* An IBAN begins with its country; in a BIC it follows four letters. */
tt_country tt_account_country(tt_str account, tt_str bank)
{
    tt_country c = TT_COUNTRY_NONE;
    bool known = false;
    if (tt_id_scheme_of_account(account) == TT_ID_IBAN)
        known = tt_country_parse(tt_str_sub(account, 0, 2), &c);
    else if (tt_id_scheme_of_bank(bank) == TT_ID_BIC)
        known = tt_country_parse(tt_str_sub(bank, 4, 2), &c);
    return known ? c : TT_COUNTRY_NONE;
}

static tt_status
add(const tt_data *d, tt_ix mention, struct row r, tt_arena *a, row_vec *v, tt_err *err)
{
    char text[TT_REF_TEXT];
    r.entity = tt_data_entity(d, mention);
    r.text.n = tt_ref_text(d->mentions[mention].account, text);
    if (!r.entity || !r.text.n)
        return TT_OK;
    char *copy = tt_new_n(a, char, r.text.n);
    if (!copy)
        return tt_fail(err, TT_ENOMEM, "no memory for accounts");
    memcpy(copy, text, r.text.n);
    r.text.p = copy;
    r.country = tt_account_country(r.text, d->mentions[mention].bank);
    return tt_vec_push(v, r) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for accounts");
}

static tt_status collect(const tt_data *d, tt_arena *a, row_vec *v, tt_err *err)
{
    for (tt_ix i = 1; i <= d->n_invoices; i++) {
        const tt_invoice *x = &d->invoices[i];
        struct row r = {.doc = i, .as = NAMED, .day = x->head.date.day};
        TT_TRY(add(d, x->seller, r, a, v, err));
        r.as = OWN;
        TT_TRY(add(d, x->buyer, r, a, v, err));
    }
    for (tt_ix i = 1; i <= d->n_payments; i++) {
        const tt_payment *x = &d->payments[i];
        struct row r = {.doc = i, .as = PAID, .day = x->head.date.day};
        r.other = tt_data_entity(d, x->payer);
        TT_TRY(add(d, x->payee, r, a, v, err));
        r.as = OWN;
        TT_TRY(add(d, x->payer, r, a, v, err));
    }
    return TT_OK;
}

static int text_cmp(tt_ix entity_a, tt_str a, tt_ix entity_b, tt_str b)
{
    if (entity_a != entity_b)
        return entity_a < entity_b ? -1 : 1;
    return tt_str_cmp(a, b);
}

static int row_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct row *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = text_cmp(a->entity, a->text, b->entity, b->text);
    if (c)
        return c;
    if (a->as != b->as)
        return a->as < b->as ? -1 : 1;
    if (a->other != b->other)
        return a->other < b->other ? -1 : 1;
    return a->doc < b->doc ? -1 : a->doc > b->doc;
}

/* --- accounts --- */

static void count(tt_account *x, const struct row *r, const struct row *before)
{
    if (!x->country)
        x->country = r->country;
    switch (r->as) {
    case NAMED:
        x->named++;
        if (x->named_on == TT_NO_DATE || (r->day != TT_NO_DATE && r->day < x->named_on))
            x->named_on = r->day;
        break;
    case OWN:
        x->own++;
        break;
    default:
        x->paid++;
        x->payers += !before || before->as != PAID || before->other != r->other;
        break;
    }
}

static tt_account begin(const struct row *r, size_t at)
{
    tt_account x = {.entity = r->entity,
                    .text = r->text,
                    .kin = (uint32_t)at,
                    .country = r->country,
                    .named_on = TT_NO_DATE};
    return x;
}

static void fold(const row_vec *rows, tt_accounts *out)
{
    const struct row *last = NULL;
    for (size_t i = 0; i < rows->n; i++) {
        const struct row *r = &rows->v[i];
        if (!last || text_cmp(last->entity, last->text, r->entity, r->text) != 0) {
            out->v[out->n] = begin(r, out->n);
            out->n++;
            last = NULL;
        }
        count(&out->v[out->n - 1], r, last);
        last = r;
    }
}

/* What is said of a writing is said of the account. */
static void join(tt_account *to, const tt_account *x)
{
    to->named += x->named;
    to->own += x->own;
    to->paid += x->paid;
    to->payers = TT_MAX(to->payers, x->payers);
    if (x->named_on != TT_NO_DATE && (to->named_on == TT_NO_DATE || x->named_on < to->named_on))
        to->named_on = x->named_on;
    if (!to->country)
        to->country = x->country;
}

static void find_kin(tt_account *v, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        for (size_t k = first; k < i; k++)
            if (v[k].kin == k && tt_account_same(v[i].text, v[k].text)) {
                v[i].kin = (uint32_t)k;
                join(&v[k], &v[i]);
                break;
            }
}

static tt_status
build(const tt_data *d, size_t most, tt_arena *a, row_vec *rows, tt_accounts *out, tt_err *err)
{
    TT_TRY(collect(d, a, rows, err));
    out->v = tt_new_n(a, tt_account, rows->n + 1);
    if (!out->v || !tt_sort(rows->v, rows->n, sizeof *rows->v, row_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for accounts");
    fold(rows, out);
    for (size_t i = 0, next; i < out->n; i = next) {
        for (next = i; next < out->n && out->v[next].entity == out->v[i].entity;)
            next++;
        if (next - i <= most)
            find_kin(out->v, i, next);
        else
            out->n_many++;
    }
    return TT_OK;
}

tt_status
tt_accounts_build(const tt_data *d, size_t most, tt_arena *a, tt_accounts *out, tt_err *err)
{
    row_vec rows = {0};
    *out = (tt_accounts){0};
    tt_status st = build(d, most, a, &rows, out, err);
    tt_vec_release(&rows);
    return st;
}

/* The first account that is not before this one. */
static size_t lower(const tt_accounts *x, tt_ix entity, tt_str text)
{
    size_t from = 0, to = x->n;
    TT_BISECT(size_t, from, to, mid, text_cmp(x->v[mid].entity, x->v[mid].text, entity, text) < 0);
    return from;
}

const tt_account *tt_accounts_find(const tt_accounts *x, tt_ix entity, tt_str text)
{
    char form[TT_REF_TEXT];
    tt_str key = {form, tt_ref_text(text, form)};
    size_t at = lower(x, entity, key);
    if (!key.n || at == x->n || text_cmp(x->v[at].entity, x->v[at].text, entity, key) != 0)
        return NULL;
    return &x->v[x->v[at].kin];
}

const tt_account *tt_accounts_of(const tt_accounts *x, tt_ix entity, size_t *n)
{
    size_t from = lower(x, entity, (tt_str){NULL, 0}), to = from;
    while (to < x->n && x->v[to].entity == entity)
        to++;
    *n = to - from;
    return x->v + from;
}
