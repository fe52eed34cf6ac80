/*
 * iso20022.c - ISO 20022 messages: which they are, in which wrapping, and who reads them.
 *
 * A message is known by its namespace, in any dialect, or by its elements where it has none.
 * Elements go by their local names, so one table does for all versions.
 */
#include "read/iso20022.h"

#include "base/str.h"

/* --- which message --- */

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* "pacs.008" in "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08" and the like: four letters, three
 * digits, and three more.  Absent when there is none. */
static tt_str message_id(tt_str s)
{
    enum { LETTERS = 4, ID = 8, WHOLE = 12 };
    for (size_t i = 0; i + WHOLE <= s.n; i++) {
        const char *p = s.p + i;
        size_t k = 0;
        while (k < WHOLE && (k < LETTERS  ? is_lower(p[k])
                             : k % 4 == 0 ? p[k] == '.'
                                          : tt_ascii_is_digit(p[k])))
            k++;
        if (k == WHOLE)
            return (tt_str){p, ID};
    }
    return (tt_str){NULL, 0};
}

static const struct known {
    const char *id, *element; /* that its message element starts with */
    tt_iso_family family;
    const char *cut;
} known[] = {
    {"pacs.008", "FIToFICstmrCdtTrf", TT_ISO_CUSTOMER_TRANSFER, "CdtTrfTxInf"},
    {"pacs.009", "FICdtTrf", TT_ISO_BANK_TRANSFER, "CdtTrfTxInf"},
    {"pacs.009", "FinInstnCdtTrf", TT_ISO_BANK_TRANSFER, "CdtTrfTxInf"},
    {"pain.001", "CstmrCdtTrfInitn", TT_ISO_INITIATION, "CdtTrfTxInf"},
    {"camt.052", "BkToCstmrAcctRpt", TT_ISO_STATEMENT, "Ntry"},
    {"camt.053", "BkToCstmrStmt", TT_ISO_STATEMENT, "Ntry"},
    {"camt.054", "BkToCstmrDbtCdtNtfctn", TT_ISO_STATEMENT, "Ntry"},
};

static const struct known *known_by_id(tt_str id)
{
    for (size_t i = 0; i < TT_LEN(known); i++)
        if (tt_str_is(id, known[i].id))
            return &known[i];
    return NULL;
}

static const struct known *known_by_element(tt_str name)
{
    for (size_t i = 0; i < TT_LEN(known); i++)
        if (tt_str_starts(name, tt_str_of(known[i].element)))
            return &known[i];
    return known_by_id(message_id(name));
}

/* The message that an element is in; NULL: none that is read. */
static const struct known *message_of(const tt_xml_node *n)
{
    tt_str id = message_id(tt_xml_ns(n));
    if (id.n > 0)
        return known_by_id(id);
    const struct known *k = NULL;
    for (; n && !k; n = n->parent)
        k = known_by_element(n->name);
    return k;
}

/* --- the start of a file --- */

static bool has(tt_str s, const char *words)
{
    return tt_str_find(s, tt_str_of(words), 0) != SIZE_MAX;
}

static int sniff(tt_str head)
{
    enum { CERTAIN = 95, WRAPPED = 85, BY_ELEMENT = 80, MAYBE = 30 };
    tt_str name, ns;
    if (!tt_xml_root(head, &name, &ns))
        return 0;
    if (has(ns, "iso:20022") || has(ns, "swift:xsd") || message_id(ns).n > 0)
        return CERTAIN;
    if (has(head, "iso:20022:tech:xsd:") || has(head, "urn:swift:xsd:"))
        return WRAPPED;
    for (size_t i = 0; i < TT_LEN(known); i++)
        if (has(head, known[i].element))
            return BY_ELEMENT;
    return tt_str_is(name, "Document") && ns.n == 0 ? MAYBE : 0;
}

static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    TT_UNUSED(map);
    return sniff(tt_str_sub(bytes, 0, TT_SNIFF_BYTES)) > 0 ? TT_KIND_PAYMENT : TT_KIND_NONE;
}

/* --- places and notes --- */

tt_row_at tt_iso_at(tt_iso *r, const tt_xml_node *n)
{
    tt_xml_node outer = *n;
    if (r->wrap) {
        outer.offset = tt_unwrap_offset(r->wrap, n->offset);
        outer.bytes = n->bytes ? tt_unwrap_offset(r->wrap, n->offset + n->bytes) - outer.offset : 0;
    }
    return tt_pick_at(&r->e, &r->lines, &outer, 0);
}

tt_status tt_iso_note(tt_iso *r, tt_reason what, const tt_row_at *at, const char *raw, tt_err *err)
{
    return tt_emit_note(&r->e, what, at, NULL, tt_str_of(raw), err);
}

/* The header of a message says that it may have been sent before: AppHdr beside it. */
static bool is_resent(const tt_xml_node *message)
{
    static const char *const flags[] = {"../../AppHdr/PssblDplct", "../AppHdr/PssblDplct",
                                        "../../AppHdr/CpyDplct", "../AppHdr/CpyDplct"};
    static const char *const yes[] = {"true", "1", "DUPL", "CODU"};
    for (size_t i = 0; i < TT_LEN(flags); i++)
        for (size_t k = 0; k < TT_LEN(yes); k++)
            if (tt_str_is(tt_xml_get(message, flags[i]), yes[k]))
                return true;
    return false;
}

