/*
 * calendar.c - the world goes day by day; what is to be done on a day is done in the order in which
 * it was put down.
 */
#include "simulate/parts.h"

/* Banks keep their weekends. */
static bool is_banks(sim_what what)
{
    return what == SIM_DO_PAY || what == SIM_DO_PAY_COPY || what == SIM_DO_FINANCE ||
           what == SIM_DO_TRANSFER;
}

void sim_at(sim_world *w, tt_date day, sim_what what, sim_ix of, uint32_t part)
{
    tt_date born = w->first - SIM_WARM_UP;
    day = TT_MAX(day, TT_MAX(w->today, born));
    int weekday = (int)((day + 3) % 7); /* 0 is Monday */
    if (is_banks(what) && weekday >= 5)
        day += 7 - weekday;
    if (day > w->last)
        return;
    uint32_t at = (uint32_t)(day - born);
    sim_task t = {.what = (uint8_t)what, .part = (uint8_t)part, .of = of};
    if (!tt_vec_push(&w->tasks, t)) {
        w->failed = true;
        return;
    }
    uint32_t made = (uint32_t)w->tasks.n - 1;
    if (w->day_tail[at])
        w->tasks.v[w->day_tail[at]].next = made;
    else
        w->day_head[at] = made;
    w->day_tail[at] = made;
}

static void perform(sim_world *w, sim_task t)
{
    switch ((sim_what)t.what) {
    case SIM_DO_ORDER:
        sim_do_order(w, t.of);
        break;
    case SIM_DO_PLANNED:
        sim_do_planned(w, t.of);
        break;
    case SIM_DO_INVOICE:
        sim_write_invoice(w, t.of, false);
        sim_after_invoice(w, t.of);
        break;
    case SIM_DO_COPY:
        sim_write_invoice(w, t.of, true);
        break;
    case SIM_DO_CREDIT:
        sim_write_credit(w, t.of);
        break;
    case SIM_DO_SHIP:
        sim_write_shipment(w, t.of, t.part);
        break;
    case SIM_DO_EXPORT:
    case SIM_DO_IMPORT:
        sim_write_declaration(w, t.of, t.part, t.what == SIM_DO_IMPORT);
        break;
    case SIM_DO_PAY:
        sim_do_pay(w, t.of, t.part);
        break;
    case SIM_DO_PAY_COPY:
        sim_write_copy_payment(w, t.of);
        break;
    case SIM_DO_FINANCE:
        sim_write_finance(w, t.of, t.part);
        break;
    case SIM_DO_TRANSFER:
        sim_write_transfer(w, t.of);
        break;
    case SIM_DO_PARCEL:
        sim_do_parcel(w, t.of);
        break;
    }
}

tt_status sim_go(sim_world *w, tt_err *err)
{
    for (uint32_t i = 0; i < w->n_days; i++) {
        w->today = w->first - SIM_WARM_UP + (tt_date)i;
        for (uint32_t t = w->day_head[i]; t && !w->failed; t = w->tasks.v[t].next)
            perform(w, w->tasks.v[t]);
        TT_TRY(sim_world_ok(w, err));
        TT_TRY(sim_flush_day(w, err));
        tt_arena_reset(w->daily);
    }
    sim_note_forgotten(w);
    return TT_OK;
}
