/*
 * case.c - opening, closing and settings of a case.
 */
#include "app/reference.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "tradetrace/version.h"

TT_PUBLIC const char *tt_version(void)
{
    return TT_VERSION_TEXT;
}

/* "." when the path has none. */
static tt_str folder_of(const char *path, tt_arena *a)
{
    size_t n = strlen(path);
    while (n > 0 && path[n - 1] != '/')
        n--;
    return tt_arena_str(a, n ? (tt_str){path, n} : TT_STR("."));
}

TT_PUBLIC tt_status tt_case_open(const char *path, tt_case_mode mode, const tt_talk *talk,
                                 tt_case **out, tt_err *err)
{
    static const tt_store_mode modes[] = {
        [TT_CASE_READ] = TT_STORE_READ,
        [TT_CASE_WRITE] = TT_STORE_WRITE,
        [TT_CASE_CREATE] = TT_STORE_CREATE,
    };
    *out = NULL;
    tt_case *c = tt_mem_zalloc(1, sizeof(*c));
    if (!c)
        return tt_fail(err, TT_ENOMEM, "no room for a case");
    if (talk)
        c->talk = *talk;
    c->threads = 1;
    tt_arena_init(&c->arena, 0);
    c->config = &c->wanted;
    c->folder = folder_of(path, &c->own);
    tt_status st = c->folder.p ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a case");
    if (st == TT_OK)
        st = tt_config_init(&c->wanted, err);
    if (st == TT_OK)
        st = tt_config_init(&c->analysed, err);
    if (st == TT_OK)
        st = tt_store_open(path, modes[mode], &c->talk, &c->store, err);
    if (st == TT_OK)
        st = tt_case_reference_load(c, err);
    if (st != TT_OK) {
        tt_case_close(c);
        return st;
    }
    *out = c;
    return TT_OK;
}

TT_PUBLIC void tt_case_close(tt_case *c)
{
    if (!c)
        return;
    tt_store_close(c->store);
    tt_arena_release(&c->arena);
    tt_arena_release(&c->own);
    tt_config_release(&c->wanted);
    tt_config_release(&c->analysed);
    tt_mem_free(c);
}

TT_PUBLIC void tt_case_threads(tt_case *c, unsigned threads)
{
    if (!threads) {
        long n = sysconf(_SC_NPROCESSORS_ONLN);
        threads = n > 0 ? (unsigned)n : 1;
    }
    c->threads = TT_MIN(threads, 64u);
}

void tt_case_forget(tt_case *c)
{
    c->have_data = c->have_entities = c->have_deals = c->have_graph = c->have_results = false;
    memset(&c->data, 0, sizeof(c->data));
    memset(&c->graph, 0, sizeof(c->graph));
    memset(&c->results, 0, sizeof(c->results));
    tt_arena_reset(&c->arena);
    c->config = &c->wanted;
}

TT_PUBLIC tt_status tt_case_configure(tt_case *c, const char *json, size_t n, tt_err *err)
{
    tt_case_forget(c);
    return tt_config_json(&c->wanted, (tt_str){json, n}, err);
}

TT_PUBLIC tt_status tt_case_set(tt_case *c, const char *name, const char *value, tt_err *err)
{
    tt_case_forget(c);
    return tt_config_set(&c->wanted, tt_str_of(name), tt_str_of(value), err);
}

TT_PUBLIC tt_status tt_config_print(tt_text_fn *fn, void *ctx, tt_err *err)
{
    tt_config c;
    tt_jw w;
    tt_jw_init(&w, NULL, false);
    tt_status st = tt_config_init(&c, err);
    if (st == TT_OK) {
        tt_config_write(&c, &w, true);
        st = tt_jw_end(&w, err);
    }
    if (st == TT_OK)
        st = fn(ctx, w.buf.p, w.buf.n, err);
    tt_jw_release(&w);
    tt_config_release(&c);
    return st;
}

struct relay {
    tt_status (*fn)(void *ctx, const tt_check *check, tt_err *err);
    void *ctx;
};

static tt_status relay_check(void *ctx, const tt_verify_line *l, tt_err *err)
{
    const struct relay *r = ctx;
    tt_check check = {l->what, l->ok, l->detail};
    return r->fn(r->ctx, &check, err);
}

TT_PUBLIC tt_status tt_case_verify(tt_case *c,
                                   tt_status (*fn)(void *ctx, const tt_check *check, tt_err *err),
                                   void *ctx, tt_err *err)
{
    struct relay r = {fn, ctx};
    return tt_store_verify(c->store, relay_check, &r, err);
}
