/* hs_words.c - see hs_words.h. */
#include "detect/common/hs_words.h"

#include "base/map.h"
#include "base/num.h"
#include "base/str.h"
#include "base/vec.h"
#include "detect/common/deals.h"
#include "refdata/fold.h"

#include <math.h>

/* --- what stands where --- */

struct tt_hs_cell {
    uint32_t mark, chapter;
    uint32_t headings, heading; /* of the table; the first */
    uint32_t relations;
};

/* a = 0: a heading b of the table.  of_party: a is the party, b how many relations. */
struct tt_hs_use {
    uint32_t mark, chapter;
    uint32_t a, b;
};
TT_VEC(use_vec, struct tt_hs_use);
TT_VEC(cell_vec, struct tt_hs_cell);
TT_VEC(char_vec, char);

struct build {
    tt_map marks, said;
    char_vec letters;
    tt_u64_vec from; /* of marks: where their letters begin; 0 is none */
    use_vec uses, of_party;
    cell_vec cells;
    tt_text_marks m;
};

static int use_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct tt_hs_use *x = pa, *y = pb;
    TT_UNUSED(ctx);
    if (x->mark != y->mark)
        return x->mark < y->mark ? -1 : 1;
    if (x->chapter != y->chapter)
        return x->chapter < y->chapter ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* The number of a mark, new or old; false when memory is out. */
static bool intern(struct build *b, tt_str mark, uint32_t *id)
{
    bool added;
    if (!tt_map_intern(&b->marks, mark, (uint32_t)b->from.n, id, &added))
        return false;
    if (!added)
        return true;
    if (!tt_vec_push(&b->from, b->letters.n) || !tt_vec_reserve(&b->letters, mark.n))
        return false;
    memcpy(b->letters.v + b->letters.n, mark.p, mark.n);
    b->letters.n += mark.n;
    return true;
}

static bool add_line(struct build *b, tt_str text, unsigned chapter, tt_ix one, tt_ix two)
{
    tt_text_marks_of(text, &b->m);
    for (size_t i = 0; i < b->m.n; i++) {
        uint32_t id;
        if (!intern(b, b->m.v[i].folded, &id))
            return false;
        if (chapter && !tt_vec_push(&b->uses, ((struct tt_hs_use){id, chapter, one, two})))
            return false;
    }
    return true;
}

/* Of the table only what the texts of the case have is kept. */
static bool add_name(struct build *b, tt_str text, uint32_t heading)
{
    tt_text_marks_of(text, &b->m);
    for (size_t i = 0; i < b->m.n; i++) {
        uint32_t id = tt_map_find(&b->marks, b->m.v[i].folded);
        if (id != TT_MAP_NONE &&
            !tt_vec_push(&b->uses, ((struct tt_hs_use){id, heading / 100, 0, heading})))
            return false;
    }
    return true;
}

static bool add_table(struct build *b)
{
    size_t n;
    const tt_hs_name *names = tt_hs_names(&n);
    for (size_t i = 0; i < n; i++) {
        tt_str rest = tt_str_of(names[i].words), part = {0};
        if (!add_name(b, tt_str_of(names[i].title), names[i].heading))
            return false;
        while (tt_str_split(&rest, '|', &part))
            if (!add_name(b, part, names[i].heading))
                return false;
    }
    return true;
}

/* True when the same relation has said the same before. */
static bool
is_said(struct build *b, uint32_t text, unsigned chapter, tt_ix one, tt_ix two, bool *ok)
{
    const uint32_t key[] = {text, chapter, one, two};
    uint32_t found;
    bool added = false;
    *ok = tt_map_intern(&b->said, (tt_str){(const char *)key, sizeof key}, 1, &found, &added);
    return !added;
}

