/*
 * each.c - rows as records again, for showing them.
 */
#include "store/impl.h"

#include "base/str.h"

/* One statement for each role: the texts of all have to be there at the same time. */
static const tt_query mention_of_role[TT_MAX_ROLES] = {TT_Q_MENTION_ROLE_1, TT_Q_MENTION_ROLE_2,
                                                       TT_Q_MENTION_ROLE_3, TT_Q_MENTION_ROLE_4};

static tt_status fill_mentions(tt_store *s, tt_row *row, tt_q open[TT_MAX_ROLES], tt_err *err)
{
    tt_str part[TT_PART_COUNT];
    tt_hash fp;
    bool found;
    for (unsigned i = 0; i < TT_MAX_ROLES; i++) {
        if (!row->mention[i])
            continue;
        TT_TRY(tt_q_open(s, mention_of_role[i], &open[i], err));
        tt_q_int(&open[i], row->mention[i]);
        TT_TRY(tt_q_next(&open[i], &found, err));
        if (!found)
            return tt_fail(err, TT_EDB, "case file: mention %lld is missing",
                           (long long)row->mention[i]);
        (void)tt_q_get_int(&open[i]);
        tt_mention_read(&open[i], &fp, part);
        tt_row_mention(row, i + 1, part);
    }
    return TT_OK;
}

static int number_field(tt_kind kind)
{
    const tt_kind_info *info = tt_kind_get(kind);
    for (size_t i = 0; i < info->n_fields; i++)
        if (info->fields[i].flags & TT_FF_NUMBER)
            return (int)i;
    return -1;
}

tt_status tt_store_each_row(tt_store *s, tt_kind kind, tt_str number,
                            tt_status (*fn)(void *ctx, int64_t source, tt_hash row,
                                            const tt_record *r, tt_err *err),
                            void *ctx, tt_err *err)
{
    tt_q q;
    tt_row row = {0};
    bool more = true;
    if (!tt_kind_get(kind) || (number.p && number_field(kind) < 0))
        return tt_fail(err, TT_EINTERNAL, "rows of a kind that has no such number");
    int field = number_field(kind);
    TT_TRY(tt_store_flush(s, err));
    TT_TRY(tt_q_open(s, tt_row_query[kind].all, &q, err));
    tt_status st = TT_OK;
    while (st == TT_OK) {
        tt_q mentions[TT_MAX_ROLES] = {{0}};
        st = tt_q_next(&q, &more, err);
        if (st != TT_OK || !more)
            break;
        st = tt_row_read(&q, kind, &row, err);
        if (st == TT_OK && number.p && !tt_str_eq(row.r.v[field].text, number))
            continue;
        if (st == TT_OK)
            st = fill_mentions(s, &row, mentions, err);
        if (st == TT_OK)
            st = fn(ctx, row.source, row.hash, &row.r, err);
        for (unsigned i = 0; i < TT_MAX_ROLES; i++)
            tt_q_close(&mentions[i]);
    }
    tt_q_close(&q);
    return st;
}
