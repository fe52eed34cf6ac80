/*
 * explain_document.c - what a document is, and what was made of it.
 */
#include "report/explain.h"

#include "base/str.h"
#include "report/breaks.h"

tt_status
tt_explain_document(const tt_report_in *in, tt_store *s, tt_str id, tt_buf *b, tt_err *err)
{
    const tt_data *d = in->data;
    TT_TRY(tt_report_show_text(in, s, id, b, err));
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++)
        for (size_t i = 1; tt_kind_is_document((tt_kind)k) && i <= tt_data_n_docs(d, (tt_kind)k);
             i++) {
            tt_id_text have = tt_id_text_of('d', tt_data_head(d, (tt_kind)k, (tt_ix)i)->id);
            if (!tt_str_starts(tt_str_of(have.s), id))
                continue;
            tt_ix deal = d->deal_of[k] ? d->deal_of[k][i] : 0;
            if (deal)
                tt_explain_deal(d, deal, b);
            else
                tt_buf_add_z(b, "in no deal\n");
            if (!deal)
                tt_breaks_of(d, (tt_kind)k, (tt_ix)i, b);
        }
    return TT_OK;
}
