/* same_goods.c - see same_goods.h. */
#include "detect/common/same_goods.h"

#include "detect/common/shared.h"

enum why { COMPARED, UNLIKE, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_same_goods_way *way;
    double usual;
    tt_couple *v; /* of all kinds, by deal */
    size_t n;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

static int by_deal(const void *pa, const void *pb, void *ctx)
{
    const tt_couple *a = pa, *b = pb;
    TT_UNUSED(ctx);
    return (a->deal > b->deal) - (a->deal < b->deal); /* stable: the order of kinds within */
}

static tt_status couples(struct state *s, tt_err *err)
{
    tt_couple_vec all = {0};
    tt_status st = TT_OK;
    bool ok = true;
    for (size_t k = 0; k < s->way->n_kinds && st == TT_OK; k++) {
        tt_couple *v;
        size_t n = 0;
        st = tt_couples_of(s->in->data, s->way->kinds[k][0], s->way->kinds[k][1], s->in->scratch,
                           &v, &n, err);
        for (size_t i = 0; i < n && ok && st == TT_OK; i++)
            ok = tt_vec_push(&all, v[i]);
    }
    s->n = all.n;
    s->v = tt_new_n(s->in->scratch, tt_couple, all.n + 1);
    ok = ok && s->v && tt_sort(all.v, all.n, sizeof *all.v, by_deal, NULL);
    if (ok && all.n)
        memcpy(s->v, all.v, all.n * sizeof *all.v);
    tt_vec_release(&all);
    return st != TT_OK || ok ? st : tt_fail(err, TT_ENOMEM, "no memory for goods");
}

static tt_status deal(struct state *s, const tt_couple *v, size_t n, tt_err *err)
{
    const tt_data *d = s->in->data;
    tt_trial t = {.at = v->deal, .gap = s->usual, .lr = 0};
    for (size_t i = 0; i < n; i++) {
        const tt_line *a = tt_ref_line(d, v[i].a), *b = tt_ref_line(d, v[i].b);
        double lr = a && b ? s->way->judge(s->in, a, b) : 0;
        if (lr <= 0) {
            tt_tally_add(&s->why[UNLIKE], TT_NO_NUM);
            continue;
        }
        if (lr <= t.lr)
            continue;
        int64_t value = tt_books_value(&s->in->shared->books, v[i].b.kind, v[i].b.doc);
        t.seller = tt_data_entity(d, tt_data_role(d, v[i].b.kind, v[i].b.doc, 1));
        t.buyer = tt_data_entity(d, tt_data_role(d, v[i].b.kind, v[i].b.doc, 2));
        t.lr = t.off = lr;
        t.own = &v[i];
        t.shift = value == TT_NO_NUM ? 0 : value;
    }
    t.side = t.lr > 1;
    return t.own && t.seller && t.buyer ? tt_trials_add(&s->trials, t, err) : TT_OK;
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const tt_couple *c = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, c->a.kind, c->a.doc, c->a.line);
    tt_draft_document(w, c->b.kind, c->b.doc, c->b.line);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    const struct state *s = ctx;
    w->f.direction = TT_SHIFT_NONE;
    w->f.value_shift.minor = 0;
    tt_draft_money(w, "value_of_documents", r->shift);
    tt_relation_say(w, r, s->way->text, s->way->say(s->in, w, r->top->own));
}

static tt_status relations(struct state *s, unsigned first, tt_findings *out, tt_err *err)
{
    const tt_tally_row rows[] = {
        {UNLIKE, s->way->unlike, "line", "not compared", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such differences are usual in these data", NULL},
    };
    const tt_trial_words say = {.roles = {"seller", "buyer"},
                                .first = first,
                                .expect = "what is assumed of honest trade",
                                .cite = cite,
                                .tell = tell};
    TT_TRY(couples(s, err));
    for (size_t i = 0, next; i < s->n; i = next) {
        for (next = i + 1; next < s->n && s->v[next].deal == s->v[i].deal;)
            next++;
        TT_TRY(deal(s, &s->v[i], next - i, err));
    }
    if (!s->trials.n) /* data that never say it: the detector does not apply */
        s->why[UNLIKE].n = 0;
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, s->way->id, s->why, rows, TT_LEN(rows), out, err);
}

tt_status tt_same_goods_run(const tt_detect_in *in, const tt_same_goods_way *way, unsigned usual,
                            unsigned first, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .way = way, .usual = in->param[usual]};
    tt_status st = relations(&s, first, out, err);
    tt_vec_release(&s.trials);
    return st;
}
