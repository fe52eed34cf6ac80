/*
 * decide.c - the decisions of a case: taken from a file, and written to one.
 */
#include "app/decide.h"

#include "base/csv.h"
#include "base/str.h"

enum { MAX_BYTES = 64 << 20 };

tt_status tt_case_load_parties(tt_case *c, tt_err *err)
{
    tt_stage_state st;
    TT_TRY(tt_case_load_documents(c, err));
    TT_TRY(tt_store_stage_get(c->store, "resolve", &st, err));
    if (c->have_entities || !st.ran)
        return TT_OK;
    TT_TRY(tt_store_entities_read(c->store, &c->data, err));
    c->have_entities = true;
    return TT_OK;
}

/* --- from a file --- */

static tt_str base_name(const char *path)
{
    tt_str s = tt_str_of(path);
    size_t n = s.n;
    while (n > 0 && s.p[n - 1] != '/')
        n--;
    return tt_str_sub(s, n, SIZE_MAX);
}

/* Who will look at it later asks by whom and when. */
static tt_status tell_unsigned(tt_decide *d, tt_err *err)
{
    unsigned long long n = 0;
    for (size_t i = 0; i < d->said.n; i++)
        n += !d->said.v[i].who.n || d->said.v[i].when.day == TT_NO_DATE ? 1 : 0;
    if (!n)
        return TT_OK;
    return tt_decide_tell(
        d, 0, -1, false,
        tt_arena_printf(&d->a, "decisions that do not say who decided and when: %llu", n), err);
}

static tt_status keep(tt_decide *d, const char *path, tt_str bytes, tt_err *err)
{
    tt_decision_file f = {.name = base_name(path)};
    TT_TRY(tt_sha256_of(bytes, &f.sha, err));
    TT_TRY(tt_store_begin(d->c->store, err));
    tt_status st = tt_store_decisions_write(d->c->store, &f, d->said.v, d->said.n, err);
    if (st == TT_OK)
        st = tt_store_commit(d->c->store, err);
    if (st != TT_OK)
        tt_store_rollback(d->c->store);
    return st;
}

static tt_status decide(tt_decide *d, const char *path, tt_str bytes, tt_err *err)
{
    TT_TRY(tt_decide_read(d, bytes, err));
    TT_TRY(tt_case_load_parties(d->c, err));
    TT_TRY(tt_decide_bind(d, err));
    if (d->sums.n_bad)
        return tt_fail(err, TT_EREJECTS, "%llu mistakes in the decisions: nothing was changed",
                       d->sums.n_bad);
    TT_TRY(tt_decide_contradict(d, err));
    TT_TRY(tell_unsigned(d, err));
    return keep(d, path, bytes, err);
}

TT_PUBLIC tt_status tt_case_decide(tt_case *c, const char *path,
                                   tt_status (*fn)(void *ctx, const tt_decide_note *n, tt_err *err),
                                   void *ctx, tt_decide_sums *sums, tt_err *err)
{
    tt_file file;
    tt_decide d = {.c = c, .fn = fn, .ctx = ctx};
    if (strcmp(path, "-") != 0 && !tt_file_exists(path))
        return tt_fail(err, TT_ENOTFOUND, "no such file: '%s'", path);
    TT_TRY(tt_file_open(path, MAX_BYTES, &file, err));
    tt_arena_init(&d.a, 0);
    tt_status st = decide(&d, path, file.bytes, err);
    *sums = d.sums;
    tt_vec_release(&d.said);
    tt_arena_release(&d.a);
    tt_file_close(&file);
    tt_case_forget(c); /* its pairs are others now */
    return st;
}
