/*
 * load_docs.c - rows to documents and their lines.
 *
 * Rows of one document (same kind, number, issuer) may lie anywhere, in several files, and differ
 * in their header fields.  A header field is the one of the smallest row, by (line number, row
 * hash), that has it; so while reading, each document remembers for each field which row gave it.
 * Rows that are no longer true, because the document was stated anew: load_versions.c.
 */
#include "store/load_docs.h"

#include "base/str.h"
#include "refdata/stand_in.h"

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the documents of a case");
}

/* Rows of one document: (line number, row hash). */
static int cmp_in_doc(const tt_docs *d, size_t a, size_t b)
{
    if (d->lay->line_number != TT_NOWHERE) {
        int32_t x =
            *(const int32_t *)(const void *)((char *)tt_docs_row(d, a) + d->lay->line_number);
        int32_t y =
            *(const int32_t *)(const void *)((char *)tt_docs_row(d, b) + d->lay->line_number);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return tt_hash_cmp(tt_docs_hash(d, a), tt_docs_hash(d, b));
}

/* --- which document --- */

/* ASCII lower case, blanks at the ends dropped and others made one: spelling of the same issuer. */
static void add_name(tt_buf *b, tt_str name)
{
    bool blank = false;
    size_t before = b->n;
    for (size_t i = 0; i < name.n; i++) {
        if (tt_ascii_is_space(name.p[i])) {
            blank = b->n > before;
            continue;
        }
        if (blank)
            tt_buf_add_c(b, ' ');
        blank = false;
        tt_buf_add_c(b, tt_ascii_lower(name.p[i]));
    }
    tt_buf_add_c(b, '\0');
}

/* A party by its name, else its identifier, else its account: statements seldom name the owner. */
static void add_party(tt_buf *b, const tt_mention *m)
{
    add_name(b, m->name);
    if (tt_str_trim(m->name).n)
        return;
    add_name(b, m->identifier);
    if (!tt_str_trim(m->identifier).n && m->account.n)
        add_name(b, m->account);
}

/* A payment's number is the bank's: others use the same.  So who, when and how much belong to it.
 */
static void add_payment(tt_docs *d, tt_buf *b, const tt_row *row, tt_ix payee)
{
    char text[TT_NUM_TEXT], code[4];
    const tt_value *day = &row->r.v[tt_field_find(d->info, TT_STR("value_date"))];
    const tt_value *amount = &row->r.v[tt_field_find(d->info, TT_STR("amount"))];
    const tt_value *ccy = &row->r.v[tt_field_find(d->info, TT_STR("currency"))];
    add_party(b, &d->l->d->mentions[payee]);
    (void)tt_i64_text(day->set ? day->num : TT_NO_DATE, text);
    tt_buf_add_z(b, text);
    tt_buf_add_c(b, ' ');
    (void)tt_i64_text(amount->set ? amount->num : TT_NO_NUM, text);
    tt_buf_add_z(b, text);
    tt_ccy_text(ccy->set ? (tt_ccy)ccy->num : TT_CCY_NONE, code);
    tt_buf_add_z(b, code);
}

/* A credit note is no statement of the invoice of its number, nor is a proforma: each has numbers
 * of its own.  0: an invoice, or a kind without such types. */
static unsigned class_of(const tt_docs *d, const tt_row *row)
{
    static const char *const other[] = {"credit_note", "debit_note", "proforma"};
    if (d->kind != TT_KIND_INVOICE)
        return 0;
    for (unsigned i = 0; i < TT_LEN(other); i++)
        if (tt_str_is(row->r.v[d->type].text, other[i]))
            return i + 1;
    return 0;
}

static tt_status
doc_id(tt_docs *d, const tt_row *row, const tt_ix mention[TT_MAX_ROLES], tt_hash *out, tt_err *err)
{
    tt_store *s = d->l->s;
    tt_buf *b = &s->buf;
    tt_buf_reset(b);
    add_party(b, &d->l->d->mentions[mention[0]]);
    if (d->kind == TT_KIND_PAYMENT)
        add_payment(d, b, row, mention[1]);
    tt_status st = tt_buf_status(b, err);
    if (st == TT_OK) {
        tt_hasher_reset(&s->hasher);
        tt_hasher_add_str(&s->hasher, tt_str_of(d->info->name));
        tt_hasher_add_str(&s->hasher, row->r.v[d->number].text);
        tt_hasher_add_str(&s->hasher, tt_buf_str(b));
        if (class_of(d, row))
            tt_hasher_add_str(&s->hasher, row->r.v[d->type].text);
        *out = tt_hasher_final_hash(&s->hasher);
        if (s->hasher.failed)
            st = tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto");
    }
    tt_buf_reset(b);
    return st;
}

void tt_docs_blank(tt_docs *d, size_t doc)
{
    tt_head *h = tt_docs_at(d, doc);
    tt_hash id = h->id;
    memset(h, 0, d->lay->doc_size);
    memset(d->giver + doc * d->n_slots, 0, d->n_slots * sizeof *d->giver);
    for (size_t j = 0; j < d->lay->n_header; j++)
        tt_load_unknown(&d->header[j], h);
    h->id = id;
}

static tt_status new_doc(tt_docs *d, tt_hash id, tt_ix *out, tt_err *err)
{
    if (d->n_docs >= UINT32_MAX - 1)
        return tt_fail(err, TT_ELIMIT, "case file: more than 4294967294 documents of a kind");
    if (!tt_vec_room(&d->docs, &d->cap_docs, d->n_docs, 1, d->lay->doc_size) ||
        !tt_vec_room(&d->giver, &d->cap_giver, d->n_docs, 1, d->n_slots * sizeof *d->giver) ||
        !tt_hashmap_reserve(&d->by_id, 1))
        return no_room(err);
    tt_ix i = (tt_ix)d->n_docs++;
    ((tt_head *)tt_docs_at(d, i))->id = id;
    tt_docs_blank(d, i);
    tt_hashmap_put(&d->by_id, id, i);
    *out = i;
    return TT_OK;
}

static tt_status
find_doc(tt_docs *d, const tt_row *row, const tt_ix mention[TT_MAX_ROLES], tt_ix *out, tt_err *err)
{
    tt_hash id;
    tt_str number = row->r.v[d->number].text;
    if (!number.n) { /* nothing says that two rows without a number belong together */
        *out = tt_hashmap_find(&d->by_id, row->hash);
        return *out == TT_HASHMAP_NONE ? new_doc(d, row->hash, out, err) : TT_OK;
    }
    /* Lines of a document usually follow each other. */
    if (d->n_docs && d->kind != TT_KIND_PAYMENT && d->last_issuer == mention[0] &&
        d->last_class == class_of(d, row) && tt_str_eq(d->last_number, number)) {
        *out = d->last_doc;
        return TT_OK;
    }
    TT_TRY(doc_id(d, row, mention, &id, err));
    *out = tt_hashmap_find(&d->by_id, id);
    if (*out == TT_HASHMAP_NONE)
        TT_TRY(new_doc(d, id, out, err));
    return TT_OK;
}

/* --- what a row gives --- */

/* True when the row comes before the one that gave the slot; then it is the giver. */
static bool gives(tt_docs *d, tt_ix doc, size_t slot, uint32_t row)
{
    uint32_t *giver = &d->giver[doc * d->n_slots + slot];
    if (*giver && cmp_in_doc(d, *giver, row) < 0)
        return false;
    *giver = row;
    return true;
}

/* The role, from 0, that the name of a mention points to; TT_MAX_ROLES: the document has none such.
 */
static size_t role_meant(const tt_docs *d, tt_ix mention, size_t role)
{
    tt_stand_in in = tt_stand_in_read(d->l->d->mentions[mention].name);
    if (in.stands == TT_STANDS_ABOVE)
        return role ? role - 1 : TT_MAX_ROLES;
    for (size_t r = 0; r < TT_MAX_ROLES && d->info->roles[r]; r++)
        if (strcmp(d->info->roles[r], in.role) == 0)
            return r;
    return TT_MAX_ROLES;
}

/* "Same as consignee" is the consignee. */
static void follow_roles(const tt_docs *d, tt_ix mention[TT_MAX_ROLES])
{
    for (size_t r = 0; r < TT_MAX_ROLES; r++) {
        if (!d->l->elsewhere[mention[r]])
            continue;
        size_t meant = role_meant(d, mention[r], r);
        if (meant < TT_MAX_ROLES && mention[meant] && !d->l->elsewhere[mention[meant]])
            mention[r] = mention[meant];
    }
}

static tt_status take_header(tt_docs *d, const tt_row *row, uint32_t i, tt_ix doc,
                             const tt_ix mention[TT_MAX_ROLES], tt_err *err)
{
    for (size_t j = 0; j < d->lay->n_header; j++)
        if (row->r.v[d->header[j].i].set && gives(d, doc, j, i))
            TT_TRY(tt_load_member(d->l, &d->header[j], &row->r, tt_docs_at(d, doc), err));
    for (size_t r = 0; r < TT_MAX_ROLES && d->info->roles[r]; r++)
        if (mention[r] && gives(d, doc, d->lay->n_header + r, i))
            *(tt_ix *)(void *)((char *)tt_docs_at(d, doc) + d->lay->role[r]) = mention[r];
    return TT_OK;
}

static const tt_line unknown_line = {.quantity = TT_NO_NUM,
                                     .unit_price = TT_NO_NUM,
                                     .amount = {TT_NO_NUM, TT_CCY_NONE},
                                     .gross_kg = TT_NO_NUM,
                                     .net_kg = TT_NO_NUM,
                                     .volume_m3 = TT_NO_NUM,
                                     .packages = TT_NO_NUM};

tt_status tt_docs_header(tt_docs *d, const tt_row *row, uint32_t i, tt_ix doc, tt_err *err)
{
    tt_ix mention[TT_MAX_ROLES] = {0};
    for (size_t r = 0; r < TT_MAX_ROLES; r++)
        TT_TRY(tt_load_mention(d->l, row->mention[r], &mention[r], err));
    follow_roles(d, mention);
    return take_header(d, row, i, doc, mention, err);
}

/* What the row says that it is, where its kind has versions. */
static tt_status take_said(tt_docs *d, const tt_row *row, tt_line *to, tt_err *err)
{
    const tt_value *day = &row->r.v[d->header[1].i];
    to->day = day->set ? (tt_date)day->num : TT_NO_DATE;
    if (d->status == TT_NOWHERE)
        return TT_OK;
    TT_TRY(tt_docs_said(d->l, row->r.v[d->status].text, row->r.v[d->version].text, &to->said, err));
    d->said = d->said || to->said;
    return TT_OK;
}

static tt_status take_row(tt_docs *d, const tt_row *row, uint32_t i, tt_err *err)
{
    tt_ix mention[TT_MAX_ROLES] = {0}, doc;
    char *to = tt_docs_row(d, i);
    for (size_t r = 0; r < TT_MAX_ROLES; r++)
        TT_TRY(tt_load_mention(d->l, row->mention[r], &mention[r], err));
    if (d->lay->line_number != TT_NOWHERE) {
        *(tt_line *)(void *)to = unknown_line; /* kinds have some of its members */
        TT_TRY(take_said(d, row, (tt_line *)(void *)to, err));
    }
    *(tt_hash *)(void *)(to + d->lay->hash) = row->hash;
    TT_TRY(tt_load_place(d->l, row, (tt_place *)(void *)(to + d->lay->place), err));
    for (size_t j = 0; j < d->lay->n_line; j++)
        TT_TRY(tt_load_member(d->l, &d->line[j], &row->r, to, err));
    TT_TRY(find_doc(d, row, mention, &doc, err));
    *tt_docs_doc(d, i) = doc;
    tt_ix issuer = mention[0];
    follow_roles(d, mention);
    TT_TRY(take_header(d, row, i, doc, mention, err));
    d->last_doc = doc;
    d->last_issuer = issuer;
    d->last_class = class_of(d, row);
    d->last_number = ((tt_head *)tt_docs_at(d, doc))->number;
    return TT_OK;
}

static tt_status read_rows(tt_docs *d, tt_err *err)
{
    tt_q q;
    bool more;
    tt_row row = {0};
    size_t n = 0;
    TT_TRY(tt_q_open(d->l->s, tt_row_query[d->kind].all, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &more, err));
        if (!more)
            break;
        if (n == d->n_rows)
            return tt_fail(err, TT_EDB, "case file: the count of rows is wrong");
        TT_TRY(tt_row_read(&q, d->kind, &row, err));
        TT_TRY(take_row(d, &row, (uint32_t)++n, err));
        TT_TRY(tt_load_progress(d->l, err));
    }
    d->n_rows = n;
    return TT_OK;
}

