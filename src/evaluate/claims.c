/* claims.c - findings and syndicates of a report.json. */
#include "evaluate/parts.h"

#include <math.h>

#include "base/file.h"
#include "base/str.h"
#include "base/vec.h"

TT_VEC(finding_vec, tt_claim_finding);
TT_VEC(member_vec, tt_claim_member);

struct reader {
    const tt_truth *t;
    tt_arena *a;
    tt_map syndicates; /* id: number */
    tt_map entities;   /* id: place in the order of the findings */
    tt_map strangers;  /* kind, file, number and line of documents that the truth does not know */
    tt_tx last_doc;
    finding_vec findings;
    member_vec members;
    tt_u32_vec docs;
    tt_str_vec ids;
};

static tt_status out_of_memory(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the findings of a report");
}

static tt_status wrong(const char *path, const char *what, tt_err *err)
{
    return tt_fail(err, TT_EFORMAT, "'%s' has no %s: is it a report.json?", path, what);
}

static int by_number(const void *a, const void *b, void *ctx)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

/* The document that is cited, in the truth or beside it; 0 when memory is out. */
static tt_tx document(struct reader *r, const tt_json *cited)
{
    const tt_json *source = tt_json_get(cited, "source");
    tt_str kind = tt_pick_str(cited, "kind"), number = tt_pick_str(cited, "number");
    double line = 0;
    bool added;
    (void)tt_pick_double(source, "line", &line);
    tt_tx doc = tt_truth_find(r->t, tt_kind_find(kind), (uint64_t)line, number);
    if (doc)
        return doc;
    const char *key = tt_arena_printf(r->a, "%.*s %.*s %.*s %llu", TT_STR_ARG(kind),
                                      TT_STR_ARG(tt_pick_str(source, "file")), TT_STR_ARG(number),
                                      (unsigned long long)line);
    if (!key || !tt_map_intern(&r->strangers, tt_str_of(key), r->last_doc + 1, &doc, &added))
        return 0;
    r->last_doc += added;
    return doc;
}

static tt_status
add_documents(struct reader *r, const tt_json *finding, tt_claim_finding *f, tt_err *err)
{
    const tt_json *list = tt_pick_list(finding, "documents");
    f->first_doc = (uint32_t)r->docs.n;
    for (const tt_json *d = list ? tt_json_first(list) : NULL; d; d = tt_json_next(d)) {
        if (!tt_kind_is_document(tt_kind_find(tt_pick_str(d, "kind"))))
            continue; /* a permit, a row of a list: the truth is about trade */
        tt_tx doc = document(r, d);
        if (!doc || !tt_vec_push(&r->docs, doc))
            return out_of_memory(err);
    }
    size_t n = r->docs.n - f->first_doc;
    if (n && !tt_sort(r->docs.v + f->first_doc, n, sizeof(uint32_t), by_number, NULL))
        return out_of_memory(err);
    size_t kept = f->first_doc;
    for (size_t i = f->first_doc; i < r->docs.n; i++)
        if (kept == f->first_doc || r->docs.v[kept - 1] != r->docs.v[i])
            r->docs.v[kept++] = r->docs.v[i];
    r->docs.n = kept;
    f->n_docs = (uint32_t)(kept - f->first_doc);
    return TT_OK;
}

static tt_status add_entities(struct reader *r, const tt_json *finding, tt_err *err)
{
    const tt_json *list = tt_pick_list(finding, "entities");
    for (const tt_json *e = list ? tt_json_first(list) : NULL; e; e = tt_json_next(e)) {
        tt_str id = tt_arena_str(r->a, tt_pick_str(e, "id"));
        uint32_t at;
        bool added;
        if (!id.p || !tt_map_intern(&r->entities, id, (uint32_t)r->ids.n, &at, &added) ||
            (added && !tt_vec_push(&r->ids, id)))
            return out_of_memory(err);
    }
    return TT_OK;
}

