/* profile.c - see profile.h. */
#include "detect/common/profile.h"

bool tt_profile_is_trader(const tt_data *d, tt_ix entity)
{
    tt_entity_type t = d->entities[entity].type;
    return t == TT_ENTITY_COMPANY || t == TT_ENTITY_UNKNOWN;
}

static int64_t value_of(const tt_detect_in *in, tt_ix invoice)
{
    return tt_books_value(&in->shared->books, TT_KIND_INVOICE, invoice);
}

static bool counts(const tt_detect_in *in, tt_ix invoice)
{
    const tt_invoice *inv = &in->data->invoices[invoice];
    int64_t value = value_of(in, invoice);
    return inv->type != TT_DOC_CREDIT_NOTE && inv->type != TT_DOC_PROFORMA &&
           inv->head.date.day != TT_NO_DATE && value != TT_NO_NUM && value > 0 &&
           !in->shared->credits.invoice[invoice];
}

static int64_t sum_of(const tt_detect_in *in, const tt_ix *v, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        if (counts(in, v[i]) && !tt_add_i64(sum, value_of(in, v[i]), &sum))
            return INT64_MAX;
    return sum;
}

tt_ix tt_profile_partner(const tt_detect_in *in, const tt_profile *p, tt_ix invoice)
{
    const tt_invoice *inv = &in->data->invoices[invoice];
    return tt_data_entity(in->data, p->book == TT_BOOK_SOLD ? inv->buyer : inv->seller);
}

static int by_ix(const void *a, const void *b, void *ctx)
{
    const tt_ix *x = a, *y = b;
    TT_UNUSED(ctx);
    return (*x > *y) - (*x < *y);
}

/* Fills docs, n, value, first and last; *partner holds the counterparties, not yet each once. */
static void
fill(const tt_detect_in *in, tt_profile *p, const tt_ix *v, size_t n, tt_ix *docs, tt_ix *partner)
{
    p->docs = docs;
    for (size_t i = 0; i < n; i++) {
        if (!counts(in, v[i]))
            continue;
        tt_date day = in->data->invoices[v[i]].head.date.day;
        p->first = p->n ? p->first : day;
        p->last = day;
        partner[p->n] = tt_profile_partner(in, p, v[i]);
        docs[p->n++] = v[i];
    }
}

