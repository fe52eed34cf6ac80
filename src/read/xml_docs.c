/*
 * xml_docs.c - events of base/xml.h on their way to a reader.
 */
#include "read/xml_docs.h"

tt_row_at tt_xml_docs_at(tt_xml_docs *x, const tt_xml_node *n)
{
    return tt_pick_at(&x->e, &x->lines, n, 0);
}

tt_status tt_xml_docs_not_read(tt_xml_docs *x, const tt_xml_node *n, tt_err *err)
{
    tt_row_at at = tt_xml_docs_at(x, n);
    return tt_emit_reject(&x->e, TT_REASON_NOT_READ_TYPE, &at, NULL, err);
}

tt_status tt_xml_docs_row(tt_xml_docs *x, const tt_xml_node *n, tt_err *err)
{
    tt_row_at at = tt_xml_docs_at(x, n);
    tt_status st = tt_emit_row(&x->e, &at, err);
    tt_arena_reset(x->e.in->scratch);
    return st;
}

static tt_status on_open(void *ctx, const tt_xml_node *root, tt_err *err)
{
    tt_xml_docs *x = ctx;
    TT_UNUSED(root);
    TT_UNUSED(err);
    x->n_cuts = 0;
    return TT_OK;
}

static tt_status on_cut(void *ctx, const tt_xml_node *n, tt_err *err)
{
    tt_xml_docs *x = ctx;
    x->n_cuts++;
    return x->take(x, n, err);
}

static tt_status on_close(void *ctx, const tt_xml_node *root, tt_err *err)
{
    tt_xml_docs *x = ctx;
    if (x->n_cuts == 0)
        return tt_xml_docs_not_read(x, root, err);
    return x->close ? x->close(x, root, err) : TT_OK;
}

static tt_status on_broken(void *ctx, const tt_xml_break *b, tt_err *err)
{
    tt_xml_docs *x = ctx;
    return tt_pick_broken(&x->e, &x->lines, b, 0, err);
}

tt_status tt_xml_docs_read(tt_xml_docs *x, const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    tt_xml_in xml = {.text = in->bytes, .cuts = x->cuts, .scopes = x->scopes, .keep = in->xml};
    tt_xml_sink to = {x, on_open, on_cut, on_close, on_broken};
    tt_emit_init(&x->e, in, sink);
    tt_lines_init(&x->lines, in->bytes);
    x->n_cuts = 0;
    tt_status st = tt_xml_read(&xml, &to, err);
    tt_emit_release(&x->e);
    return st;
}
