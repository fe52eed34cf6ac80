/* banks.c - one row for each side of a payment, sorted and joined twice. */
#include "detect/common/banks.h"

#include "base/vec.h"
#include "detect/common/costs.h"
#include "refdata/ids.h"

enum { BIC8 = 8 };

uint64_t tt_bank_of(tt_str text)
{
    char bic[TT_ID_TEXT];
    uint64_t bank = 0;
    if (tt_id_check(TT_ID_BIC, text, bic) != TT_ID_VALID)
        return 0;
    for (int i = 0; i < BIC8; i++)
        bank = bank << 8 | (unsigned char)bic[i];
    return bank;
}

void tt_bank_text(uint64_t bank, char out[9])
{
    for (int i = BIC8 - 1; i >= 0; i--, bank >>= 8)
        out[i] = (char)(bank & 0xFF);
    out[BIC8] = '\0';
}

static int by_entity(const void *a, const void *b, void *ctx)
{
    const tt_seat *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->entity != y->entity)
        return x->entity < y->entity ? -1 : 1;
    return (x->bank > y->bank) - (x->bank < y->bank);
}

static int by_bank(const void *a, const void *b, void *ctx)
{
    const tt_teller *x = a, *y = b;
    TT_UNUSED(ctx);
    return (x->bank > y->bank) - (x->bank < y->bank);
}

static void add(const tt_data *d, tt_ix mention, const tt_seat *counts, tt_banks *b)
{
    uint64_t bank = mention ? tt_bank_of(d->mentions[mention].bank) : 0;
    tt_ix entity = tt_data_entity(d, mention);
    if (!bank || !entity)
        return;
    tt_seat *s = &b->v[b->n++];
    *s = *counts;
    s->entity = entity;
    s->bank = bank;
}

/* Sorted rows of one firm and bank become one. */
static void join(const tt_data *d, tt_banks *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++) {
        const tt_seat s = b->v[i];
        if (n && by_entity(&b->v[n - 1], &s, NULL) == 0) {
            b->v[n - 1].made += s.made;
            b->v[n - 1].received += s.received;
            b->v[n - 1].costs += s.costs;
        } else {
            b->v[n++] = s;
        }
    }
    b->n = n;
    for (size_t i = 0; i < n; i++)
        b->first[b->v[i].entity + 1]++;
    for (size_t e = 1; e < d->n_entities + 2; e++)
        b->first[e] += b->first[e - 1];
}

static bool find_tellers(tt_arena *a, tt_banks *b)
{
    size_t n = 0;
    b->teller = tt_new_n(a, tt_teller, b->n + 1);
    if (!b->teller)
        return false;
    for (size_t i = 0; i < b->n; i++)
        if (b->v[i].made >= TT_BANK_TOLD)
            b->teller[n++] = (tt_teller){b->v[i].bank, 1, b->v[i].costs >= TT_BANK_TOLD};
    if (!tt_sort(b->teller, n, sizeof(*b->teller), by_bank, NULL))
        return false;
    for (size_t i = 0; i < n; i++) {
        const tt_teller t = b->teller[i];
        tt_teller *last = &b->teller[b->n_tellers - (b->n_tellers > 0)];
        if (b->n_tellers && last->bank == t.bank) {
            last->customers++;
            last->told += t.told;
        } else {
            b->teller[b->n_tellers++] = t;
        }
    }
    return true;
}

tt_status tt_banks_build(const tt_data *d, tt_arena *a, tt_banks *out, tt_err *err)
{
    *out = (tt_banks){.v = tt_new_n(a, tt_seat, 2 * d->n_payments + 1),
                      .first = tt_new_n(a, uint32_t, d->n_entities + 2)};
    if (!out->v || !out->first)
        return tt_fail(err, TT_ENOMEM, "no room for banks");
    for (tt_ix i = 1; i <= d->n_payments; i++) {
        const tt_payment *p = &d->payments[i];
        tt_seat made = {.made = 1, .costs = tt_costs_of(d, i) != 0};
        add(d, p->payer, &made, out);
        add(d, p->payee, &(tt_seat){.received = 1}, out);
    }
    if (!tt_sort(out->v, out->n, sizeof(*out->v), by_entity, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for banks");
    join(d, out);
    return find_tellers(a, out) ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for banks");
}

const tt_seat *tt_banks_of(const tt_banks *b, tt_ix entity, size_t *n)
{
    *n = b->first[entity + 1] - b->first[entity];
    return b->v + b->first[entity];
}

tt_teller tt_banks_others(const tt_banks *b, const tt_seat *of)
{
    for (size_t low = 0, high = b->n_tellers; low < high;) {
        size_t mid = low + (high - low) / 2;
        tt_teller t = b->teller[mid];
        if (t.bank == of->bank) {
            t.customers -= of->made >= TT_BANK_TOLD;
            t.told -= of->made >= TT_BANK_TOLD && of->costs >= TT_BANK_TOLD;
            return t;
        }
        *(t.bank < of->bank ? &low : &high) = t.bank < of->bank ? mid + 1 : mid;
    }
    return (tt_teller){of->bank, 0, 0};
}
