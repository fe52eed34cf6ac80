/*
 * simulate_case.c - made-up trade: settings as text, and what was written as one line.
 */
#include "base/arena.h"
#include "base/num.h"
#include "base/str.h"
#include "simulate/simulate.h"
#include "tradetrace/simulate.h"

static tt_status share_of(const char *name, const char *text, uint32_t *out, tt_err *err)
{
    int64_t v = 0;
    if (!text)
        return TT_OK;
    if (!tt_parse_dec(tt_str_of(text), 6, &v, NULL) || v < 0 || v > UINT32_MAX / 2)
        return tt_fail(err, TT_EUSAGE, "--%s must be a number from 0, not '%s'", name, text);
    *out = (uint32_t)v;
    return TT_OK;
}

static tt_status
count_of(const char *name, const char *text, uint64_t most, uint64_t *out, tt_err *err)
{
    if (!text)
        return TT_OK;
    if (!tt_parse_u64(tt_str_of(text), out) || *out > most)
        return tt_fail(err, TT_EUSAGE, "--%s must be a whole number, not '%s'", name, text);
    return TT_OK;
}

static tt_status tell(const sim_tally *t, tt_text_fn *fn, void *ctx, tt_err *err)
{
    tt_arena a;
    tt_arena_init(&a, 0);
    const char *text = tt_arena_printf(
        &a,
        "%llu invoices, %llu shipments, %llu declarations, %llu payments of %llu parties; %llu of "
        "them planted, %llu honest and alike\n",
        (unsigned long long)t->invoices, (unsigned long long)t->shipments,
        (unsigned long long)t->declarations, (unsigned long long)t->payments,
        (unsigned long long)t->firms, (unsigned long long)t->planted,
        (unsigned long long)t->look_alikes);
    tt_status st =
        text ? fn(ctx, text, strlen(text), err) : tt_fail(err, TT_ENOMEM, "no room for a sentence");
    tt_arena_release(&a);
    return st;
}

TT_PUBLIC tt_status tt_simulate(const tt_simulate_spec *spec, const char *folder, tt_text_fn *fn,
                                void *ctx, tt_err *err)
{
    sim_spec s;
    sim_tally tally;
    TT_TRY(sim_spec_init(spec->scenario, &s, err));
    uint64_t syndicates = s.syndicates;
    TT_TRY(count_of("seed", spec->seed, UINT64_MAX, &s.seed, err));
    TT_TRY(count_of("syndicates", spec->syndicates, 1000000, &syndicates, err));
    TT_TRY(share_of("prevalence", spec->prevalence, &s.prevalence, err));
    TT_TRY(share_of("coverage", spec->coverage, &s.coverage, err));
    TT_TRY(share_of("noise", spec->noise, &s.noise, err));
    s.syndicates = (uint32_t)syndicates;
    if (spec->documents)
        s.documents = spec->documents;
    TT_TRY(sim_run(&s, folder, &tally, err));
    return fn ? tell(&tally, fn, ctx, err) : TT_OK;
}

TT_PUBLIC void
tt_scenarios_each(void (*fn)(void *ctx, const char *name, const char *what), void *ctx)
{
    sim_scenarios(fn, ctx);
}
