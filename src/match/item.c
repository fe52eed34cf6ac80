/* item.c - documents as what they add up to. */
#include "base/str.h"
#include "match/pieces.h"

/* --- numbers --- */

static tt_digits digits_of(tt_str text)
{
    tt_digits d = {0, 0};
    for (size_t i = 0; i < text.n; i++)
        if (tt_ascii_is_digit(text.p[i])) {
            d.value = d.value % 100000000000000000u * 10 + (uint64_t)(text.p[i] - '0');
            d.n++;
        }
    return d;
}

uint64_t tt_key_hash(tt_str raw)
{
    uint64_t h = 14695981039346656037u;
    bool digit = false;
    for (size_t i = 0; i < raw.n; i++) {
        if (!tt_ascii_is_alnum(raw.p[i]) && (unsigned char)raw.p[i] < 0x80)
            continue;
        digit |= tt_ascii_is_digit(raw.p[i]);
        h = (h ^ (unsigned char)tt_ascii_upper(raw.p[i])) * 1099511628211u;
    }
    return digit ? h : 0;
}

/* The digits of each word, and of two and three in a row: texts break numbers up. */
static bool add_tokens(tt_items *m, tt_item *it, tt_str text, tt_run_vec *runs)
{
    if (!text.n)
        return true;
    if (!tt_text_runs(text, runs))
        return false;
    for (size_t i = 0; i < runs->n; i++) {
        tt_digits sum = {0, 0};
        for (size_t k = i; k < runs->n && k < i + 3; k++) {
            tt_digits d = digits_of(tt_str_sub(text, runs->v[k].at, runs->v[k].n));
            if (!d.n || sum.n + d.n > 17)
                break;
            uint64_t shift = 1;
            for (uint32_t j = 0; j < d.n; j++)
                shift *= 10;
            sum = (tt_digits){sum.value * shift + d.value, sum.n + d.n};
            if (sum.n < 3)
                continue;
            if (it->n_tokens == TT_ITEM_TOKENS) {
                it->cut |= 1u << TT_CUT_NUMBERS;
                return true;
            }
            if (!tt_vec_push(&m->tokens, sum))
                return false;
            it->n_tokens++;
        }
    }
    return true;
}

/* Different words that may be numbers of documents: with four digits.  More than a list holds are
 * not counted. */
struct number_list {
    uint64_t seen[UINT8_MAX];
    size_t n;
};

static void add_numbers(struct number_list *list, tt_str text)
{
    for (size_t i = 0, end; i < text.n; i = end + 1) {
        for (end = i; end < text.n && !strchr(" ,;|&+\t\n", text.p[end]); end++)
            continue;
        tt_str word = tt_str_sub(text, i, end - i);
        uint64_t hash = digits_of(word).n >= 4 ? tt_key_hash(word) : 0;
        bool known = !hash || list->n == TT_LEN(list->seen);
        for (size_t k = 0; k < list->n && !known; k++)
            known = list->seen[k] == hash;
        if (!known)
            list->seen[list->n++] = hash;
    }
}

/* --- lines --- */

static void add_hs(tt_item *it, tt_hs hs, bool *many)
{
    hs = tt_hs_prefix(hs, 6);
    size_t at = 0;
    while (at < it->n_hs && it->hs[at] < hs)
        at++;
    if (hs == TT_HS_NONE || (at < it->n_hs && it->hs[at] == hs))
        return;
    if (it->n_hs == TT_ITEM_CODES) {
        *many = true;
        return;
    }
    memmove(it->hs + at + 1, it->hs + at, (it->n_hs - at) * sizeof(*it->hs));
    it->hs[at] = hs;
    it->n_hs++;
}

/* A sum with a part that is not known is not known. */
static void add_known(int64_t *sum, int64_t part, bool *broken)
{
    *broken |= part == TT_NO_NUM || !tt_add_i64(*sum, part, sum);
}

