/*
 * xml.c - documents through Expat: its events to the builder of trees, and what breaks.
 */
#include "base/xml.h"

#include <expat.h>

#include "base/str.h"
#include "base/xml_build.h"
#include "base/xml_text.h"

enum {
    KEPT = 1 << 20,  /* bytes of a text whose memory is kept: it grows with the text */
    FEED = 64 << 10, /* bytes for the first call of Expat; */
    MORE = 8,        /* then so many times what the document has had, because it counts lines in */
    MOST = 4 << 20,  /* all but the last, up to this; twice as many while a tag does not end */
    TAG = 16 << 20
};

struct reading {
    tt_xml_build b;
    tt_xml_keep *keep;
    XML_Parser parser;
    size_t from; /* where the document starts in the text */
    bool dtd;    /* the document broke because of this */
    tt_xml_attr_in attrs[TT_XML_ATTRS];
};

/* --- Expat's events --- */

static void stop_with(struct reading *r)
{
    if (r->b.stop)
        (void)XML_StopParser(r->parser, XML_FALSE);
}

static size_t event_at(const struct reading *r)
{
    XML_Index i = XML_GetCurrentByteIndex(r->parser); /* -1: nowhere */
    return r->from + (size_t)TT_MAX(i, 0);
}

/* Names, and values where they can be, as they lie in the text: Expat's own are copies. */
static size_t take_attrs(struct reading *r, const char *at, const XML_Char **attrs)
{
    size_t n = 0;
    for (; attrs[2 * n] && n < TT_XML_ATTRS; n++) {
        while (tt_xml_is_space(*at))
            at++;
        r->attrs[n].name = (tt_str){at, strlen(attrs[2 * n])};
        at += r->attrs[n].name.n;
        tt_str value = tt_str_of(attrs[2 * n + 1]), raw = tt_xml_raw_value(&at, value.n);
        r->attrs[n].value = raw.p ? raw : value;
    }
    return n + (attrs[2 * n] != NULL);
}

static void on_start(void *ctx, const XML_Char *name, const XML_Char **attrs)
{
    struct reading *r = ctx;
    if (r->b.stop)
        return;
    size_t at = event_at(r);
    tt_str whole = {r->b.in->text.p + at + 1, strlen(name)};
    tt_xml_tag_in tag = {
        .at = at,
        .end = at + (size_t)XML_GetCurrentByteCount(r->parser),
        .name = whole,
        .attrs = r->attrs,
        .n_attrs = take_attrs(r, whole.p + whole.n, attrs),
    };
    tt_xml_build_open(&r->b, &tag);
    stop_with(r);
}

static void on_end(void *ctx, const XML_Char *name)
{
    struct reading *r = ctx;
    TT_UNUSED(name);
    if (r->b.stop)
        return;
    size_t at = event_at(r);
    tt_xml_build_close(&r->b, at, at + (size_t)XML_GetCurrentByteCount(r->parser));
    stop_with(r);
}

static void on_doctype(void *ctx, const XML_Char *name, const XML_Char *sysid,
                       const XML_Char *pubid, int has_internal_subset)
{
    struct reading *r = ctx;
    TT_UNUSED(name);
    TT_UNUSED(sysid);
    TT_UNUSED(pubid);
    TT_UNUSED(has_internal_subset);
    r->dtd = r->b.stop = true;
    stop_with(r);
}

static void *xml_malloc(size_t n)
{
    return tt_mem_grow(NULL, n, 1); /* not zeroed */
}

static void *xml_realloc(void *p, size_t n)
{
    return tt_mem_grow(p, n, 1);
}

/* The parser, for another document. */
static bool start_parser(struct reading *r)
{
    static const XML_Memory_Handling_Suite memory = {xml_malloc, xml_realloc, tt_mem_free};
    if (!r->keep->parser)
        r->keep->parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
    else if (!XML_ParserReset(r->keep->parser, "UTF-8"))
        return false;
    r->parser = r->keep->parser;
    if (!r->parser)
        return false;
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    return true;
}

/* --- documents --- */

