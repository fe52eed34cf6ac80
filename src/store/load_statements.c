/*
 * load_statements.c - what documents said before they were stated anew.
 *
 * Each statement becomes a document of its own, from its own rows and by the same rules as others,
 * and is kept beside the documents: it counts nowhere.  Which rows are of which statement is
 * decided in load_versions.c.
 */
#include "store/load_docs.h"

/* A row of a statement; statements are numbered from 0 over all documents. */
struct part {
    size_t row;
    uint32_t said;
    uint32_t at;
};
TT_VEC(part_vec, struct part);

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the statements of documents");
}

static const tt_line *line_at(const tt_docs *d, size_t i)
{
    return tt_docs_row(d, i);
}

/* A row that was taken back by a later statement, or is of the last.  What was said in another year
 * is of neither. */
static bool is_part(const uint32_t *by, const uint8_t *why, size_t i, uint32_t said, uint32_t last)
{
    return by[i] ? why[i] == TT_REPLACED_VERSION : said == last;
}

/* The rows of a document that was stated anew; none of others. */
static tt_status take(const tt_docs *d, const uint32_t *by, const uint8_t *why, size_t from,
                      size_t end, part_vec *out, tt_err *err)
{
    size_t anew = 0, last = 0;
    for (size_t i = from; i < end; i++) {
        anew += by[i] && why[i] == TT_REPLACED_VERSION;
        if (!by[i] &&
            (!last || tt_docs_cmp_said(d->l, line_at(d, i)->said, line_at(d, last)->said) > 0))
            last = i;
    }
    for (size_t i = from; anew && last && i < end; i++) {
        uint32_t said = line_at(d, i)->said;
        if (is_part(by, why, i, said, line_at(d, last)->said) &&
            !tt_vec_push(out, ((struct part){i, said, 0})))
            return no_room(err);
    }
    return TT_OK;
}

static int by_statement(const void *a, const void *b, void *ctx)
{
    const struct part *x = a, *y = b;
    const tt_docs *d = ctx;
    tt_ix p = *tt_docs_doc(d, x->row), q = *tt_docs_doc(d, y->row);
    if (p != q)
        return p < q ? -1 : 1;
    int c = tt_docs_cmp_said(d->l, x->said, y->said);
    return c ? c : (x->row > y->row) - (x->row < y->row);
}

/* Number the statements, which begin where document or version change. */
static uint32_t count(const tt_docs *d, part_vec *v)
{
    uint32_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        const struct part *x = &v->v[i], *before = i ? x - 1 : x;
        n += !i || *tt_docs_doc(d, x->row) != *tt_docs_doc(d, before->row) ||
             tt_docs_cmp_said(d->l, x->said, before->said) != 0;
        v->v[i].at = n - 1;
    }
    return n;
}

/* Headers of statements lie behind those of documents while they are read. */
static tt_status blank(tt_docs *d, const part_vec *v, uint32_t n, tt_err *err)
{
    if (d->n_docs + n >= UINT32_MAX ||
        !tt_vec_room(&d->docs, &d->cap_docs, d->n_docs, n, d->lay->doc_size) ||
        !tt_vec_room(&d->giver, &d->cap_giver, d->n_docs, n, d->n_slots * sizeof *d->giver))
        return no_room(err);
    for (size_t i = 0; i < v->n; i++) {
        const tt_head *of = tt_docs_at(d, *tt_docs_doc(d, v->v[i].row));
        tt_head *h = tt_docs_at(d, d->n_docs + v->v[i].at);
        h->id = of->id;
        tt_docs_blank(d, d->n_docs + v->v[i].at);
    }
    return TT_OK;
}

static tt_status read_headers(tt_docs *d, const part_vec *v, const tt_hashmap *rows, tt_err *err)
{
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
            TT_TRY(tt_docs_header(d, &row, (uint32_t)v->v[i].row, (tt_ix)(d->n_docs + v->v[i].at),
                                  err));
    }
}

static tt_status headers(tt_docs *d, const part_vec *v, tt_err *err)
{
    tt_hashmap rows;
    tt_hashmap_init(&rows, true);
    tt_status st = tt_hashmap_reserve(&rows, v->n) ? TT_OK : no_room(err);
    for (size_t i = 0; st == TT_OK && i < v->n; i++)
        tt_hashmap_put(&rows, tt_docs_hash(d, v->v[i].row), (uint32_t)i);
    if (st == TT_OK)
        st = read_headers(d, v, &rows, err);
    tt_hashmap_release(&rows);
    return st;
}

static int by_document(const void *a, const void *b, void *ctx)
{
    const tt_statement *x = a, *y = b;
    TT_UNUSED(ctx);
    int c = tt_hash_cmp(x->doc, y->doc);
    return c ? c : (x->n > y->n) - (x->n < y->n);
}

/* Put the statements behind those of other kinds. */
static tt_status keep(tt_docs *d, const part_vec *v, uint32_t n, tt_err *err)
{
    tt_data *to = d->l->d;
    size_t size = d->lay->doc_size;
    tt_statement *all = tt_new_n(d->l->a, tt_statement, to->n_statements + n + 1);
    tt_line *lines = tt_new_n(d->l->a, tt_line, v->n);
    char *heads = tt_arena_zalloc(d->l->a, n, size);
    if (!all || !lines || !heads)
        return no_room(err);
    if (to->n_statements)
        memcpy(all + 1, to->statements + 1, to->n_statements * sizeof *all);
    tt_statement *mine = all + 1 + to->n_statements;
    memcpy(heads, tt_docs_at(d, d->n_docs), n * size);
    for (size_t i = 0; i < v->n; i++) {
        const struct part *x = &v->v[i];
        tt_statement *s = &mine[x->at];
        tt_head *h = (tt_head *)(void *)(heads + x->at * size);
        lines[i] = *line_at(d, x->row);
        if (!s->head) {
            bool next = x->at && tt_hash_cmp(h->id, s[-1].doc) == 0;
            *s = (tt_statement){.kind = d->kind, .doc = h->id, .head = h, .lines = &lines[i]};
            s->n = next ? s[-1].n + 1 : 1;
            s->draft = tt_docs_said_of(d->l, x->said, &s->version);
            h->n_lines = 0;
        }
        h->n_lines++;
    }
    if (!tt_sort(mine, n, sizeof *mine, by_document, NULL))
        return no_room(err);
    to->statements = all;
    to->n_statements += n;
    return TT_OK;
}

static tt_status statements(tt_docs *d, part_vec *v, tt_err *err)
{
    if (!tt_sort(v->v, v->n, sizeof *v->v, by_statement, d))
        return no_room(err);
    uint32_t n = count(d, v);
    TT_TRY(blank(d, v, n, err));
    TT_TRY(headers(d, v, err));
    return keep(d, v, n, err);
}

tt_status tt_docs_statements(tt_docs *d, const uint32_t *by, const uint8_t *why, tt_err *err)
{
    part_vec v = {0};
    tt_status st = TT_OK;
    for (size_t i = 1, end; st == TT_OK && i <= d->n_rows; i = end) {
        for (end = i + 1; end <= d->n_rows && *tt_docs_doc(d, end) == *tt_docs_doc(d, i); end++)
            ;
        st = take(d, by, why, i, end, &v, err);
    }
    if (st == TT_OK && v.n)
        st = statements(d, &v, err);
    tt_vec_release(&v);
    return st;
}