/* Lines without a code or without two parties say only that their words are in the case. */
static bool
add_lines(struct build *b, const tt_data *d, const tt_line_texts *texts, tt_kind kind, size_t n)
{
    const tt_line *lines = tt_data_lines(d, kind);
    for (tt_ix i = 1; i <= n; i++) {
        const tt_line *l = &lines[i];
        tt_ix one = tt_data_entity(d, tt_data_role(d, kind, l->doc, 1));
        tt_ix two = tt_data_entity(d, tt_data_role(d, kind, l->doc, 2));
        bool counts = one && two && tt_hs_known(l->hs, 2), ok = true;
        unsigned chapter = counts ? tt_hs_chapter(l->hs) : 0;
        tt_ix low = counts ? TT_MIN(one, two) : 0, high = counts ? TT_MAX(one, two) : 0;
        if (!l->description.n)
            continue;
        if (!is_said(b, texts->of[kind][i], chapter, low, high, &ok))
            ok = ok && add_line(b, l->description, chapter, low, high);
        if (!ok)
            return false;
    }
    return true;
}

/* Each use once; for each mark and chapter a cell; for each party how often. */
static bool count(struct build *b)
{
    size_t kept = 0;
    if (!tt_sort(b->uses.v, b->uses.n, sizeof *b->uses.v, use_cmp, NULL))
        return false;
    for (size_t i = 0; i < b->uses.n; i++) {
        const struct tt_hs_use u = b->uses.v[i];
        if (i && use_cmp(&u, &b->uses.v[i - 1], NULL) == 0)
            continue;
        struct tt_hs_cell *c = b->cells.n ? &b->cells.v[b->cells.n - 1] : NULL;
        if (!c || c->mark != u.mark || c->chapter != u.chapter) {
            if (!tt_vec_push(&b->cells, ((struct tt_hs_cell){u.mark, u.chapter, 0, 0, 0})))
                return false;
            c = &b->cells.v[b->cells.n - 1];
        }
        if (!u.a) {
            c->heading = c->headings++ ? c->heading : u.b;
            continue;
        }
        c->relations++;
        b->uses.v[kept++] = u; /* kept <= i, and the one before i is compared as it was or kept */
        if (!tt_vec_push(&b->of_party, ((struct tt_hs_use){u.mark, u.chapter, u.a, 1})) ||
            (u.b != u.a &&
             !tt_vec_push(&b->of_party, ((struct tt_hs_use){u.mark, u.chapter, u.b, 1}))))
            return false;
    }
    b->uses.n = kept;
    return tt_sort(b->of_party.v, b->of_party.n, sizeof *b->of_party.v, use_cmp, NULL);
}

/* Runs of one party become one element with their number. */
static void fold_parties(use_vec *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        struct tt_hs_use *last = n ? &v->v[n - 1] : NULL;
        if (last && last->mark == v->v[i].mark && last->chapter == v->v[i].chapter &&
            last->a == v->v[i].a)
            last->b++;
        else
            v->v[n++] = v->v[i];
    }
    v->n = n;
}

static int text_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_str *text = ctx;
    return tt_str_cmp(text[*(const uint32_t *)pa], text[*(const uint32_t *)pb]);
}

static void *keep(tt_arena *a, const void *v, size_t n, size_t size)
{
    void *out = tt_arena_zalloc(a, n + 1, size);
    if (out && n)
        memcpy(out, v, n * size);
    return out;
}

static bool hand_over(struct build *b, tt_arena *a, tt_hs_words *out)
{
    const char *letters = keep(a, b->letters.v, b->letters.n, 1);
    size_t n = b->from.n - 1;
    out->n_marks = n;
    out->mark = tt_new_n(a, tt_str, n + 1);
    out->cells = keep(a, b->cells.v, b->cells.n, sizeof *b->cells.v);
    out->uses = keep(a, b->uses.v, out->n_uses = b->uses.n, sizeof *b->uses.v);
    out->of_party = keep(a, b->of_party.v, out->n_of_party = b->of_party.n, sizeof *b->of_party.v);
    out->by_text = tt_new_n(a, uint32_t, n + 1);
    out->first = tt_new_n(a, uint32_t, n + 2);
    if (!letters || !out->mark || !out->cells || !out->uses || !out->of_party || !out->by_text ||
        !out->first)
        return false;
    for (size_t i = 0; i < b->cells.n; i++)
        out->first[b->cells.v[i].mark + 1]++;
    for (size_t i = 1; i <= n; i++) {
        size_t to = i < n ? b->from.v[i + 1] : b->letters.n;
        out->mark[i] = (tt_str){letters + b->from.v[i], to - b->from.v[i]};
        out->first[i + 1] += out->first[i];
        out->by_text[i - 1] = (uint32_t)i;
    }
    return tt_sort(out->by_text, n, sizeof *out->by_text, text_cmp, out->mark);
}

