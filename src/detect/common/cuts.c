/* cuts.c - see cuts.h. */
#include "detect/common/cuts.h"

#include "detect/common/motif.h"
#include "graph/component.h"

enum { TOLD = 3 };

/* One component, or several. */
struct part {
    uint32_t id;    /* its smallest member */
    uint32_t party; /* where most starts were cut */
    uint32_t parties, components;
    uint64_t visits, starts, cut;
};

static int most_cut(const void *a, const void *b, void *ctx)
{
    const struct part *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->cut != y->cut)
        return x->cut > y->cut ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static void add(struct part *to, const struct part *p)
{
    to->components++;
    to->parties += p->parties;
    to->visits += p->visits;
    to->starts += p->starts;
    to->cut += p->cut;
}

/* The components in which something was cut, the worst first; parts has n_entities + 1 places. */
static bool
gather(const tt_effort *e, const uint32_t *component, struct part *part, uint32_t *n_parts)
{
    uint32_t n = 0;
    for (uint32_t v = 1; v <= e->n_entities; v++) {
        struct part *p = &part[component[v]];
        const struct part one = {.parties = 1,
                                 .visits = e->visits_at[v],
                                 .starts = e->starts_at[v],
                                 .cut = e->cut_at[v]};
        if (!p->party || e->cut_at[v] > e->cut_at[p->party])
            p->party = v;
        p->id = component[v];
        add(p, &one);
    }
    for (uint32_t c = 1; c <= e->n_entities; c++)
        if (part[c].cut)
            part[n++] = part[c];
    *n_parts = n;
    return tt_sort(part, n, sizeof *part, most_cut, NULL);
}

static tt_status tell(const tt_detect_in *in, const tt_cut_words *words, const struct part *p,
                      bool others, tt_findings *out, tt_err *err)
{
    tt_draft w;
    tt_draft_begin(&w, in->data, in->scratch);
    const char *where = others
                            ? tt_say(&w, "%s", tt_say_count(&w, p->components, "other component"))
                            : tt_say(&w, "the component of %s, which has %u parties",
                                     tt_say_party(&w, p->party), p->parties);
    const char *reached =
        tt_say(&w, "%llu of %s cut in %s, after %s tried", (unsigned long long)p->cut,
               tt_say_count(&w, p->starts, words->start), where,
               tt_say_count(&w, p->visits, words->visit));
    const tt_completeness note = {tt_say(&w, "%s: search", words->id), words->limit, reached,
                                  words->effect};
    bool failed = w.failed || !words->limit;
    tt_draft_release(&w);
    return failed ? tt_fail(err, TT_ENOMEM, "no memory for a note on completeness")
                  : tt_findings_limit(out, &note, err);
}

static tt_status tell_all(const tt_detect_in *in, const tt_cut_words *words,
                          const struct part *part, uint32_t n, tt_findings *out, tt_err *err)
{
    struct part others = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (i < TOLD)
            TT_TRY(tell(in, words, &part[i], false, out, err));
        else
            add(&others, &part[i]);
    }
    return others.components ? tell(in, words, &others, true, out, err) : TT_OK;
}

tt_status
tt_cuts_tell(const tt_detect_in *in, const tt_cut_words *words, const tt_effort *e,
             const uint32_t *src, const uint32_t *dst, uint32_t n, tt_findings *out, tt_err *err)
{
    if (!e->cut)
        return TT_OK;
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    uint32_t *component, n_parts = 0;
    tt_status st = tt_components_find(e->n_entities, src, dst, n, &tmp, &component, err);
    struct part *part = tt_new_n(&tmp, struct part, (size_t)e->n_entities + 1);
    if (st == TT_OK && (!part || !gather(e, component, part, &n_parts)))
        st = tt_fail(err, TT_ENOMEM, "no memory for a note on completeness");
    if (st == TT_OK)
        st = tell_all(in, words, part, n_parts, out, err);
    tt_arena_release(&tmp);
    return st;
}