/* Feed one document.  True when it closed, or there was none but white space and comments. */
static bool feed(struct reading *r)
{
    tt_str all = r->b.in->text;
    size_t feed = r->b.in->feed ? r->b.in->feed : FEED, at = r->from, step = feed;
    for (;;) {
        tt_str piece = tt_str_sub(all, at, step);
        bool last = at + piece.n == all.n;
        enum XML_Status ok = XML_Parse(r->parser, piece.n ? piece.p : "", (int)piece.n, last);
        if (r->b.done || r->b.st != TT_OK)
            return r->b.done;
        if (ok != XML_STATUS_OK)
            return false;
        if (last)
            return true;
        at += piece.n;
        /* What is not read yet is a tag, or a comment, that does not end. */
        size_t open = at - event_at(r);
        if (open > TAG) {
            r->b.at = at - open;
            tt_xml_build_limit(&r->b);
            return false;
        }
        if (!r->b.in->feed)
            feed = TT_MIN(MORE * (at - r->from), (size_t)MOST);
        step = TT_MAX(open, feed);
    }
}

static tt_status tell_break(struct reading *r, size_t *next, tt_err *err)
{
    tt_str all = r->b.in->text;
    enum XML_Error why = r->b.limit ? XML_ERROR_NONE : XML_GetErrorCode(r->parser);
    tt_xml_break b = {
        .why = r->dtd       ? TT_XML_DTD
               : r->b.limit ? TT_XML_LIMIT
                            : TT_XML_BROKEN,
        .offset = r->b.limit ? r->b.at : event_at(r),
        .from = r->from,
        .text = r->dtd       ? "document type declaration"
                : r->b.limit ? "over the limits"
                             : XML_ErrorString(why),
    };
    if (why == XML_ERROR_NO_MEMORY)
        return tt_fail(err, TT_ENOMEM, "no room for an XML document");
    *next = tt_str_find(all, TT_STR("<?xml "), TT_MAX((size_t)b.offset, r->from + 1));
    *next = TT_MIN(*next, all.n);
    return r->b.sink->broken ? r->b.sink->broken(r->b.sink->ctx, &b, err) : TT_OK;
}

static size_t skip_blank(tt_str s, size_t at)
{
    at += tt_str_bom(tt_str_sub(s, at, SIZE_MAX));
    while (at < s.n && (tt_ascii_is_space(s.p[at]) || s.p[at] == 0 || s.p[at] == 0x1a))
        at++;
    return at;
}

static tt_status read_document(struct reading *r, size_t from, bool *whole, tt_err *err)
{
    r->from = from;
    r->dtd = false;
    tt_xml_build_begin(&r->b, from);
    if (!start_parser(r))
        return tt_fail(err, TT_ENOMEM, "no room for an XML parser");
    *whole = feed(r);
    return r->b.st;
}

static tt_status read_all(struct reading *r, tt_err *err)
{
    size_t at = skip_blank(r->b.in->text, 0);
    while (at < r->b.in->text.n) {
        bool whole;
        TT_TRY(read_document(r, at, &whole, err));
        if (!whole && !r->b.any && !r->b.limit && at > 0 &&
            XML_GetErrorCode(r->parser) == XML_ERROR_NO_ELEMENTS)
            return TT_OK; /* comments after the last document */
        if (!whole)
            TT_TRY(tell_break(r, &at, err));
        else
            at = r->b.any ? r->b.mark : r->b.in->text.n;
        at = skip_blank(r->b.in->text, at);
    }
    return TT_OK;
}

void tt_xml_keep_release(tt_xml_keep *k)
{
    if (!k)
        return;
    XML_ParserFree(k->parser);
    for (int l = 0; l < TT_XML_LEVELS; l++)
        tt_arena_release(&k->arena[l]);
    *k = (tt_xml_keep){.parser = NULL};
}

tt_status tt_xml_read(const tt_xml_in *in, const tt_xml_sink *sink, tt_err *err)
{
    tt_xml_keep own = {.parser = NULL};
    bool kept = in->keep && !in->keep->busy && in->text.n <= KEPT;
    tt_xml_keep *k = kept ? in->keep : &own;
    struct reading r = {.keep = k, .b = {.in = in, .sink = sink, .err = err, .arena = k->arena}};
    k->busy = true;
    tt_status st = read_all(&r, err);
    k->busy = false;
    for (int l = 0; l < TT_XML_LEVELS; l++)
        tt_arena_reset(&k->arena[l]);
    tt_xml_keep_release(&own);
    return st;
}
