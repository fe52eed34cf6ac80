/*
 * findings.c - copies of what detectors say, and the identity of a finding.
 *
 * A finding is checked at the door: without a document nobody could look it up, without a test
 * nobody could doubt it.
 */
#include "detect/findings.h"

#include "base/str.h"

#include <math.h>

void tt_findings_init(tt_findings *fs, const tt_data *d)
{
    *fs = (tt_findings){.data = d};
    tt_arena_init(&fs->arena, 0);
}

void tt_findings_release(tt_findings *fs)
{
    if (!fs)
        return;
    tt_vec_release(&fs->found);
    tt_vec_release(&fs->limits);
    tt_arena_release(&fs->arena);
}

/* --- copies --- */

/* A copier that fails once and then does nothing: one check at the end. */
struct copier {
    tt_arena *a;
    bool failed;
};

static const char *text(struct copier *c, const char *s)
{
    if (!s || c->failed)
        return NULL;
    tt_str copy = tt_arena_str(c->a, tt_str_of(s));
    c->failed |= copy.p == NULL;
    return copy.p;
}

static void *array(struct copier *c, const void *from, size_t n, size_t size)
{
    void *to = c->failed ? NULL : tt_arena_zalloc(c->a, n, size);
    if (to && n)
        memcpy(to, from, n * size);
    c->failed |= to == NULL;
    return to;
}

static int ref_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_ref *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->doc != b->doc)
        return a->doc < b->doc ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

/* Sorted by (kind, document, line), each once. */
static void documents(struct copier *c, const tt_finding *f, tt_finding *out)
{
    tt_ref *v = array(c, f->documents, f->n_documents, sizeof *v);
    if (c->failed || !tt_sort(v, f->n_documents, sizeof *v, ref_cmp, NULL)) {
        c->failed = true;
        return;
    }
    size_t n = 0;
    for (size_t i = 0; i < f->n_documents; i++)
        if (n == 0 || ref_cmp(&v[n - 1], &v[i], NULL) != 0)
            v[n++] = v[i];
    out->documents = v;
    out->n_documents = n;
}

/* In the detector's order, each (entity, role) once. */
static void entities(struct copier *c, const tt_finding *f, tt_finding *out)
{
    tt_finding_entity *v = array(c, f->entities, f->n_entities, sizeof *v);
    if (c->failed)
        return;
    size_t n = 0;
    for (size_t i = 0; i < f->n_entities; i++) {
        bool seen = false;
        for (size_t k = 0; k < n && !seen; k++)
            seen = v[k].entity == v[i].entity && strcmp(v[k].role, v[i].role) == 0;
        if (!seen)
            v[n++] = v[i];
    }
    for (size_t i = 0; i < n; i++)
        v[i].role = text(c, v[i].role);
    out->entities = v;
    out->n_entities = n;
}

static void measures(struct copier *c, const tt_finding *f, tt_finding *out)
{
    tt_measure *v = array(c, f->measures, f->n_measures, sizeof *v);
    for (size_t i = 0; !c->failed && i < f->n_measures; i++) {
        v[i].name = text(c, v[i].name);
        v[i].unit = text(c, v[i].unit);
    }
    out->measures = v;
}

static void tests(struct copier *c, const tt_finding *f, tt_finding *out)
{
    tt_test *v = array(c, f->tests, f->n_tests, sizeof *v);
    for (size_t i = 0; !c->failed && i < f->n_tests; i++) {
        v[i].test = text(c, v[i].test);
        v[i].detail = text(c, v[i].detail);
    }
    out->tests = v;
}

tt_status tt_finding_copy(const tt_finding *f, tt_arena *a, tt_finding *out, tt_err *err)
{
    struct copier c = {.a = a};
    tt_finding g = *f;
    g.title = text(&c, f->title);
    g.explanation = text(&c, f->explanation);
    documents(&c, f, &g);
    entities(&c, f, &g);
    measures(&c, f, &g);
    tests(&c, f, &g);
    const char **steps = array(&c, f->next_steps, f->n_next_steps, sizeof *steps);
    for (size_t i = 0; !c.failed && i < f->n_next_steps; i++)
        steps[i] = text(&c, steps[i]);
    g.next_steps = steps;
    if (f->key.n && !c.failed) {
        g.key = tt_arena_str(a, f->key);
        c.failed = g.key.p == NULL;
    }
    if (c.failed)
        return tt_fail(err, TT_ENOMEM, "no memory for a finding");
    *out = g;
    return TT_OK;
}

tt_status
tt_completeness_copy(const tt_completeness *from, tt_arena *a, tt_completeness *out, tt_err *err)
{
    struct copier c = {.a = a};
    tt_completeness g = {text(&c, from->what), text(&c, from->limit), text(&c, from->reached),
                         text(&c, from->effect)};
    if (c.failed)
        return tt_fail(err, TT_ENOMEM, "no memory for a note on completeness");
    *out = g;
    return TT_OK;
}

