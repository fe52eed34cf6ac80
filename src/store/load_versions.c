/*
 * load_versions.c - documents that were stated more than once: which rows count.
 *
 * A document is amended, cancelled, or told by two of those who had it in hand.  First by what its
 * rows say of themselves (document_status, version): the last statement counts, as a whole, and one
 * that is cancelled does not count at all.  Then by what they show: the number of a line that comes
 * twice with the same goods is one line, stated twice; nothing says which is later, so where the
 * two differ the choice is told.
 *
 * Not caught here: restated lines without numbers; they are lines like others.  Why it is so, and
 * what honest lists look alike: adr/0018.
 */
#include "store/load_docs.h"

#include "base/str.h"

enum {
    STATUS_BITS = 2,
    MAX_SAME = 32, /* rows of one number: more are no statements of a line */
    MAX_DAYS = 120 /* between two statements: numbers that begin anew each year come back later */
};

/* Of tt_line.said. */
enum status { ORIGINAL, DRAFT, AMENDED, CANCELLED };

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the statements of documents");
}

tt_status tt_docs_said(tt_load *l, tt_str status, tt_str version, uint32_t *out, tt_err *err)
{
    static const char *const words[] = {
        [DRAFT] = "draft", [AMENDED] = "amended", [CANCELLED] = "cancelled"};
    uint32_t s = ORIGINAL, v = 0;
    for (uint32_t i = DRAFT; i < TT_LEN(words); i++)
        if (tt_str_is(status, words[i]))
            s = i;
    if (version.n) {
        TT_TRY(tt_load_text(l, version, &v, err));
        if (++v >> (32 - STATUS_BITS))
            return tt_fail(err, TT_ELIMIT, "more than 1073741822 versions");
    }
    *out = v << STATUS_BITS | s;
    return TT_OK;
}

/* --- the order of statements --- */

static tt_str digits(tt_str s, size_t *at)
{
    size_t from = *at;
    while (*at < s.n && tt_ascii_is_digit(s.p[*at]))
        ++*at;
    while (from + 1 < *at && s.p[from] == '0')
        from++;
    return tt_str_sub(s, from, *at - from);
}

/* As people order numbers, days and "v9", "v10": digits by what they are worth. */
static int cmp_version(tt_str a, tt_str b)
{
    size_t i = 0, j = 0;
    while (i < a.n && j < b.n) {
        if (tt_ascii_is_digit(a.p[i]) && tt_ascii_is_digit(b.p[j])) {
            tt_str x = digits(a, &i), y = digits(b, &j);
            int c = x.n != y.n ? (x.n < y.n ? -1 : 1) : tt_str_cmp(x, y);
            if (c)
                return c;
            continue;
        }
        char x = tt_ascii_lower(a.p[i++]), y = tt_ascii_lower(b.p[j++]);
        if (x != y)
            return (unsigned char)x < (unsigned char)y ? -1 : 1;
    }
    return (i < a.n) - (j < b.n);
}

/* A draft comes before all that is in force; a cancellation that does not say when, after it. */
int tt_docs_cmp_said(const tt_load *l, uint32_t a, uint32_t b)
{
    static const int rank[] = {[ORIGINAL] = 1, [DRAFT] = 0, [AMENDED] = 2, [CANCELLED] = 3};
    if (a == b)
        return 0;
    unsigned sa = a & 3, sb = b & 3;
    if ((sa == DRAFT) != (sb == DRAFT))
        return sa == DRAFT ? -1 : 1;
    bool last_a = a == CANCELLED, last_b = b == CANCELLED;
    if (last_a != last_b)
        return last_a ? 1 : -1;
    uint32_t va = a >> STATUS_BITS, vb = b >> STATUS_BITS;
    int c = va == vb ? 0
                     : cmp_version(va ? l->text.v[va - 1] : (tt_str){0},
                                   vb ? l->text.v[vb - 1] : (tt_str){0});
    return c ? c : rank[sa] - rank[sb];
}

bool tt_docs_said_of(const tt_load *l, uint32_t said, tt_str *version)
{
    uint32_t v = said >> STATUS_BITS;
    *version = v ? l->text.v[v - 1] : (tt_str){0};
    return (said & 3) == DRAFT;
}

/* --- the rows of one document --- */

struct found {
    tt_docs *d;
    uint32_t *by; /* of each row: the one that counts instead, or 0 */
    uint8_t *why;
    bool *touched; /* of each document: rows of it were replaced */
    size_t n;      /* rows replaced */
};