/* --- order --- */

static int by_date(const void *a, const void *b, void *ctx)
{
    const tt_docs *d = ctx;
    const tt_head *x = tt_docs_at(d, *(const uint32_t *)a),
                  *y = tt_docs_at(d, *(const uint32_t *)b);
    if (x->date.day != y->date.day) {
        if (x->date.day == TT_NO_DATE || y->date.day == TT_NO_DATE)
            return x->date.day == TT_NO_DATE ? 1 : -1;
        return x->date.day < y->date.day ? -1 : 1;
    }
    if (x->date.sec != y->date.sec)
        return x->date.sec < y->date.sec ? -1 : 1;
    return tt_hash_cmp(x->id, y->id);
}

/* Day, second (17 bits) and the beginning of the id (15 bits), as by_date has them. */
static uint64_t date_rank(const void *ctx, uint32_t i)
{
    const tt_head *h = tt_docs_at(ctx, i);
    uint64_t day = h->date.day == TT_NO_DATE ? UINT32_MAX : (uint32_t)h->date.day ^ 0x80000000u;
    uint64_t sec = h->date.sec == TT_NO_TIME ? 0 : (uint32_t)h->date.sec + 1;
    return day << 32 | sec << 15 | tt_hash_first(&h->id) >> 49;
}

static uint64_t doc_rank(const void *ctx, uint32_t i)
{
    return *tt_docs_doc((const tt_docs *)ctx, i + 1);
}

