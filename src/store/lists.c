/*
 * lists.c - the editions of the lists with which identifiers were checked: the setting "id_lists",
 * "countries SHA-256 hs SHA-256 ...", one after the other with "; " between them.
 *
 * A program with other lists may say something else of the same text, so verify makes the checks
 * again only when all of them were made with the lists that it has.
 */
#include "store/impl.h"

#include "base/str.h"
#include "refdata/refdata.h"
#include "store/store.h"

#define KEY "id_lists"

/* What tt_id_check looks into. */
static const char *const lists[] = {"countries", "hs", "hs_chapters", "locodes"};

static void add_edition(tt_buf *b)
{
    size_t n;
    const tt_refdata_table *t = tt_refdata_tables(&n);
    const char *sep = "";
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < TT_LEN(lists); k++)
            if (strcmp(t[i].name, lists[k]) == 0) {
                tt_buf_addf(b, "%s%s %s", sep, t[i].name, t[i].sha256);
                sep = " ";
            }
}

/* What the case says, and whether it has sources: those of a case that says nothing were checked
 * with lists that nobody wrote down. */
static tt_status read_case(tt_store *s, tt_arena *a, tt_str *said, bool *sources, tt_err *err)
{
    int64_t last;
    TT_TRY(tt_store_setting_get(s, KEY, a, said, err));
    TT_TRY(tt_db_int(s, TT_Q_SOURCE_LAST, &last, err));
    *sources = last > 0;
    return TT_OK;
}

static tt_status note(tt_store *s, tt_buf *b, tt_str said, bool sources, tt_err *err)
{
    add_edition(b);
    TT_TRY(tt_buf_status(b, err));
    if (tt_str_find(said, tt_buf_str(b), 0) != SIZE_MAX)
        return TT_OK;
    if (said.n || sources) {
        tt_buf_reset(b);
        tt_buf_add(b, said.n ? said : TT_STR("not known"));
        tt_buf_add_z(b, "; ");
        add_edition(b);
        TT_TRY(tt_buf_status(b, err));
    }
    return tt_store_setting_put(s, KEY, tt_buf_str(b), err);
}

tt_status tt_lists_note(tt_store *s, tt_err *err)
{
    tt_arena a;
    tt_buf b;
    tt_str said;
    bool sources;
    if (s->has_lists)
        return TT_OK;
    tt_arena_init(&a, 0);
    tt_buf_init(&b, 0);
    tt_status st = read_case(s, &a, &said, &sources, err);
    if (st == TT_OK)
        st = note(s, &b, said, sources, err);
    tt_buf_release(&b);
    tt_arena_release(&a);
    s->has_lists = st == TT_OK;
    return st;
}

tt_status tt_lists_are_ours(tt_store *s, bool *ours, tt_err *err)
{
    tt_arena a;
    tt_buf b;
    tt_str said;
    bool sources = false;
    tt_arena_init(&a, 0);
    tt_buf_init(&b, 0);
    add_edition(&b);
    tt_status st = tt_buf_status(&b, err);
    if (st == TT_OK)
        st = read_case(s, &a, &said, &sources, err);
    *ours = st == TT_OK && (!sources || tt_str_eq(said, tt_buf_str(&b)));
    tt_buf_release(&b);
    tt_arena_release(&a);
    return st;
}
