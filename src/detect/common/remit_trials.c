/* remit_trials.c - see remit_trials.h. */
#include "detect/common/remit_trials.h"

#include "detect/common/deals.h"
#include "detect/common/goods.h"

#include <math.h>

static tt_status ask_all(const tt_detect_in *in, const tt_remit_question *q, void *ctx,
                         tt_trial_vec *v, tt_tally *left_out, tt_err *err)
{
    for (tt_ix i = 1; i <= in->data->n_payments; i++) {
        tt_remit r = tt_remit_of(in, i);
        if (r.why != TT_REMIT_SEEN) {
            tt_tally_add(&left_out[r.why], r.value);
            continue;
        }
        tt_trial t = {.seller = r.payee,
                      .buyer = r.payer,
                      .at = i,
                      .off = tt_round9(log(tt_remit_major(in, &r))),
                      .shift = r.value};
        TT_TRY(q->ask(ctx, &r, &t, err));
        if (t.lr > 0)
            TT_TRY(tt_trials_add(v, t, err));
    }
    return TT_OK;
}

tt_status tt_remits_ask(const tt_detect_in *in, const tt_remit_question *q, void *ctx,
                        tt_tally *why, size_t weak, tt_findings *out, tt_err *err)
{
    tt_tally left_out[TT_REMIT_WHYS] = {{0}};
    tt_trial_vec v = {0};
    tt_status st = ask_all(in, q, ctx, &v, left_out, err);
    if (st == TT_OK)
        st = tt_trials_judge(in, &v, &q->words, ctx, &why[weak], out, err);
    tt_vec_release(&v);
    TT_TRY(st);
    const char *what = tt_arena_printf(in->scratch, "%s: payments", q->id);
    if (!what)
        return tt_fail(err, TT_ENOMEM, "no memory for a note");
    TT_TRY(tt_remits_tell(in, what, left_out, out, err));
    return tt_tally_tell(in, q->id, why, q->rows, q->n_rows, out, err);
}

void tt_remit_cite(tt_draft *w, tt_ix payment)
{
    tt_draft_document(w, TT_KIND_PAYMENT, payment, 0);
    tt_deal_cite(w, tt_deal_of(w->data, TT_KIND_PAYMENT, payment), TT_KINDS(INVOICE), TT_HS_NONE,
                 false);
}