static int text_cmp(const char *a, const char *b)
{
    return tt_str_cmp(tt_str_of(a ? a : ""), tt_str_of(b ? b : ""));
}

int tt_completeness_cmp(const tt_completeness *a, const tt_completeness *b)
{
    int c = text_cmp(a->what, b->what);
    if (c == 0)
        c = text_cmp(a->limit, b->limit);
    if (c == 0)
        c = text_cmp(a->reached, b->reached);
    return c ? c : text_cmp(a->effect, b->effect);
}

/* --- adding --- */

static bool whole(const tt_data *d, const tt_finding *f)
{
    if (!f->n_documents || !f->n_entities || !f->n_tests || !f->title || !f->explanation ||
        !isfinite(f->weight) || f->value_shift.minor < 0)
        return false;
    for (size_t i = 0; i < f->n_documents; i++)
        if (f->documents[i].doc == 0 ||
            f->documents[i].doc > tt_data_n_cited(d, f->documents[i].kind))
            return false;
    for (size_t i = 0; i < f->n_entities; i++)
        if (f->entities[i].entity == 0 || f->entities[i].entity > d->n_entities ||
            !f->entities[i].role)
            return false;
    return true;
}

tt_status tt_findings_add(tt_findings *out, const tt_finding *f, tt_err *err)
{
    tt_finding g;
    if (!whole(out->data, f))
        return tt_fail(err, TT_EINTERNAL, "a finding without documents, entities or tests");
    TT_TRY(tt_finding_copy(f, &out->arena, &g, err));
    g.weight = tt_round9(g.weight);
    return tt_vec_push(&out->found, g) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for a finding");
}

tt_status tt_findings_limit(tt_findings *out, const tt_completeness *c, tt_err *err)
{
    tt_completeness g;
    TT_TRY(tt_completeness_copy(c, &out->arena, &g, err));
    return tt_vec_push(&out->limits, g)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for a note on completeness");
}

/* --- identity --- */

struct part {
    tt_hash id;
    tt_hash row;      /* of a document's line */
    const char *role; /* of an entity */
};

static int part_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct part *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = tt_hash_cmp(a->id, b->id);
    if (c == 0)
        c = tt_hash_cmp(a->row, b->row);
    return c ? c : text_cmp(a->role, b->role);
}

static tt_hash row_of(const tt_data *d, tt_ref r)
{
    static const tt_hash none;
    if (r.line == 0)
        return none;
    switch (r.kind) {
    case TT_KIND_INVOICE:
        return d->invoice_lines[r.line].row;
    case TT_KIND_SHIPMENT:
        return d->shipment_lines[r.line].row;
    case TT_KIND_DECLARATION:
        return d->declaration_lines[r.line].row;
    case TT_KIND_PAYMENT:
        return d->payment_rows[r.line].row;
    default:
        return none;
    }
}

static void add_parts(tt_hasher *h, const struct part *v, size_t n)
{
    tt_hasher_add_i64(h, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        tt_hasher_add(h, v[i].id.b, sizeof v[i].id.b);
        tt_hasher_add(h, v[i].row.b, sizeof v[i].row.b);
        tt_hasher_add_str(h, tt_str_of(v[i].role ? v[i].role : ""));
    }
}

tt_status tt_finding_id(const tt_data *d, const char *detector, const tt_finding *f,
                        tt_arena *scratch, tt_hash *out, tt_err *err)
{
    struct part *who = tt_new_n(scratch, struct part, f->n_entities);
    struct part *what = tt_new_n(scratch, struct part, f->n_documents);
    tt_hasher h;
    if (!who || !what)
        return tt_fail(err, TT_ENOMEM, "no memory for the identity of a finding");
    for (size_t i = 0; i < f->n_entities; i++)
        who[i] =
            (struct part){.id = d->entities[f->entities[i].entity].id, .role = f->entities[i].role};
    for (size_t i = 0; i < f->n_documents; i++)
        what[i] =
            (struct part){.id = tt_data_cited(d, f->documents[i].kind, f->documents[i].doc).id,
                          .row = row_of(d, f->documents[i])};
    if (!tt_sort(who, f->n_entities, sizeof *who, part_cmp, NULL) ||
        !tt_sort(what, f->n_documents, sizeof *what, part_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for the identity of a finding");
    TT_TRY(tt_hasher_init(&h, err));
    tt_hasher_add_str(&h, tt_str_of(detector));
    if (f->key.n) {
        tt_hasher_add_str(&h, f->key);
    } else {
        add_parts(&h, who, f->n_entities);
        add_parts(&h, what, f->n_documents);
    }
    *out = tt_hasher_final_hash(&h);
    tt_hasher_release(&h);
    return TT_OK;
}