static tt_status add_finding(struct reader *r, const tt_json *node, tt_err *err)
{
    tt_claim_finding f = {.id = tt_arena_str(r->a, tt_pick_str(node, "id")),
                          .detector = tt_arena_str(r->a, tt_pick_str(node, "detector")),
                          .typology = tt_arena_str(r->a, tt_pick_str(node, "typology")),
                          .p_value = (double)NAN};
    tt_str syndicate = tt_pick_str(node, "syndicate");
    if (!f.id.p || !f.detector.p || !f.typology.p)
        return out_of_memory(err);
    (void)tt_pick_double(node, "weight", &f.weight);
    (void)tt_pick_double(node, "p_value", &f.p_value);
    if (syndicate.n) {
        uint32_t n = tt_map_find(&r->syndicates, syndicate);
        f.syndicate = n == TT_MAP_NONE ? 0 : n;
    }
    TT_TRY(add_documents(r, node, &f, err));
    TT_TRY(add_entities(r, node, err));
    return tt_vec_push(&r->findings, f) ? TT_OK : out_of_memory(err);
}

static tt_status add_syndicate(struct reader *r, const tt_json *s, uint32_t n, tt_err *err)
{
    const tt_json *list = tt_pick_list(s, "entities");
    if (!tt_map_put(&r->syndicates, tt_pick_str(s, "id"), n))
        return out_of_memory(err);
    for (const tt_json *e = list ? tt_json_first(list) : NULL; e; e = tt_json_next(e)) {
        tt_claim_member m = {n, tt_arena_str(r->a, tt_pick_str(e, "id"))};
        if (!m.entity.p || !tt_vec_push(&r->members, m))
            return out_of_memory(err);
    }
    return TT_OK;
}

/* Room in the arena for what was gathered, and what was gathered in it. */
static void *keep(tt_arena *a, const void *v, size_t n, size_t size)
{
    void *p = tt_arena_zalloc(a, n + 1, size);
    if (p && n)
        memcpy(p, v, n * size);
    return p;
}

static tt_status
read_report(struct reader *r, const tt_json *root, const char *path, tt_claims *out, tt_err *err)
{
    const tt_json *summary = tt_json_get(root, "summary");
    const tt_json *counts = summary ? tt_json_get(summary, "documents") : NULL;
    const tt_json *syndicates = tt_pick_list(root, "syndicates"),
                  *findings = tt_pick_list(root, "findings");
    if (!counts || !syndicates || !findings)
        return wrong(path, !counts ? "summary of documents" : "findings and syndicates", err);
    for (const tt_json *c = tt_json_first(counts); c; c = tt_json_next(c)) {
        double n = 0;
        (void)tt_json_double(c, &n);
        out->n_documents += (uint64_t)n;
    }
    for (const tt_json *s = tt_json_first(syndicates); s; s = tt_json_next(s))
        TT_TRY(add_syndicate(r, s, (uint32_t)++out->n_syndicates, err));
    for (const tt_json *f = tt_json_first(findings); f; f = tt_json_next(f))
        TT_TRY(add_finding(r, f, err));
    out->n_findings = r->findings.n;
    out->last_doc = r->last_doc;
    out->n_members = r->members.n;
    out->n_entities = r->ids.n;
    out->findings = keep(r->a, r->findings.v, r->findings.n, sizeof(*r->findings.v));
    out->docs = keep(r->a, r->docs.v, r->docs.n, sizeof(*r->docs.v));
    out->entities = keep(r->a, r->ids.v, r->ids.n, sizeof(*r->ids.v));
    out->members = keep(r->a, r->members.v, r->members.n, sizeof(*r->members.v));
    return out->findings && out->docs && out->entities && out->members ? TT_OK : out_of_memory(err);
}

tt_status
tt_claims_read(const char *path, const tt_truth *t, tt_arena *a, tt_claims *out, tt_err *err)
{
    struct reader r = {.t = t, .a = a, .last_doc = t->n_docs};
    tt_file f;
    tt_json *root = NULL;
    tt_err why = {0};
    *out = (tt_claims){0};
    TT_TRY(tt_file_open(path, 0, &f, err));
    tt_map_init(&r.syndicates);
    tt_map_init(&r.strangers);
    tt_map_init(&r.entities);
    tt_status st = tt_json_parse(f.bytes, &root, &why);
    st = st == TT_OK ? read_report(&r, root, path, out, err)
                     : tt_fail(err, st, "'%s': %s", path, why.text);
    tt_json_free(root);
    tt_file_close(&f);
    tt_map_release(&r.syndicates);
    tt_map_release(&r.strangers);
    tt_vec_release(&r.findings);
    tt_vec_release(&r.members);
    tt_map_release(&r.entities);
    tt_vec_release(&r.docs);
    tt_vec_release(&r.ids);
    return st;
}