static int by_doc(const void *a, const void *b, void *ctx)
{
    const tt_docs *d = ctx;
    uint32_t x = *(const uint32_t *)a + 1, y = *(const uint32_t *)b + 1;
    if (*tt_docs_doc(d, x) != *tt_docs_doc(d, y))
        return *tt_docs_doc(d, x) < *tt_docs_doc(d, y) ? -1 : 1;
    return cmp_in_doc(d, x, y);
}

static tt_status sort_rows(tt_docs *d, tt_err *err)
{
    uint32_t *order;
    TT_TRY(tt_load_ranked(d->l, d->n_rows, doc_rank, by_doc, d, &order, err));
    return tt_load_reorder(tt_docs_row(d, 1), d->n_rows, d->lay->row_size, order, err);
}

/* Which rows are whose, when rows are sorted by document. */
static void count_lines(tt_docs *d)
{
    for (size_t i = 0; i < d->n_docs; i++)
        ((tt_head *)tt_docs_at(d, i))->n_lines = 0;
    for (size_t i = 1; i <= d->n_rows; i++) {
        tt_head *h = tt_docs_at(d, *tt_docs_doc(d, i));
        if (!h->n_lines++)
            h->first_line = (tt_ix)i;
    }
}

/* Documents go to the arena by date, their rows behind each other in the same order. */
static tt_status arrange(tt_docs *d, char **out, tt_err *err)
{
    uint32_t *order, *rows = tt_new_n(&d->l->tmp, uint32_t, d->n_rows);
    count_lines(d);
    TT_TRY(tt_load_ranked(d->l, d->n_docs, date_rank, by_date, d, &order, err));
    *out = tt_arena_zalloc(d->l->a, d->n_docs + 1, d->lay->doc_size);
    if (!rows || !*out)
        return no_room(err);
    size_t n = 0;
    for (size_t i = 0; i < d->n_docs; i++) {
        tt_head *h = (tt_head *)(void *)(*out + (i + 1) * d->lay->doc_size);
        memcpy(h, tt_docs_at(d, order[i]), d->lay->doc_size);
        for (tt_ix k = 0; k < h->n_lines; k++) {
            *tt_docs_doc(d, h->first_line + k) = (tt_ix)(i + 1);
            rows[n++] = h->first_line + k - 1;
        }
        h->first_line = (tt_ix)(n - h->n_lines + 1);
    }
    return tt_load_reorder(tt_docs_row(d, 1), d->n_rows, d->lay->row_size, rows, err);
}