tt_status tt_hs_words_build(const tt_data *d, const tt_line_texts *texts, tt_arena *a,
                            tt_hs_words *out, tt_err *err)
{
    struct build b = {.m = {.n = 0}};
    *out = (tt_hs_words){.d = d};
    bool ok = tt_vec_push(&b.from, 0) &&
              add_lines(&b, d, texts, TT_KIND_INVOICE, d->n_invoice_lines) &&
              add_lines(&b, d, texts, TT_KIND_DECLARATION, d->n_declaration_lines) &&
              add_lines(&b, d, texts, TT_KIND_SHIPMENT, d->n_shipment_lines) && add_table(&b) &&
              count(&b);
    if (ok) {
        fold_parties(&b.of_party);
        ok = hand_over(&b, a, out);
    }
    tt_map_release(&b.marks);
    tt_map_release(&b.said);
    tt_vec_release(&b.letters);
    tt_vec_release(&b.from);
    tt_vec_release(&b.uses);
    tt_vec_release(&b.of_party);
    tt_vec_release(&b.cells);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for the words of goods");
}

/* --- asking --- */

/* 0 when the mark is in no text. */
static uint32_t find_mark(const tt_hs_words *w, tt_str text)
{
    size_t low = 0, high = w->n_marks;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = tt_str_cmp(w->mark[w->by_text[mid]], text);
        if (c == 0)
            return w->by_text[mid];
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

/* The first use that is not below; compare as many members as are given. */
static const struct tt_hs_use *
find_use(const struct tt_hs_use *v, size_t n, const struct tt_hs_cell *c, tt_ix a, tt_ix b)
{
    const struct tt_hs_use want = {c->mark, c->chapter, a, b};
    size_t low = 0, high = n;
    TT_BISECT(size_t, low, high, mid, use_cmp(&v[mid], &want, NULL) < 0);
    bool here = low < n && v[low].mark == c->mark && v[low].chapter == c->chapter && v[low].a == a;
    return here && (!b || v[low].b == b) ? &v[low] : NULL;
}

/* Relations of a cell that one of two parties is in. */
static uint32_t own_relations(const tt_hs_words *w, const struct tt_hs_cell *c, tt_ix a, tt_ix b)
{
    const struct tt_hs_use *one = a ? find_use(w->of_party, w->n_of_party, c, a, 0) : NULL;
    const struct tt_hs_use *two =
        b && b != a ? find_use(w->of_party, w->n_of_party, c, b, 0) : NULL;
    const struct tt_hs_use *both =
        one && two ? find_use(w->uses, w->n_uses, c, TT_MIN(a, b), TT_MAX(a, b)) : NULL;
    return (one ? one->b : 0) + (two ? two->b : 0) - (both ? 1 : 0);
}

/* What one mark says. */
struct says {
    double q[TT_HS_CHAPTERS + 1], s;
    uint32_t others[TT_HS_CHAPTERS + 1], self[TT_HS_CHAPTERS + 1], all;
    uint16_t heading[TT_HS_CHAPTERS + 1];
};

static bool ask(const tt_hs_words *w, const tt_hs_weigh *weigh, uint32_t mark, tt_ix a, tt_ix b,
                struct says *out)
{
    const struct tt_hs_cell *from = w->cells + w->first[mark], *to = w->cells + w->first[mark + 1];
    double headings = 0;
    *out = (struct says){.all = 0};
    for (const struct tt_hs_cell *c = from; c < to; c++) {
        out->self[c->chapter] = c->relations ? own_relations(w, c, a, b) : 0;
        out->others[c->chapter] = c->relations - out->self[c->chapter];
        out->heading[c->chapter] = (uint16_t)c->heading;
        out->all += out->others[c->chapter];
        headings += c->headings;
        out->q[c->chapter] = c->headings;
    }
    if (!(headings > 0) && (double)out->all < weigh->relations)
        return false;
    double n = (double)out->all + (headings > 0 ? weigh->table : 0) + 1;
    double never = 1.0 / TT_HS_CHAPTERS / n; /* q of chapters that nobody has it under */
    double entropy = -(double)(TT_HS_CHAPTERS - (to - from)) * never * log(never);
    for (unsigned c = 1; c <= TT_HS_CHAPTERS; c++) {
        double table = headings > 0 ? weigh->table * out->q[c] / headings : 0;
        out->q[c] = ((double)out->others[c] + table) / n + never;
    }
    for (const struct tt_hs_cell *c = from; c < to; c++)
        entropy -= out->q[c->chapter] * log(out->q[c->chapter]);
    out->s = TT_MAX(0, 1 - entropy / log(TT_HS_CHAPTERS));
    return true;
}

bool tt_hs_words_fit(const tt_hs_words *w, const tt_hs_weigh *weigh, tt_str text, unsigned chapter,
                     tt_ix a, tt_ix b, tt_hs_fit *out)
{
    tt_text_marks m;
    struct says x;
    double share[TT_HS_CHAPTERS + 1] = {0}, sum = 0;
    *out = (tt_hs_fit){.chapter = 0};
    tt_text_marks_of(text, &m);
    for (size_t i = 0; i < m.n; i++) {
        uint32_t mark = find_mark(w, m.v[i].folded);
        if (!mark || !ask(w, weigh, mark, a, b, &x))
            continue;
        sum += x.s;
        for (unsigned c = 1; c <= TT_HS_CHAPTERS; c++)
            share[c] += x.s * x.q[c];
    }
    if (!(sum > 0) || chapter > TT_HS_CHAPTERS)
        return false;
    for (unsigned c = 1; c <= TT_HS_CHAPTERS; c++)
        if (tt_round9(share[c] / sum) > out->best) {
            out->best = tt_round9(share[c] / sum);
            out->chapter = c;
        }
    out->own = tt_round9(share[chapter] / sum);
    return true;
}

void tt_hs_words_why(const tt_hs_words *w, const tt_hs_weigh *weigh, tt_str text, unsigned chapter,
                     tt_ix a, tt_ix b, tt_hs_fit *fit)
{
    tt_text_marks m;
    struct says x;
    double most = 0;
    tt_text_marks_of(text, &m);
    for (size_t i = 0; i < m.n; i++) {
        uint32_t mark = find_mark(w, m.v[i].folded);
        if (!mark || !ask(w, weigh, mark, a, b, &x))
            continue;
        double tells = tt_round9(x.s * (x.q[fit->chapter] - x.q[chapter]));
        if (tells <= most)
            continue;
        most = tells;
        fit->word = m.v[i].found;
        fit->heading = x.heading[fit->chapter];
        fit->others = x.all;
        fit->others_best = x.others[fit->chapter];
        fit->others_own = x.others[chapter];
        fit->self_best = x.self[fit->chapter];
    }
}

double
tt_hs_words_tell(const tt_hs_words *w, const tt_hs_weigh *weigh, tt_str folded, tt_ix a, tt_ix b)
{
    struct says x;
    uint32_t mark = find_mark(w, folded);
    return mark && ask(w, weigh, mark, a, b, &x) ? tt_round9(x.s) : -1;
}