static void add_lines(tt_item *it, const tt_line *lines, const tt_head *h)
{
    bool no_qty = h->n_lines == 0, no_net = no_qty, no_gross = no_qty, many = false;
    it->quantity = it->net = it->gross = 0;
    for (tt_ix i = h->first_line; i < h->first_line + h->n_lines; i++) {
        const tt_line *l = &lines[i];
        tt_dim dim = tt_unit_dimension(l->unit);
        int64_t part = TT_NO_NUM;
        if (l->quantity != TT_NO_NUM && (i == h->first_line || dim == it->dim) &&
            !tt_unit_to_canonical(l->quantity, l->unit, &part))
            part = TT_NO_NUM;
        it->dim = dim;
        add_known(&it->quantity, part, &no_qty);
        add_known(&it->net, l->net_kg, &no_net);
        add_known(&it->gross, l->gross_kg, &no_gross);
        add_hs(it, l->hs, &many);
    }
    if (no_qty || it->quantity <= 0)
        it->quantity = TT_NO_NUM;
    if (no_gross || it->gross <= 0)
        it->gross = TT_NO_NUM;
    if (no_net || it->net <= 0)
        it->net = it->dim == TT_DIM_MASS ? it->quantity : TT_NO_NUM;
    if (many) {
        it->n_hs = 0;
        it->cut |= 1u << TT_CUT_CODES;
    }
    if (h->n_lines > TT_ITEM_LINES)
        it->cut |= 1u << TT_CUT_EVIDENCE;
}

/* The money of the lines, where all are in one currency. */
static tt_money line_money(const tt_line *lines, const tt_head *h)
{
    tt_money sum = {TT_NO_NUM, TT_CCY_NONE};
    for (tt_ix i = h->first_line; i < h->first_line + h->n_lines; i++) {
        tt_money part = lines[i].amount;
        if (part.minor == TT_NO_NUM)
            return (tt_money){TT_NO_NUM, TT_CCY_NONE};
        if (i == h->first_line)
            sum = part;
        else if (!tt_money_add(&sum, part))
            return (tt_money){TT_NO_NUM, TT_CCY_NONE};
    }
    return sum;
}

/* --- documents --- */

static tt_item blank(const tt_data *d, const tt_head *h, tt_ix from, tt_ix to)
{
    return (tt_item){.day = h->date.day,
                     .due = TT_NO_DATE,
                     .from = tt_data_entity(d, from),
                     .to = tt_data_entity(d, to),
                     .money = {TT_NO_NUM, TT_CCY_NONE},
                     .base = TT_NO_NUM,
                     .credited_on = TT_NO_DATE,
                     .quantity = TT_NO_NUM,
                     .net = TT_NO_NUM,
                     .gross = TT_NO_NUM,
                     .freight = -1,
                     .number = digits_of(h->number)};
}

static void set_money(const tt_data *d, tt_item *it, tt_money m)
{
    tt_money base;
    if (m.minor == TT_NO_NUM || m.minor == 0)
        return;
    if (m.minor < 0 && m.minor > -INT64_MAX)
        m.minor = -m.minor; /* credit notes write both signs */
    it->money = m;
    if (tt_data_convert(d, m, it->day, &base))
        it->base = base.minor;
}

static bool make_invoice(const tt_data *d, tt_items *m, tt_ix doc, tt_run_vec *runs)
{
    const tt_invoice *v = &d->invoices[doc];
    tt_item *it = &m->of[TT_KIND_INVOICE][doc];
    *it = blank(d, &v->head, v->seller, v->buyer);
    it->due = v->due;
    it->first_token = (uint32_t)m->tokens.n;
    set_money(d, it, v->total);
    add_lines(it, d->invoice_lines, &v->head);
    if (v->incoterm != TT_INCOTERM_NONE)
        it->freight = tt_incoterm_get(v->incoterm)->freight ? 1 : 0;
    it->transport = tt_key_hash(v->transport_document);
    it->order = digits_of(v->order_number);
    it->back = v->type == TT_DOC_CREDIT_NOTE;
    if (v->type != TT_DOC_CREDIT_NOTE && v->type != TT_DOC_DEBIT_NOTE)
        return add_tokens(m, it, v->transport_document, runs);
    for (tt_ix l = v->head.first_line; l < v->head.first_line + v->head.n_lines; l++)
        if (!add_tokens(m, it, d->invoice_lines[l].description, runs))
            return false;
    return true;
}

