/*
 * ubl.c - OASIS UBL 2.x: finds the documents of a file and gives each to the reader of its type.
 *
 * The namespace is the same for all minor versions, and prefixes are free: a document is an element
 * whose namespace ends with its own name.  So documents are found alone, in envelopes, one after
 * the other, and as text inside an AttachedDocument.  Types that are no evidence of trade (orders,
 * catalogues, ...) are told, one reject each.  What is read and what is not: ubl.md.
 */
#include "base/str.h"
#include "read/ubl_doc.h"

#define FAMILY "urn:oasis:names:specification:ubl:schema:xsd:"

enum { DOCUMENTS_DEEP = 3 };

static tt_ubl_read_fn read_attached;

static const struct type {
    const char *root;
    tt_kind kind;
    tt_ubl_read_fn *read;
    tt_ubl_line_fn *line; /* NULL: only as a whole */
} types[] = {
    {"Invoice", TT_KIND_INVOICE, tt_ubl_invoice, tt_ubl_invoice_line},
    {"CreditNote", TT_KIND_INVOICE, tt_ubl_invoice, tt_ubl_invoice_line},
    {"DebitNote", TT_KIND_INVOICE, tt_ubl_invoice, tt_ubl_invoice_line},
    {"SelfBilledInvoice", TT_KIND_INVOICE, tt_ubl_invoice, tt_ubl_invoice_line},
    {"SelfBilledCreditNote", TT_KIND_INVOICE, tt_ubl_invoice, tt_ubl_invoice_line},
    {"FreightInvoice", TT_KIND_INVOICE, tt_ubl_invoice, tt_ubl_invoice_line},
    {"BillOfLading", TT_KIND_SHIPMENT, tt_ubl_transport, NULL},
    {"Waybill", TT_KIND_SHIPMENT, tt_ubl_transport, NULL},
    {"DespatchAdvice", TT_KIND_SHIPMENT, tt_ubl_transport, NULL},
    {"Manifest", TT_KIND_SHIPMENT, tt_ubl_manifest, NULL},
    {"ImportCustomsDeclaration", TT_KIND_DECLARATION, tt_ubl_declaration, NULL},
    {"ExportCustomsDeclaration", TT_KIND_DECLARATION, tt_ubl_declaration, NULL},
    {"TransitCustomsDeclaration", TT_KIND_DECLARATION, tt_ubl_declaration, NULL},
    {"AttachedDocument", TT_KIND_NONE, read_attached, NULL},
};

static const struct type *type_of(tt_str root)
{
    for (size_t i = 0; i < TT_LEN(types); i++)
        if (tt_str_is(root, types[i].root))
            return &types[i];
    return NULL;
}

/* --- a first look --- */

/* The next namespace of a document, and the name in it; *at goes on behind it. */
static bool next_namespace(tt_str s, size_t *at, tt_str *name)
{
    tt_str family = TT_STR(FAMILY);
    while ((*at = tt_str_find(s, family, *at)) != SIZE_MAX) {
        *at += family.n;
        tt_str rest = tt_str_sub(s, *at, SIZE_MAX);
        *name = tt_str_sub(rest, 0, tt_str_find(tt_str_sub(rest, 0, 64), TT_STR("-"), 0));
        /* Not the libraries that documents are made from. */
        if (name->n < 64 && !tt_str_ends(*name, TT_STR("Components")) &&
            !tt_str_ends(*name, TT_STR("Datatypes")) && !tt_str_ends(*name, TT_STR("DataTypes")))
            return true;
    }
    return false;
}

static int sniff(tt_str head)
{
    tt_str root, ns, name;
    size_t at = 0;
    if (!tt_xml_root(head, &root, &ns))
        return 0;
    if (tt_str_starts(ns, TT_STR(FAMILY)))
        return 95;
    if (!next_namespace(head, &at, &name))
        return 0;
    return tt_str_is(root, "StandardBusinessDocument") ? 90 : 60;
}

/* Of the first document of a type that is read; a file of others is told under invoices. */
static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    tt_kind kind = TT_KIND_NONE;
    tt_str name;
    if (map)
        return map->kind;
    for (size_t at = 0; next_namespace(bytes, &at, &name);) {
        const struct type *t = type_of(name);
        if (t && t->kind != TT_KIND_NONE)
            return t->kind;
        kind = TT_KIND_INVOICE;
    }
    return kind;
}

/* --- reading --- */

static tt_status on_open(void *ctx, const tt_xml_node *root, tt_err *err)
{
    tt_ubl *u = ctx;
    TT_UNUSED(root);
    TT_UNUSED(err);
    u->found = false;
    u->lined = NULL;
    return TT_OK;
}

static tt_status not_read(tt_ubl *u, const tt_xml_node *n, tt_err *err)
{
    tt_row_at at = tt_ubl_at(u, n);
    return tt_emit_reject(&u->e, TT_REASON_NOT_READ_TYPE, &at, NULL, err);
}

