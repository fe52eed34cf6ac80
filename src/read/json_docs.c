/*
 * json_docs.c - items of a JSON file as trees.
 */
#include "read/json_docs.h"

#include "base/str.h"
#include "read/json_shape.h"

enum { ROW_BYTES = 64 << 20 };

/* The text with the items: an array inside an object, or the whole. */
static tt_str items_of(tt_str bytes, bool (*ours)(tt_str object), tt_json_wrap *wrap)
{
    tt_json_stream s;
    tt_json_item item;
    *wrap = (tt_json_wrap){.found = false};
    if (ours(tt_str_sub(bytes, tt_json_text_start(bytes), SIZE_MAX)))
        return bytes;
    *wrap = tt_json_wrap_of(bytes);
    if (!wrap->found)
        return bytes;
    tt_json_stream_init(&s, wrap->array);
    if (tt_json_stream_next(&s, &item) && ours(item.raw))
        return wrap->array;
    wrap->found = false;
    return bytes;
}

tt_str tt_json_docs_first(tt_str bytes, bool (*ours)(tt_str object))
{
    tt_json_wrap wrap;
    tt_json_stream s;
    tt_json_item item;
    size_t start = tt_json_text_start(bytes);
    if (start == bytes.n || (bytes.p[start] != '{' && bytes.p[start] != '['))
        return (tt_str){NULL, 0};
    tt_str items = items_of(bytes, ours, &wrap);
    tt_json_stream_init(&s, items);
    while (tt_json_stream_next(&s, &item)) {
        /* An item that is cut off ends with its line: look at what follows, too. */
        if (item.raw.n > 0 && item.raw.p[0] == '{')
            return item.broken ? tt_str_sub(items, (size_t)(item.raw.p - items.p), SIZE_MAX)
                               : item.raw;
    }
    return (tt_str){NULL, 0};
}

tt_row_at tt_json_docs_at(tt_json_docs *d, const tt_jn *n)
{
    uint64_t offset = (uint64_t)(n->raw.p - d->e->in->bytes.p);
    return (tt_row_at){
        .line = tt_lines_at(&d->lines, offset),
        .offset = offset,
        .raw = n->raw,
    };
}

static tt_status take(tt_json_docs *d, const tt_json_item *item, tt_row_at *at, tt_err *err)
{
    size_t limit = d->e->in->limits.row_bytes ? d->e->in->limits.row_bytes : ROW_BYTES;
    tt_jn *root = NULL;
    bool is_json = false;
    if (item->raw.n > limit)
        return tt_emit_reject(d->e, TT_REASON_ROW_LIMIT, at, NULL, err);
    if (!item->broken)
        TT_TRY(tt_jtree_root(&d->tree, item->raw, &root, &is_json, err));
    if (!root)
        return tt_emit_reject(d->e, is_json ? TT_REASON_NOT_OBJECT : TT_REASON_NOT_JSON, at, NULL,
                              err);
    return d->take(d->ctx, root, at, err);
}

static tt_status read_items(tt_json_docs *d, tt_str items, tt_err *err)
{
    tt_str bytes = d->e->in->bytes;
    tt_json_stream s;
    tt_json_item item;
    bool broken = false;
    tt_json_stream_init(&s, items);
    while (tt_json_stream_next(&s, &item)) {
        if (item.raw.n == 0 && broken)
            break; /* an array that was cut off inside a document: that one has been told */
        broken = item.broken;
        tt_row_at at = {.offset = (uint64_t)(items.p - bytes.p) + item.offset, .raw = item.raw};
        at.line = tt_lines_at(&d->lines, at.offset);
        TT_TRY(take(d, &item, &at, err));
        if (d->e->in->scratch->used > 0)
            tt_arena_reset(d->e->in->scratch);
    }
    return TT_OK;
}

tt_status tt_json_docs_read(tt_json_docs *d, tt_err *err)
{
    const tt_read_in *in = d->e->in;
    tt_json_wrap wrap;
    tt_str items = items_of(in->bytes, d->ours, &wrap);
    tt_lines_init(&d->lines, in->bytes);
    tt_jtree_init(&d->tree, in->scratch);
    tt_status st = read_items(d, items, err);
    if (st == TT_OK && wrap.found && wrap.rest.n > 0) {
        tt_row_at at = {.offset = (uint64_t)(wrap.rest.p - in->bytes.p), .raw = wrap.rest};
        at.line = tt_lines_at(&d->lines, at.offset);
        st = tt_emit_reject(d->e, TT_REASON_NOT_JSON, &at, NULL, err);
    }
    tt_jtree_release(&d->tree);
    return st;
}
