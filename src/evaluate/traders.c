/* traders.c - entities as one who inspects them meets them, against who is in planted events. */
#include "evaluate/parts.h"

#include <math.h>

tt_status tt_judge_traders(const tt_truth *t, const tt_tx *who, size_t n, const uint8_t *named,
                           tt_arena *a, tt_evaluation *out, tt_err *err)
{
    uint8_t *planted = tt_new_n(a, uint8_t, t->n_entities + (size_t)1);
    uint8_t *seen = tt_new_n(a, uint8_t, t->n_entities + (size_t)1);
    uint8_t *hit = tt_new_n(a, uint8_t, n + 1);
    size_t met = 0;
    if (!planted || !seen || !hit)
        return tt_fail(err, TT_ENOMEM, "no room for the evaluation of entities");
    for (tt_tx e = 1; e <= t->n_events; e++)
        for (uint32_t k = 0;
             t->events[e].planted && t->events[e].n_docs && k < t->events[e].n_parties; k++)
            planted[t->event_parties[t->events[e].first_party + k]] = 1;
    for (tt_tx i = 1; i <= t->n_entities; i++) {
        out->n_traders += named[i];
        out->n_planted_traders += named[i] && planted[i];
    }
    for (size_t i = 0; i < n; i++) {
        if (who[i] && seen[who[i]])
            continue;
        seen[who[i]] = 1;
        hit[met++] = who[i] && planted[who[i]];
    }
    size_t all = (size_t)out->n_planted_traders;
    out->entity_ap = tt_average_precision(hit, met, all);
    for (size_t b = 0; b < TT_EV_BUDGETS; b++) {
        size_t k = TT_MIN((size_t)ceil(tt_ev_budgets[b] * (double)out->n_traders), met);
        out->entity_precision[b] = tt_precision_at(hit, met, k);
        out->entity_recall[b] = tt_share_of(out->entity_precision[b].k, all);
    }
    return tt_average_precision_range(hit, met, all, t->seed, TT_EV_ROUNDS, a, &out->entity_ap_low,
                                      &out->entity_ap_high, err);
}