/* --- results --- */

/* The sum of the lines where the invoice has no total: in one currency, and known as a whole. */
static void sum_lines(tt_invoice *inv, const tt_line *lines)
{
    tt_money sum = {0, lines[inv->head.first_line].amount.ccy};
    for (tt_ix i = 0; i < inv->head.n_lines; i++) {
        tt_money m = lines[inv->head.first_line + i].amount;
        if (m.minor == TT_NO_NUM || !tt_money_add(&sum, m)) {
            sum.minor = TT_NO_NUM;
            break;
        }
    }
    inv->total = sum;
}

static void hand_over(tt_docs *d, void *docs)
{
    tt_data *to = d->l->d;
    void *rows = d->rows;
    switch (d->kind) {
    case TT_KIND_INVOICE:
        to->invoices = docs;
        to->n_invoices = d->n_docs;
        to->invoice_lines = rows;
        to->n_invoice_lines = d->n_rows;
        for (size_t i = 1; i <= d->n_docs; i++)
            if (to->invoices[i].total.minor == TT_NO_NUM)
                sum_lines(&to->invoices[i], to->invoice_lines);
        break;
    case TT_KIND_SHIPMENT:
        to->shipments = docs;
        to->n_shipments = d->n_docs;
        to->shipment_lines = rows;
        to->n_shipment_lines = d->n_rows;
        break;
    case TT_KIND_DECLARATION:
        to->declarations = docs;
        to->n_declarations = d->n_docs;
        to->declaration_lines = rows;
        to->n_declaration_lines = d->n_rows;
        break;
    default:
        to->payments = docs;
        to->n_payments = d->n_docs;
        to->payment_rows = rows;
        to->n_payment_rows = d->n_rows;
        break;
    }
}