static tt_line *line_at(const tt_docs *d, size_t i)
{
    return (tt_line *)tt_docs_row(d, i);
}

static size_t end_of(const tt_docs *d, size_t i)
{
    size_t end = i + 1;
    while (end <= d->n_rows && *tt_docs_doc(d, end) == *tt_docs_doc(d, i))
        end++;
    return end;
}

static void replace(struct found *f, size_t row, size_t by, tt_replaced_why why)
{
    f->by[row] = (uint32_t)by;
    f->why[row] = (uint8_t)why;
    f->touched[*tt_docs_doc(f->d, row)] = true;
    f->n++;
}

/* Of a statement, the row that takes the place of one of another: with its number, else the first.
 */
static size_t stands_for(const struct found *f, size_t from, size_t end, uint32_t said, size_t row)
{
    size_t first = 0;
    for (size_t i = from; i < end; i++) {
        const tt_line *x = line_at(f->d, i);
        if (x->said != said)
            continue;
        if (!first)
            first = i;
        if (x->line_number == line_at(f->d, row)->line_number)
            return i;
    }
    return first;
}

static bool far_apart(tt_date a, tt_date b)
{
    int64_t days = (int64_t)a - b;
    return a != TT_NO_DATE && b != TT_NO_DATE && (days > MAX_DAYS || days < -MAX_DAYS);
}

/* By what rows say of themselves.  What was said in another year was of another document. */
static void by_said(struct found *f, size_t from, size_t end)
{
    const tt_line *best = line_at(f->d, from);
    for (size_t i = from + 1; i < end; i++)
        if (tt_docs_cmp_said(f->d->l, line_at(f->d, i)->said, best->said) > 0)
            best = line_at(f->d, i);
    bool cancelled = (best->said & 3) == CANCELLED;
    for (size_t i = from; i < end; i++) {
        const tt_line *x = line_at(f->d, i);
        if (far_apart(x->day, best->day) ||
            (!cancelled && tt_docs_cmp_said(f->d->l, x->said, best->said) >= 0))
            continue;
        replace(f, i, x->said == best->said ? i : stands_for(f, from, end, best->said, i),
                cancelled ? TT_REPLACED_CANCELLED : TT_REPLACED_VERSION);
    }
}

static bool same_num(int64_t a, int64_t b)
{
    return a == b && a != TT_NO_NUM && a != 0;
}