tt_status
tt_profile_of(const tt_detect_in *in, tt_ix entity, tt_arena *a, tt_profile *out, tt_err *err)
{
    size_t n_sold, n_bought;
    const tt_books *b = &in->shared->books;
    const tt_ix *sold = tt_books_of(b, TT_BOOK_SOLD, entity, &n_sold);
    const tt_ix *bought = tt_books_of(b, TT_BOOK_BOUGHT, entity, &n_bought);
    int64_t out_value = sum_of(in, sold, n_sold), in_value = sum_of(in, bought, n_bought);
    bool sells = out_value >= in_value;
    size_t n = sells ? n_sold : n_bought;
    tt_ix *docs = tt_new_n(a, tt_ix, n + 1), *partner = tt_new_n(a, tt_ix, n + 1);
    *out = (tt_profile){.entity = entity,
                        .party = in->data->entities[entity].party,
                        .book = sells ? TT_BOOK_SOLD : TT_BOOK_BOUGHT,
                        .value = sells ? out_value : in_value,
                        .first = TT_NO_DATE,
                        .last = TT_NO_DATE};
    if (!docs || !partner)
        return tt_fail(err, TT_ENOMEM, "no room for the trade of an entity");
    fill(in, out, sells ? sold : bought, n, docs, partner);
    if (!tt_sort(partner, out->n, sizeof(*partner), by_ix, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for the trade of an entity");
    for (size_t i = 0; i < out->n; i++)
        out->partners += partner[i] && (i == 0 || partner[i] != partner[i - 1]);
    return TT_OK;
}

tt_peak tt_profile_peak(const tt_detect_in *in, const tt_profile *p, int32_t days, bool by_count)
{
    tt_peak best = {0};
    int64_t value = 0;
    const tt_invoice *inv = in->data->invoices;
    for (size_t from = 0, to = 0; from < p->n; from++) {
        for (; to < p->n &&
               (int64_t)inv[p->docs[to]].head.date.day - inv[p->docs[from]].head.date.day < days;
             to++)
            value += value_of(in, p->docs[to]); /* a part of p->value: fits */
        if (by_count ? to - from > best.n : value > best.value)
            best = (tt_peak){from, to - from, value};
        value -= value_of(in, p->docs[from]);
    }
    return best;
}

int64_t tt_profile_start(const tt_detect_in *in, const tt_profile *p, int32_t days)
{
    int64_t value = 0;
    for (size_t i = 0; i < p->n; i++)
        if ((int64_t)in->data->invoices[p->docs[i]].head.date.day - p->first < days)
            value += value_of(in, p->docs[i]);
    return value;
}

bool tt_profile_test_parent(const tt_detect_in *in, tt_ix entity, tt_draft *w)
{
    bool parent = in->shared->parented[entity];
    tt_draft_test(w, "declared_parent",
                  parent                   ? TT_TEST_WEAKENED
                  : in->data->n_ownerships ? TT_TEST_NOT_EXPLAINED
                                           : TT_TEST_UNKNOWN,
                  parent ? "A company owns it: its trade may be the parent's."
                  : in->data->n_ownerships
                      ? "No ownership record gives it a parent company."
                      : "There are no ownership records: it may be the arm of a large firm.");
    return parent;
}

void tt_profile_cite(const tt_detect_in *in, const tt_profile *p, tt_peak peak, tt_draft *w)
{
    for (size_t i = peak.from; i < peak.from + peak.n; i++)
        tt_draft_document(w, TT_KIND_INVOICE, p->docs[i], 0);
    if (p->party)
        tt_draft_document(w, TT_KIND_PARTY, p->party, 0);
    tt_draft_entity(w, p->entity, p->book == TT_BOOK_SOLD ? "seller" : "buyer");
    (void)tt_profile_test_parent(in, p->entity, w);
}

static size_t cite_flows(const tt_layer *l, const uint32_t *off, const uint32_t *at, tt_ix entity,
                         size_t most, tt_draft *w)
{
    size_t n = 0;
    for (uint32_t k = off[entity]; k < off[entity + 1] && n < most; k++, n++)
        tt_draft_document(w, l->kind_of[at[k]], l->doc[at[k]], 0);
    return n;
}

void tt_profile_cite_firm(const tt_detect_in *in, tt_ix entity, const char *role, tt_draft *w)
{
    const tt_layer *layers[] = {&in->graph->goods, &in->graph->money};
    size_t n = 0, all = 0;
    for (size_t i = 0; i < TT_LEN(layers) && n == 0; i++) {
        const tt_layer *l = layers[i];
        all =
            l->out_off[entity + 1] - l->out_off[entity] + l->in_off[entity + 1] - l->in_off[entity];
        n = cite_flows(l, l->out_off, l->out_at, entity, TT_PROFILE_CITED / 2, w);
        n += cite_flows(l, l->in_off, l->in_at, entity, TT_PROFILE_CITED - n, w);
    }
    if (n < all)
        tt_draft_test(w, "documents_cited", TT_TEST_UNKNOWN,
                      tt_say(w, "%s of its %s are cited.", tt_say_number(w, (double)n, 0),
                             tt_say_count(w, all, "document")));
    if (in->data->entities[entity].party)
        tt_draft_document(w, TT_KIND_PARTY, in->data->entities[entity].party, 0);
    tt_draft_entity(w, entity, role);
    w->f.key = (tt_str){(const char *)in->data->entities[entity].id.b, sizeof(tt_hash)};
}