static tt_status load(tt_docs *d, tt_err *err)
{
    char *docs;
    TT_TRY(tt_load_count(d->l, d->kind, &d->n_rows, err));
    d->rows = tt_arena_zalloc(d->l->a, d->n_rows + 1, d->lay->row_size);
    if (!d->rows)
        return no_room(err);
    TT_TRY(read_rows(d, err));
    TT_TRY(sort_rows(d, err));
    TT_TRY(tt_docs_versions(d, err));
    TT_TRY(arrange(d, &docs, err));
    hand_over(d, docs);
    return TT_OK;
}

static size_t field_of(const tt_docs *d, const char *name)
{
    int i = tt_field_find(d->info, tt_str_of(name));
    return i < 0 ? TT_NOWHERE : (size_t)i;
}

tt_status tt_load_documents(tt_load *l, tt_kind kind, tt_err *err)
{
    tt_docs d = {.l = l, .kind = kind, .lay = &tt_doc_layout[kind], .info = tt_kind_get(kind)};
    TT_ASSERT(d.lay->n_header <= TT_DOC_MEMBERS && d.lay->n_line <= TT_DOC_MEMBERS);
    tt_load_bind(kind, d.lay->header, d.lay->n_header, d.header);
    tt_load_bind(kind, d.lay->line, d.lay->n_line, d.line);
    d.number = d.header[0].i;
    d.type = field_of(&d, "document_type");
    d.status = field_of(&d, "document_status");
    d.version = field_of(&d, "version");
    TT_ASSERT(d.header[0].f->flags & TT_FF_NUMBER && d.header[1].f->flags & TT_FF_WHEN);
    d.n_slots = d.lay->n_header;
    for (size_t r = 0; r < TT_MAX_ROLES && d.info->roles[r]; r++)
        d.n_slots++;
    tt_hashmap_init(&d.by_id, true);
    tt_status st = load(&d, err);
    tt_mem_free(d.docs);
    tt_mem_free(d.giver);
    tt_hashmap_release(&d.by_id);
    return st;
}