static tt_status on_cut(void *ctx, const tt_xml_node *n, tt_err *err)
{
    tt_ubl *u = ctx;
    const struct type *t = type_of(n->name);
    u->found = true;
    TT_TRY(t ? t->read(u, n, err) : not_read(u, n, err));
    u->lined = NULL;
    if (u->depth == 0) {
        tt_arena_reset(u->scratch);
        tt_arena_reset(&u->header);
    }
    return TT_OK;
}

static tt_status on_part(void *ctx, const tt_xml_node *n, bool *keep, tt_err *err)
{
    tt_ubl *u = ctx;
    const struct type *t = type_of(n->parent->name);
    *keep = !t || !t->line;
    if (*keep)
        return TT_OK;
    TT_TRY(t->line(u, n, keep, err));
    if (u->depth == 0 && !*keep)
        tt_arena_reset(u->scratch);
    return TT_OK;
}

static tt_status on_close(void *ctx, const tt_xml_node *root, tt_err *err)
{
    tt_ubl *u = ctx;
    return u->found ? TT_OK : not_read(u, root, err);
}

static tt_status on_broken(void *ctx, const tt_xml_break *b, tt_err *err)
{
    tt_ubl *u = ctx;
    if (!u->outside)
        return tt_pick_broken(&u->e, &u->lines, b, u->base, err);
    tt_row_at at = *u->outside;
    at.raw = tt_str_of(b->text);
    return tt_emit_reject(&u->e, tt_pick_why(b), &at, NULL, err);
}

static tt_status read_text(tt_ubl *u, tt_str text, tt_err *err)
{
    static const char *const lines[] = {"InvoiceLine", "CreditNoteLine", "DebitNoteLine", NULL};
    static const tt_xml_parts parts = {lines, on_part};
    const tt_xml_in in = {.text = text, .family = FAMILY, .parts = &parts, .keep = u->in->xml};
    const tt_xml_sink sink = {u, on_open, on_cut, on_close, on_broken};
    return tt_xml_read(&in, &sink, err);
}

/* --- documents that are text in a document --- */

/* The only CDATA section that is all the content of a node; absent: there is another content. */
static tt_str only_cdata(tt_str element)
{
    tt_str open = TT_STR("<![CDATA["), close = TT_STR("]]>");
    size_t from = tt_str_find(element, open, 0);
    size_t to = from == SIZE_MAX ? from : tt_str_find(element, close, from);
    if (to == SIZE_MAX || tt_str_find(element, open, to) != SIZE_MAX)
        return (tt_str){NULL, 0};
    size_t tag = tt_str_find(element, TT_STR(">"), 0) + 1;
    tt_str before = tag < from ? tt_str_sub(element, tag, from - tag) : TT_STR("");
    tt_str after = tt_str_trim(tt_str_sub(element, to + close.n, SIZE_MAX));
    if (tt_str_trim(before).n > 0 || !tt_str_starts(after, TT_STR("</")))
        return (tt_str){NULL, 0};
    from += open.n;
    return tt_str_sub(element, from, to - from);
}

static tt_status read_embedded(tt_ubl *u, const tt_xml_node *n, tt_err *err)
{
    tt_row_at at = tt_ubl_at(u, n);
    tt_str cdata = u->outside ? (tt_str){NULL, 0} : only_cdata(at.raw);
    tt_ubl before = *u;
    u->depth++;
    if (cdata.p) {
        u->base = (uint64_t)(cdata.p - u->in->bytes.p);
    } else {
        u->base = 0;
        u->outside = &at; /* as long as the text is read */
    }
    tt_status st = read_text(u, cdata.p ? cdata : n->text, err);
    u->base = before.base;
    u->outside = before.outside;
    u->depth = before.depth;
    u->found = before.found;
    u->lined = NULL;
    return st;
}

static tt_status read_attached(tt_ubl *u, const tt_xml_node *doc, tt_err *err)
{
    bool any = false;
    for (const tt_xml_node *n = doc; n && u->depth < DOCUMENTS_DEEP; n = tt_ubl_next(doc, n)) {
        if (n->text.n == 0 || n->text.p[0] != '<')
            continue;
        any = true;
        TT_TRY(read_embedded(u, n, err));
    }
    return any ? TT_OK : not_read(u, doc, err);
}

static tt_status read_ubl(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    static const tt_picks *const tables[] = {tt_ubl_party_tables, tt_ubl_invoice_tables,
                                             tt_ubl_transport_tables, tt_ubl_declaration_tables};
    tt_read_in own = *in;
    tt_ubl u = {.in = &own, .scratch = in->scratch};
    for (size_t i = 0; i < TT_LEN(tables); i++)
        for (size_t t = 0; t < TT_UBL_TABLES; t++)
            if (tables[i][t].n > 0)
                u.table[t] = &tables[i][t];
    tt_arena_init(&u.header, 0);
    tt_emit_init(&u.e, &own, sink);
    tt_lines_init(&u.lines, in->bytes);
    tt_status st = read_text(&u, in->bytes, err);
    tt_emit_release(&u.e);
    tt_arena_release(&u.header);
    return st;
}

const tt_reader tt_reader_ubl = {
    .id = "ubl",
    .title = "OASIS UBL 2.0 to 2.5: invoices, transport documents, customs declarations",
    .extensions = "xml,ubl",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_ubl,
};
