/* refs.c - see refs.h. */
#include "detect/common/refs.h"

#include "base/str.h"
#include "base/vec.h"

TT_VEC(naming_vec, tt_naming);

struct index {
    const tt_data *d;
    tt_kind kind, to;
    tt_map numbers; /* to the newest document of a number */
    tt_ix *next;    /* the one before it with the number */
    naming_vec v;
};

size_t tt_ref_text(tt_str s, char out[TT_REF_TEXT])
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!tt_ascii_is_alnum(s.p[i]))
            continue;
        if (n == TT_REF_TEXT)
            return 0;
        out[n++] = tt_ascii_upper(s.p[i]);
    }
    return n;
}

static bool one(const tt_data *d, tt_ix a, tt_ix b)
{
    tt_ix x = tt_data_entity(d, a);
    return x && x == tt_data_entity(d, b);
}

static bool fits(const struct index *x, tt_ix doc, tt_ix to)
{
    const tt_data *d = x->d;
    if (x->kind == TT_KIND_INVOICE)
        return one(d, d->invoices[doc].seller, d->shipments[to].shipper) ||
               one(d, d->invoices[doc].buyer, d->shipments[to].consignee);
    return one(d, d->payments[doc].payee, d->invoices[to].seller);
}

static tt_status index_numbers(struct index *x, tt_arena *a, tt_err *err)
{
    size_t n = tt_data_n_docs(x->d, x->to);
    x->next = tt_new_n(a, tt_ix, n + 1);
    if (!x->next)
        return tt_fail(err, TT_ENOMEM, "no memory for numbers");
    for (tt_ix i = 1; i <= n; i++) {
        char text[TT_REF_TEXT];
        size_t m = tt_ref_text(tt_data_head(x->d, x->to, i)->number, text);
        uint32_t before = m ? tt_map_find(&x->numbers, (tt_str){text, m}) : TT_MAP_NONE;
        x->next[i] = before == TT_MAP_NONE ? 0 : before;
        if (m && !tt_map_put(&x->numbers, (tt_str){text, m}, i))
            return tt_fail(err, TT_ENOMEM, "no memory for numbers");
    }
    return TT_OK;
}

/* The one document with this number whose parties fit; 0: none, or several. */
static tt_ix find(const struct index *x, tt_ix doc, tt_str number)
{
    char text[TT_REF_TEXT];
    size_t m = tt_ref_text(number, text);
    uint32_t at = m ? tt_map_find(&x->numbers, (tt_str){text, m}) : TT_MAP_NONE;
    tt_ix found = 0;
    for (tt_ix i = at == TT_MAP_NONE ? 0 : at; i; i = x->next[i]) {
        if (!fits(x, doc, i))
            continue;
        if (found)
            return 0;
        found = i;
    }
    return found;
}

static bool put(struct index *x, tt_ix doc, tt_ix to)
{
    for (size_t i = x->v.n; i-- > 0 && x->v.v[i].doc == doc;)
        if (x->v.v[i].to == to)
            return true;
    return tt_vec_push(&x->v, ((tt_naming){doc, to, 0}));
}

static tt_str separated(tt_str *rest)
{
    size_t n = 0;
    while (n < rest->n && !memchr(",;/| ", rest->p[n], 5))
        n++;
    tt_str word = tt_str_sub(*rest, 0, n);
    *rest = tt_str_sub(*rest, n < rest->n ? n + 1 : n, SIZE_MAX);
    return word;
}

static bool invoice(struct index *x, tt_ix i)
{
    tt_str text = x->d->invoices[i].transport_document;
    tt_ix whole = find(x, i, text); /* a number may hold what separates */
    if (whole)
        return put(x, i, whole);
    while (text.n) {
        tt_ix to = find(x, i, separated(&text));
        if (to && !put(x, i, to))
            return false;
    }
    return true;
}

static bool payment(struct index *x, tt_ix i)
{
    const tt_head *h = &x->d->payments[i].head;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        tt_ix to = find(x, i, x->d->payment_rows[k].invoice_number);
        if (to && !put(x, i, to))
            return false;
    }
    return true;
}

/* Seller and buyer of the invoice of a naming. */
static void parties(const tt_data *d, const tt_naming *n, bool is_invoice, tt_ix out[2])
{
    const tt_invoice *inv = &d->invoices[is_invoice ? n->doc : n->to];
    out[0] = tt_data_entity(d, inv->seller);
    out[1] = tt_data_entity(d, inv->buyer);
}

static int naming_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_naming *a = pa, *b = pb;
    const struct index *x = ctx;
    tt_ix of_a[2], of_b[2];
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    parties(x->d, a, x->kind == TT_KIND_INVOICE, of_a);
    parties(x->d, b, x->kind == TT_KIND_INVOICE, of_b);
    for (size_t i = 0; i < 2; i++)
        if (of_a[i] != of_b[i])
            return of_a[i] < of_b[i] ? -1 : 1;
    return (a->doc > b->doc) - (a->doc < b->doc);
}