static bool make_shipment(const tt_data *d, tt_items *m, tt_ix doc, tt_run_vec *runs)
{
    const tt_shipment *v = &d->shipments[doc];
    tt_item *it = &m->of[TT_KIND_SHIPMENT][doc];
    *it = blank(d, &v->head, v->shipper, v->consignee);
    it->also = tt_data_entity(d, v->notify);
    it->first_token = (uint32_t)m->tokens.n;
    add_lines(it, d->shipment_lines, &v->head);
    set_money(d, it, line_money(d->shipment_lines, &v->head));
    it->transport = tt_key_hash(v->head.number);
    return add_tokens(m, it, v->invoice_number, runs);
}

static bool make_declaration(const tt_data *d, tt_items *m, tt_ix doc, tt_run_vec *runs)
{
    const tt_declaration *v = &d->declarations[doc];
    tt_item *it = &m->of[TT_KIND_DECLARATION][doc];
    *it = blank(d, &v->head, v->exporter, v->importer);
    it->first_token = (uint32_t)m->tokens.n;
    add_lines(it, d->declaration_lines, &v->head);
    set_money(d, it, line_money(d->declaration_lines, &v->head));
    it->freight = v->basis == 0 ? -1 : v->basis == 2;
    it->transport = tt_key_hash(v->transport_document);
    return add_tokens(m, it, v->invoice_number, runs) &&
           add_tokens(m, it, v->transport_document, runs);
}

static bool make_payment(const tt_data *d, tt_items *m, tt_ix doc, tt_run_vec *runs)
{
    const tt_payment *v = &d->payments[doc];
    const tt_head *h = &v->head;
    tt_item *it = &m->of[TT_KIND_PAYMENT][doc];
    *it = blank(d, h, v->payee, v->payer);
    it->first_token = (uint32_t)m->tokens.n;
    struct number_list list = {{0}, 0};
    set_money(d, it, v->amount);
    for (tt_ix row = h->first_line; row < h->first_line + h->n_lines; row++) {
        add_numbers(&list, d->payment_rows[row].invoice_number);
        if (!add_tokens(m, it, d->payment_rows[row].invoice_number, runs))
            return false;
    }
    add_numbers(&list, v->remittance);
    it->n_numbers = (uint8_t)list.n;
    return add_tokens(m, it, v->remittance, runs) && add_tokens(m, it, v->purpose, runs);
}

tt_status tt_items_make(const tt_data *d, tt_arena *a, tt_items *out, tt_err *err)
{
    static const struct {
        tt_kind kind;
        bool (*make)(const tt_data *, tt_items *, tt_ix, tt_run_vec *);
    } rows[] = {{TT_KIND_INVOICE, make_invoice},
                {TT_KIND_SHIPMENT, make_shipment},
                {TT_KIND_DECLARATION, make_declaration},
                {TT_KIND_PAYMENT, make_payment}};
    tt_run_vec runs = {0};
    tt_pieces pieces;
    bool ok = tt_pieces_learn(d, a, &pieces);
    *out = (tt_items){0};
    for (size_t k = 0; k < TT_LEN(rows) && ok; k++) {
        size_t n = tt_data_n_docs(d, rows[k].kind);
        out->of[rows[k].kind] = tt_new_n(a, tt_item, n + 1);
        ok = out->of[rows[k].kind];
        for (tt_ix i = 1; i <= n && ok; i++)
            ok = rows[k].make(d, out, i, &runs);
        for (tt_ix i = 1; i <= n && ok && rows[k].kind != TT_KIND_PAYMENT; i++)
            tt_pieces_weigh(&pieces, tt_lane_lines(d, rows[k].kind),
                            tt_data_head(d, rows[k].kind, i), &out->of[rows[k].kind][i]);
    }
    tt_vec_release(&runs);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for what documents add up to");
}

void tt_items_release(tt_items *m)
{
    tt_vec_release(&m->tokens);
}
