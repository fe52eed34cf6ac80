/*
 * explain.c - why, and why not: one thing of the report with everything that it rests on.
 */
#include "report/explain.h"

#include "base/str.h"
#include "report/words.h"

static tt_status pair(const tt_report_in *in, tt_str a, tt_str b, tt_buf *out, tt_err *err)
{
    tt_ix e[2];
    tt_who who[2];
    tt_who_index *x = NULL;
    TT_TRY(tt_report_find_id(in->data, in->results, 'e', a, &e[0], err));
    TT_TRY(tt_report_find_id(in->data, in->results, 'e', b, &e[1], err));
    TT_TRY(tt_who_index_new(in->data, &x, err));
    tt_status st = tt_who_find(x, a, &who[0], err);
    if (st == TT_OK)
        st = tt_who_find(x, b, &who[1], err);
    tt_who_index_free(x);
    TT_TRY(st);
    return tt_explain_pair(in, e, (tt_hash[2]){who[0].is, who[1].is}, out, err);
}

static tt_status
explain(const tt_report_in *in, tt_store *s, tt_str id, tt_str other, tt_buf *out, tt_err *err)
{
    tt_ix ix = 0;
    char letter = id.n ? id.p[0] : '\0';

    if (other.p)
        return pair(in, id, other, out, err);
    if (tt_str_find(id, TT_STR("|"), 0) != SIZE_MAX)
        letter = 'e'; /* NAME|COUNTRY */
    if (letter == 'd')
        return tt_explain_document(in, s, id, out, err);
    if (!letter || !strchr("emfs", letter))
        return tt_fail(err, TT_EUSAGE,
                       "'%.*s' is not an id: e... entity, d... document, m... deal, f... finding, "
                       "s... syndicate",
                       TT_STR_ARG(id));
    TT_TRY(tt_report_find_id(in->data, in->results, letter, id, &ix, err));
    switch (letter) {
    case 'e':
        return tt_explain_entity(in, ix, out, err);
    case 'm':
        tt_explain_deal(in->data, ix, out);
        return TT_OK;
    case 'f':
        tt_explain_finding(in, ix, out);
        return TT_OK;
    default:
        tt_explain_syndicate(in, ix, out);
        return TT_OK;
    }
}

tt_status tt_report_explain(const tt_report_in *in, tt_store *s, tt_str id, tt_str other,
                            tt_buf *out, tt_err *err)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_status st = explain(in, s, id, other, &b, err);
    if (st == TT_OK)
        st = tt_buf_status(&b, err);
    if (st == TT_OK)
        tt_words_visible(out, tt_buf_str(&b));
    tt_buf_release(&b);
    return st;
}