static tt_status collect(struct index *x, tt_arena *a, tt_naming **out, size_t *n, tt_err *err)
{
    bool ok = true;
    TT_TRY(index_numbers(x, a, err));
    for (tt_ix i = 1; ok && i <= tt_data_n_docs(x->d, x->kind); i++) {
        size_t first = x->v.n;
        ok = x->kind == TT_KIND_INVOICE ? invoice(x, i) : payment(x, i);
        for (size_t k = first; k < x->v.n; k++)
            x->v.v[k].names = (uint32_t)(x->v.n - first);
    }
    *n = x->v.n;
    *out = tt_new_n(a, tt_naming, *n + 1);
    if (!ok || !*out || !tt_sort(x->v.v, *n, sizeof **out, naming_cmp, x))
        return tt_fail(err, TT_ENOMEM, "no memory for numbers");
    if (*n)
        memcpy(*out, x->v.v, *n * sizeof **out);
    return TT_OK;
}

tt_status tt_namings_of(const tt_data *d, tt_kind kind, tt_kind to, tt_arena *a, tt_naming **out,
                        size_t *n, tt_err *err)
{
    struct index x = {.d = d, .kind = kind, .to = to};
    tt_map_init(&x.numbers);
    tt_status st = collect(&x, a, out, n, err);
    tt_map_release(&x.numbers);
    tt_vec_release(&x.v);
    return st;
}

size_t tt_namings_end(const tt_data *d, const tt_naming *v, size_t n, size_t i)
{
    size_t next = i + 1;
    tt_ix first[2], other[2];
    parties(d, &v[i], true, first);
    while (next < n && v[next].to == v[i].to) {
        parties(d, &v[next], true, other);
        if (first[0] != other[0] || first[1] != other[1])
            break;
        next++;
    }
    return next;
}

tt_status tt_numbers_of(const tt_data *d, tt_kind kind, tt_map *out, tt_err *err)
{
    size_t n = tt_data_n_docs(d, kind);
    for (tt_ix i = 1; i <= n; i++) {
        char text[TT_REF_TEXT];
        size_t m = tt_ref_text(tt_data_head(d, kind, i)->number, text);
        if (m && !tt_map_put(out, (tt_str){text, m}, i))
            return tt_fail(err, TT_ENOMEM, "no memory for numbers");
    }
    return TT_OK;
}

/* The next word, without marks at its ends; empty: none is left. */
static tt_str next_word(tt_str *rest)
{
    size_t from = 0, to;
    while (from < rest->n && !tt_ascii_is_alnum(rest->p[from]))
        from++;
    for (to = from; to < rest->n && !memchr(",; ", rest->p[to], 3);)
        to++;
    tt_str word = tt_str_sub(*rest, from, to - from);
    *rest = tt_str_sub(*rest, to, SIZE_MAX);
    while (word.n && !tt_ascii_is_alnum(word.p[word.n - 1]))
        word.n--;
    return word;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A word by letters and digits. */
struct word {
    size_t n;
    char text[TT_REF_TEXT];
};

/* The same letters in the same places, and one digit more or less. */
static bool written_alike(const struct word *a, const struct word *b)
{
    size_t i = 0, k = 0;
    if (a->n > b->n + 1 || b->n > a->n + 1)
        return false;
    while (i < a->n && k < b->n) {
        bool digit = is_digit(a->text[i]);
        if (digit != is_digit(b->text[k]) || (!digit && a->text[i] != b->text[k]))
            return false;
        do
            i++;
        while (digit && i < a->n && is_digit(a->text[i]));
        do
            k++;
        while (digit && k < b->n && is_digit(b->text[k]));
    }
    return i == a->n && k == b->n;
}

static bool has_digit(const struct word *x)
{
    size_t i = 0;
    while (i < x->n && !is_digit(x->text[i]))
        i++;
    return i < x->n;
}

static bool is_number(const tt_map *numbers, const struct word *x)
{
    return x->n && tt_map_find(numbers, (tt_str){x->text, x->n}) != TT_MAP_NONE;
}

tt_named tt_named_in(const tt_map *numbers, tt_str text)
{
    tt_named out = {0};
    struct word sample = {0}, x;
    tt_str rest = text, word;
    x.n = tt_ref_text(text, x.text);
    if (is_number(numbers, &x)) /* a number may hold what separates */
        return (tt_named){.known = 1};
    while ((word = next_word(&rest)).n) {
        x.n = tt_ref_text(word, x.text);
        if (is_number(numbers, &x)) {
            sample = x;
            out.known++;
        } else {
            out.others += has_digit(&x);
        }
    }
    rest = text;
    while (sample.n && (word = next_word(&rest)).n) {
        x.n = tt_ref_text(word, x.text);
        out.missing += x.n && !is_number(numbers, &x) && written_alike(&x, &sample);
    }
    return out;
}