tt_status tt_iso_in_message(tt_iso *r, const tt_xml_node *message, tt_err *err)
{
    r->number++;
    if (r->message == message->offset + 1)
        return TT_OK;
    TT_TRY(tt_iso_totals_close(r, err));
    r->message = message->offset + 1;
    r->part = 0;
    r->number = 1;
    tt_buf_reset(&r->part_id);
    if (!is_resent(message))
        return TT_OK;
    tt_row_at at = tt_iso_at(r, message);
    return tt_iso_note(r, TT_REASON_RESENT, &at, "AppHdr", err);
}

/* --- documents --- */

static tt_status on_cut(void *ctx, const tt_xml_node *n, tt_err *err)
{
    tt_iso *r = ctx;
    const struct known *k = message_of(n);
    if (!k || !tt_str_is(n->name, k->cut))
        return TT_OK;
    tt_status st = k->family == TT_ISO_STATEMENT ? tt_iso_entry(r, n, err)
                                                 : tt_iso_transfer(r, k->family, n, err);
    tt_arena_reset(r->e.in->scratch);
    return st;
}

static tt_status read_text(tt_iso *r, tt_str text, tt_err *err);

/* The text of an element is a document itself. */
static tt_status read_wrapped(tt_iso *r, const tt_xml_node *n, tt_err *err)
{
    tt_buf inner;
    tt_unwrap wrap;
    tt_row_at at = tt_iso_at(r, n);
    tt_buf_init(&inner, 0);
    tt_unwrap_text(&wrap, at.raw, at.offset, &inner);
    tt_status st = tt_buf_status(&inner, err);
    if (st == TT_OK) {
        r->wrap = &wrap;
        st = read_text(r, tt_buf_str(&inner), err);
        r->wrap = NULL;
    }
    tt_buf_release(&inner);
    return st;
}

/* The node behind n and all that is in it. */
static const tt_xml_node *behind(const tt_xml_node *n, const tt_xml_node *root)
{
    while (n != root && !n->next)
        n = n->parent;
    return n == root ? NULL : n->next;
}

/* A message starts here: its namespace says so, or its name. */
static bool is_message(const tt_xml_node *n, bool *is_read)
{
    tt_str id = message_id(tt_xml_ns(n));
    const struct known *k = id.n ? known_by_id(id) : known_by_element(n->name);
    *is_read = k != NULL;
    return (id.n > 0 && !tt_str_starts(id, TT_STR("head."))) || k ||
           (tt_str_is(n->name, "Document") && n->first && !known_by_element(n->first->name));
}

static tt_status on_close(void *ctx, const tt_xml_node *root, tt_err *err)
{
    tt_iso *r = ctx;
    size_t found = 0;
    TT_TRY(tt_iso_totals_close(r, err));
    for (const tt_xml_node *n = root; n;) {
        bool is_read = false, header = tt_str_is(n->name, "AppHdr");
        if (!header && is_message(n, &is_read)) {
            tt_row_at at = tt_iso_at(r, n);
            found++;
            if (!is_read)
                TT_TRY(tt_emit_reject(&r->e, TT_REASON_NOT_READ_TYPE, &at, NULL, err));
            n = behind(n, root);
        } else if (!r->wrap && !n->first && tt_str_starts(n->text, TT_STR("<")) &&
                   sniff(tt_str_sub(n->text, 0, TT_SNIFF_BYTES)) > 0) {
            TT_TRY(read_wrapped(r, n, err));
            found++;
            n = behind(n, root);
        } else {
            n = n->first && !header ? n->first : behind(n, root);
        }
    }
    tt_row_at at = tt_iso_at(r, root);
    r->message = r->part = 0;
    tt_arena_reset(r->e.in->scratch);
    return found ? TT_OK : tt_emit_reject(&r->e, TT_REASON_NOT_READ_TYPE, &at, NULL, err);
}

static tt_status on_broken(void *ctx, const tt_xml_break *b, tt_err *err)
{
    tt_iso *r = ctx;
    tt_xml_break outer = *b;
    if (r->wrap)
        outer.offset = tt_unwrap_offset(r->wrap, b->offset);
    /* What the headers say of a document that was cut is no news. */
    for (size_t i = 0; i < TT_LEN(r->total); i++)
        r->total[i] = (tt_iso_total){0};
    r->message = r->part = 0;
    return tt_pick_broken(&r->e, &r->lines, &outer, 0, err);
}

static tt_status read_text(tt_iso *r, tt_str text, tt_err *err)
{
    static const char *const cuts[] = {"CdtTrfTxInf", "Ntry", NULL};
    static const char *const scopes[] = {"PmtInf", "Stmt", "Rpt", "Ntfctn", NULL};
    tt_xml_in in = {.text = text, .cuts = cuts, .scopes = scopes, .keep = r->e.in->xml};
    tt_xml_sink sink = {.ctx = r, .cut = on_cut, .close = on_close, .broken = on_broken};
    return tt_xml_read(&in, &sink, err);
}

static tt_status read_iso20022(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    tt_iso r = {.wrap = NULL};
    tt_emit_init(&r.e, in, sink);
    tt_lines_init(&r.lines, in->bytes);
    tt_buf_init(&r.text, 0);
    tt_buf_init(&r.part_id, 0);
    tt_map_init(&r.ids);
    tt_status st = read_text(&r, in->bytes, err);
    tt_buf_release(&r.text);
    tt_buf_release(&r.part_id);
    tt_map_release(&r.ids);
    tt_emit_release(&r.e);
    return st;
}

const tt_reader tt_reader_iso20022 = {
    .id = "iso20022",
    .title = "ISO 20022 payments and statements: pacs.008, pacs.009, pain.001, camt.052 to 054",
    .extensions = "xml",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_iso20022,
};
