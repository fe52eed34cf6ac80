/* motifs.c - see motifs.h. */
#include "detect/common/motifs.h"

tt_status
tt_motifs_begin(tt_motifs *x, const tt_detect_in *in, const tt_motif_kind *kind, tt_err *err)
{
    *x = (tt_motifs){.in = in, .kind = kind, .flows = &in->shared->flows};
    TT_TRY(tt_motif_owners(in, tt_motifs_param(x, TT_MOTIF_OWNER_DF), &x->owned, err));
    return kind->hubs ? tt_flows_hubs(x->flows, in->param[kind->hubs], in->scratch, &x->hub, err)
                      : TT_OK;
}

double tt_motifs_param(const tt_motifs *x, unsigned row)
{
    return x->in->param[x->kind->params + row];
}

/* Of so many of a finding, those that it does not list. */
static uint64_t beyond(size_t n)
{
    return n > TT_MOTIF_CITED ? n - TT_MOTIF_CITED : 0;
}

tt_status tt_motifs_tell(tt_motifs *x, const tt_motif_how *how, const void *run, const void *find,
                         double p, tt_findings *out, tt_err *err)
{
    const tt_motif_limits limits = {
        .small_value = tt_motifs_param(x, TT_MOTIF_SMALL_VALUE),
        .explained = tt_motifs_param(x, TT_MOTIF_EXPLAINED),
        .most = tt_motifs_param(x, TT_MOTIF_MAX_WEIGHT),
    };
    tt_motif m;
    if (p > tt_motifs_param(x, TT_MOTIF_MAX_P))
        return TT_OK;
    tt_motif_begin(&m, x->in, x->owned);
    how->collect(run, &m, find);
    if (tt_motif_is_group(&m)) {
        bool failed = m.w.failed;
        tt_motif_count_one(&x->groups, m.amount);
        tt_motif_drop(&m);
        return failed ? tt_fail(err, TT_ENOMEM, "no memory for a find") : TT_OK;
    }
    how->tell(run, &m, find);
    x->docs_left += beyond(m.entry.n);
    x->parties_left += beyond(m.party.n);
    return tt_motif_add(&m, p, &limits, out, err);
}

static tt_status note_left(const tt_motifs *x, const char *what, uint64_t n, const char *of,
                           tt_findings *out, tt_err *err)
{
    const char *about = tt_arena_printf(x->in->scratch, "%s: %s", x->kind->id, what);
    if (!about)
        return tt_fail(err, TT_ENOMEM, "no memory for a note on completeness");
    return tt_note(x->in->data, out, x->in->scratch, about, "200 of a finding", n, of, TT_NO_NUM,
                   "counted in the measures, not listed", err);
}

tt_status tt_motifs_end(const tt_motifs *x, const tt_effort *e, const tt_cut_words *words,
                        tt_findings *out, tt_err *err)
{
    const tt_ledger *l = &x->flows->ledger;
    TT_TRY(tt_motif_note_groups(x->in, x->kind->id, x->kind->of, x->groups, out, err));
    TT_TRY(note_left(x, "documents cited", x->docs_left, "payment", out, err));
    TT_TRY(note_left(x, "parties named", x->parties_left, "party", out, err));
    return e ? tt_cuts_tell(x->in, words, e, l->src, l->dst, l->n, out, err) : TT_OK;
}

const char *
tt_motifs_limit(const tt_motifs *x, double root, double all, const char *visits, const char *start)
{
    return tt_arena_printf(x->in->scratch, "%llu %s tried from one %s, %llu in all",
                           (unsigned long long)root, visits, start, (unsigned long long)all);
}