static bool same_text(tt_str a, tt_str b)
{
    if (!a.n || a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (tt_ascii_lower(a.p[i]) != tt_ascii_lower(b.p[i]))
            return false;
    return true;
}

static bool agree_num(int64_t a, int64_t b)
{
    return a == b || a == TT_NO_NUM || b == TT_NO_NUM;
}

/* What is counted of a line is the same, as far as both say it. */
static bool agrees(const tt_line *a, const tt_line *b)
{
    return agree_num(a->quantity, b->quantity) && agree_num(a->amount.minor, b->amount.minor) &&
           agree_num(a->gross_kg, b->gross_kg) && agree_num(a->net_kg, b->net_kg) &&
           agree_num(a->packages, b->packages);
}

/* Two rows with one number are one line when they are about the same goods: by name, or by code or
 * measure where a name is missing or was what changed.  Goods in another container are others. */
static bool is_same_line(const tt_line *a, const tt_line *b)
{
    if (!tt_str_eq(a->container, b->container) || far_apart(a->day, b->day))
        return false;
    if (same_text(a->description, b->description))
        return true;
    if ((!a->description.n || !b->description.n) && a->hs && a->hs == b->hs)
        return true;
    return (same_num(a->quantity, b->quantity) && same_num(a->amount.minor, b->amount.minor)) ||
           (same_num(a->gross_kg, b->gross_kg) && same_num(a->packages, b->packages));
}

/* All lines together are the total that the invoice says: none of them is there twice. */
static bool adds_up(const struct found *f, size_t from, size_t end)
{
    const tt_docs *d = f->d;
    if (d->kind != TT_KIND_INVOICE)
        return false;
    tt_money total = ((const tt_invoice *)tt_docs_at(d, *tt_docs_doc(d, from)))->total;
    tt_money sum = {0, total.ccy};
    if (total.minor == TT_NO_NUM)
        return false;
    for (size_t i = from; i < end; i++) {
        tt_money m = line_at(d, i)->amount;
        if (f->by[i])
            continue;
        if (m.minor == TT_NO_NUM || m.ccy != total.ccy || !tt_money_add(&sum, m))
            return false;
    }
    return sum.minor == total.minor;
}

/* Of two statements of a line the first by content counts.  Where they lie says nothing: lists are
 * sorted by this and that, and are cut in files. */
static void choose(struct found *f, size_t a, size_t b)
{
    replace(f, b, a,
            agrees(line_at(f->d, a), line_at(f->d, b)) ? TT_REPLACED_AGAIN : TT_REPLACED_UNORDERED);
}

/* Rows of one number, from `from`, those that were replaced among them.  True when two of them are
 * different goods. */
static bool by_number(struct found *f, size_t from, size_t end)
{
    bool differ = false;
    for (size_t i = from; i < end; i++)
        for (size_t k = i + 1; k < end && !f->by[i]; k++) {
            if (f->by[k])
                continue;
            if (is_same_line(line_at(f->d, i), line_at(f->d, k)))
                choose(f, i, k);
            else
                differ =
                    differ || tt_str_eq(line_at(f->d, i)->container, line_at(f->d, k)->container);
        }
    return differ;
}

static size_t end_of_number(const tt_docs *d, size_t i, size_t end)
{
    size_t to = i + 1;
    while (to < end && line_at(d, to)->line_number == line_at(d, i)->line_number)
        to++;
    return to;
}

static void by_numbers(struct found *f, size_t from, size_t end)
{
    bool twice = false, differ = false;
    for (size_t i = from; i + 1 < end && !twice; i++)
        twice = line_at(f->d, i)->line_number &&
                line_at(f->d, i)->line_number == line_at(f->d, i + 1)->line_number;
    if (!twice || adds_up(f, from, end))
        return;
    for (size_t i = from, to; i < end; i = to) {
        to = end_of_number(f->d, i, end);
        if (to - i == 1 || !line_at(f->d, i)->line_number)
            continue;
        if (to - i > MAX_SAME)
            differ = true;
        else if (by_number(f, i, to))
            differ = true;
    }
    f->d->l->d->numbers_twice += differ;
}

/* --- what is told --- */

/* Rows that were replaced by one that was replaced: by the one that counts. */
static size_t stands_at_last(const struct found *f, size_t i)
{
    size_t by = f->by[i];
    while (f->by[by] && f->by[by] != by)
        by = f->by[by];
    return by;
}

static int by_content(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    const tt_replaced *x = a, *y = b;
    int c = tt_hash_cmp(x->doc, y->doc);
    return c ? c : tt_hash_cmp(x->row, y->row);
}

static void count_whys(struct found *f, const tt_replaced *v, size_t n)
{
    unsigned seen = 0;
    for (size_t i = 0; i < n; i++) {
        if (!i || tt_hash_cmp(v[i].doc, v[i - 1].doc) != 0)
            seen = 0;
        f->d->l->d->restated[v[i].why] += !(seen >> v[i].why & 1);
        seen |= 1u << v[i].why;
    }
}

static tt_status tell(struct found *f, tt_err *err)
{
    tt_data *to = f->d->l->d;
    tt_replaced *all = tt_new_n(f->d->l->a, tt_replaced, to->n_replaced + f->n + 1);
    if (!all)
        return no_room(err);
    if (to->n_replaced)
        memcpy(all + 1, to->replaced + 1, to->n_replaced * sizeof *all);
    tt_replaced *mine = all + 1 + to->n_replaced, *p = mine;
    for (size_t i = 1; i <= f->d->n_rows; i++) {
        if (!f->by[i])
            continue;
        const tt_head *h = tt_docs_at(f->d, *tt_docs_doc(f->d, i));
        const tt_line *x = line_at(f->d, i), *y = line_at(f->d, stands_at_last(f, i));
        *p++ = (tt_replaced){f->d->kind, h->id,    h->number, x->row,
                             y->row,     x->place, y->place,  (tt_replaced_why)f->why[i]};
    }
    if (!tt_sort(mine, f->n, sizeof *mine, by_content, NULL))
        return no_room(err);
    count_whys(f, mine, f->n);
    to->replaced = all;
    to->n_replaced += f->n;
    return TT_OK;
}

/* --- rows and documents that go --- */

static void drop_rows(struct found *f)
{
    tt_docs *d = f->d;
    size_t n = 0;
    for (size_t i = 1; i <= d->n_rows; i++)
        if (!f->by[i] && ++n != i)
            memcpy(tt_docs_row(d, n), tt_docs_row(d, i), d->lay->row_size);
    d->n_rows = n;
}

/* Documents without a row go; those of which some went are blank until their headers are read. */
static void drop_docs(struct found *f)
{
    tt_docs *d = f->d;
    size_t n = 0, row = 1;
    for (size_t i = 0; i < d->n_docs; i++) {
        if (row > d->n_rows || *tt_docs_doc(d, row) != i)
            continue;
        for (; row <= d->n_rows && *tt_docs_doc(d, row) == i; row++)
            *tt_docs_doc(d, row) = (tt_ix)n;
        if (n != i) {
            memcpy(tt_docs_at(d, n), tt_docs_at(d, i), d->lay->doc_size);
            memcpy(d->giver + n * d->n_slots, d->giver + i * d->n_slots,
                   d->n_slots * sizeof *d->giver);
        }
        f->touched[n] = f->touched[i];
        if (f->touched[n])
            tt_docs_blank(d, n);
        n++;
    }
    d->n_docs = n;
}

/* The rows that are left say again what their documents are. */
static tt_status read_headers(struct found *f, const tt_hashmap *rows, tt_err *err)
{
    tt_docs *d = f->d;
    tt_q q;
    bool more;
    tt_row row = {0};
    TT_TRY(tt_q_open(d->l->s, tt_row_query[d->kind].all, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &more, err));
        if (!more)
            return TT_OK;
        TT_TRY(tt_row_read(&q, d->kind, &row, err));
        uint32_t i = tt_hashmap_find(rows, row.hash);
        if (i != TT_HASHMAP_NONE)
            TT_TRY(tt_docs_header(d, &row, i, *tt_docs_doc(d, i), err));
    }
}

static tt_status renew_headers(struct found *f, tt_err *err)
{
    tt_docs *d = f->d;
    tt_hashmap rows;
    tt_status st = TT_OK;
    tt_hashmap_init(&rows, true);
    for (size_t i = 1; st == TT_OK && i <= d->n_rows; i++) {
        if (!f->touched[*tt_docs_doc(d, i)])
            continue;
        if (tt_hashmap_reserve(&rows, 1))
            tt_hashmap_put(&rows, tt_docs_hash(d, i), (uint32_t)i);
        else
            st = no_room(err);
    }
    if (st == TT_OK && rows.n)
        st = read_headers(f, &rows, err);
    tt_hashmap_release(&rows);
    return st;
}

/* --- all documents --- */

/* True when the document has two statements, or one that is none. */
static bool is_restated(const tt_docs *d, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        const tt_line *x = line_at(d, i);
        if (x->said != line_at(d, from)->said || (x->said & 3) == CANCELLED ||
            (i > from && x->line_number && x->line_number == x[-1].line_number))
            return true;
    }
    return false;
}

/* Nothing says that rows without a number are of one document. */
static bool has_number(const tt_docs *d, size_t row)
{
    return ((const tt_head *)tt_docs_at(d, *tt_docs_doc(d, row)))->number.n > 0;
}

static bool any_restated(const tt_docs *d)
{
    for (size_t i = 1, end; i <= d->n_rows; i = end) {
        end = end_of(d, i);
        if (is_restated(d, i, end) && has_number(d, i))
            return true;
    }
    return false;
}

static tt_status find_all(struct found *f, tt_err *err)
{
    tt_docs *d = f->d;
    for (size_t i = 1, end; i <= d->n_rows; i = end) {
        end = end_of(d, i);
        if (!is_restated(d, i, end) || !has_number(d, i))
            continue;
        by_said(f, i, end);
        by_numbers(f, i, end);
    }
    if (!f->n)
        return TT_OK;
    TT_TRY(tell(f, err));
    TT_TRY(tt_docs_statements(d, f->by, f->why, err));
    drop_rows(f);
    drop_docs(f);
    return renew_headers(f, err);
}

tt_status tt_docs_versions(tt_docs *d, tt_err *err)
{
    if (d->status == TT_NOWHERE || !any_restated(d))
        return TT_OK;
    struct found f = {.d = d,
                      .by = tt_mem_zalloc(d->n_rows + 1, sizeof *f.by),
                      .why = tt_mem_zalloc(d->n_rows + 1, sizeof *f.why),
                      .touched = tt_mem_zalloc(d->n_docs + 1, sizeof *f.touched)};
    tt_status st = f.by && f.why && f.touched ? find_all(&f, err) : no_room(err);
    tt_mem_free(f.by);
    tt_mem_free(f.why);
    tt_mem_free(f.touched);
    return st;
}
