/*
 * sniff.c - encoding by marks, declarations and, last, a guess; format by asking the readers.
 */
#include "ingest/sniff.h"

#include "base/charset.h"
#include "base/str.h"
#include "base/unicode.h"
#include "base/xml.h"

enum { HEAD = 1024, SAMPLE = 64 << 10, CERTAIN = 90, BY_ROOT = 95 /* nobody says more */ };

/* --- encodings --- */

static bool is_name_char(char c)
{
    return tt_ascii_is_alnum(c) || c == '-' || c == '_' || c == '.' || c == ':';
}

static bool is_xml(tt_str text)
{
    text = tt_str_sub(text, tt_str_bom(text), SIZE_MAX);
    tt_str head = tt_str_trim(tt_str_sub(text, 0, HEAD));
    return tt_str_starts(head, TT_STR("<"));
}

/* <?xml version="1.0" encoding="NAME"?> */
static tt_str declared_by_xml(tt_str head)
{
    size_t end = tt_str_find(head, TT_STR("?>"), 0);
    if (!tt_str_starts(head, TT_STR("<?xml")) || end == SIZE_MAX)
        return (tt_str){NULL, 0};
    head = tt_str_sub(head, 0, end);
    size_t at = tt_str_find(head, TT_STR("encoding"), 0);
    if (at == SIZE_MAX)
        return (tt_str){NULL, 0};
    at += 8;
    while (at < head.n && (tt_ascii_is_space(head.p[at]) || head.p[at] == '='))
        at++;
    if (at >= head.n || (head.p[at] != '"' && head.p[at] != '\''))
        return (tt_str){NULL, 0};
    size_t n = 0;
    at++;
    while (at + n < head.n && is_name_char(head.p[at + n]))
        n++;
    return tt_str_sub(head, at, n);
}

/* UNB+UNOC:3: the syntax identifier, and what it means. */
static const char *declared_by_edifact(tt_str head, tt_str *identifier)
{
    static const struct {
        char letter;
        const char *encoding;
    } sets[] = {
        {'A', "US-ASCII"},      {'B', "US-ASCII"},   {'C', "ISO-8859-1"}, {'D', "ISO-8859-2"},
        {'E', "ISO-8859-5"},    {'F', "ISO-8859-7"}, {'G', "ISO-8859-3"}, {'H', "ISO-8859-4"},
        {'I', "ISO-8859-6"},    {'J', "ISO-8859-8"}, {'K', "ISO-8859-9"}, {'W', "UTF-8"},
        {'X', "ISO-2022-JP-2"}, {'Y', "UTF-8"},
    };
    head = tt_str_trim(head);
    if (tt_str_starts(head, TT_STR("UNA")))
        head = tt_str_trim(tt_str_sub(head, 9, SIZE_MAX));
    if (!tt_str_starts(head, TT_STR("UNB")) ||
        !tt_str_starts(tt_str_sub(head, 4, SIZE_MAX), TT_STR("UNO")) || head.n < 8)
        return NULL;
    *identifier = tt_str_sub(head, 4, 4);
    for (size_t i = 0; i < TT_LEN(sets); i++)
        if (head.p[7] == sets[i].letter)
            return sets[i].encoding;
    return NULL;
}

static size_t bad_of(tt_str bytes, const tt_scan *scan)
{
    return scan->bad == TT_SCAN_UNKNOWN ? tt_utf8_bad(bytes) : scan->bad;
}

static void set_name(char out[48], tt_str name)
{
    size_t n = TT_MIN(name.n, (size_t)47);
    memcpy(out, name.p, n);
    out[n] = '\0';
}

static bool is_8_bit(tt_str name)
{
    /* A text whose declaration can be read byte by byte is not in one of these. */
    static const char *const wide[] = {"UTF-16", "UTF-32", "UCS-2", "UCS-4", "ISO-10646"};
    for (size_t i = 0; i < TT_LEN(wide); i++) {
        tt_str start = tt_str_sub(name, 0, strlen(wide[i]));
        if (tt_str_is_nocase(start, wide[i]))
            return false;
    }
    return true;
}

static bool is_utf8_name(tt_str name)
{
    return tt_str_is_nocase(name, "UTF-8") || tt_str_is_nocase(name, "UTF8");
}

/* No declaration, or none that helps.  Binary files are left as they are. */
static tt_status by_content(tt_str bytes, size_t bad, tt_encoding *out, tt_err *err)
{
    tt_charset c;
    bool nul = memchr(bytes.p, 0, TT_MIN(bytes.n, (size_t)SAMPLE)) != NULL;
    if (bad == bytes.n && !nul)
        return TT_OK;
    TT_TRY(tt_charset_guess(bytes, &c, err));
    if (is_utf8_name(tt_str_of(c.name)) || (nul && strncmp(c.name, "UTF-16", 6) != 0))
        return TT_OK;
    if (out->why == TT_ENCODING_PLAIN)
        out->why = TT_ENCODING_GUESSED;
    out->sure = (int)c.sure;
    set_name(out->name, tt_str_of(c.name));
    return TT_OK;
}

/* A parser of XML stops at a byte that is no UTF-8: the whole document would be lost for one
 * letter. "UTF8" is decoded, which repairs and counts it; "UTF-8" is taken as it is. */
static tt_status by_broken_xml(tt_str bytes, size_t bad, tt_encoding *out, tt_err *err)
{
    TT_TRY(by_content(bytes, bad, out, err));
    if (bad < bytes.n && !out->name[0])
        set_name(out->name, TT_STR("UTF8"));
    return TT_OK;
}

static tt_status
by_xml(tt_str bytes, const tt_scan *scan, tt_str name, tt_encoding *out, tt_err *err)
{
    char known[48];
    set_name(known, name);
    if (is_utf8_name(name))
        return by_broken_xml(bytes, bad_of(bytes, scan), out, err);
    if (name.n < sizeof known && is_8_bit(name) && tt_unicode_knows(known)) {
        *out = (tt_encoding){.why = TT_ENCODING_DECLARED};
        set_name(out->name, name);
        return TT_OK;
    }
    out->why = TT_ENCODING_OVERRULED;
    set_name(out->declared, name);
    return by_content(bytes, bad_of(bytes, scan), out, err);
}

static tt_status by_edifact(tt_str bytes, const tt_scan *scan, tt_str identifier,
                            const char *encoding, tt_encoding *out, tt_err *err)
{
    size_t bad = bad_of(bytes, scan);
    bool narrow = identifier.p[3] <= 'C';
    if (is_utf8_name(tt_str_of(encoding)))
        return by_content(bytes, bad, out, err);
    if (narrow && (bad == bytes.n || identifier.p[3] < 'C')) {
        out->why = TT_ENCODING_OVERRULED;
        set_name(out->declared, identifier);
        return by_content(bytes, bad, out, err);
    }
    out->why = TT_ENCODING_DECLARED;
    set_name(out->name, tt_str_of(encoding));
    return TT_OK;
}

tt_status tt_sniff_encoding(tt_str bytes, const tt_scan *scan, tt_encoding *out, tt_err *err)
{
    *out = (tt_encoding){.why = TT_ENCODING_PLAIN};
    const char *mark = tt_charset_mark(bytes);
    tt_str head = tt_str_sub(bytes, 0, HEAD), identifier = {NULL, 0};
    if (mark) {
        out->why = TT_ENCODING_MARK;
        set_name(out->name, is_utf8_name(tt_str_of(mark)) ? TT_STR("") : tt_str_of(mark));
        return TT_OK;
    }
    bool wide = head.n > 0 && (memchr(head.p, 0x1b, head.n) || memchr(head.p, 0, head.n));
    if (scan->ascii && !wide)
        return TT_OK;
    tt_str name = declared_by_xml(head);
    const char *set = declared_by_edifact(head, &identifier);
    if (name.n)
        return by_xml(bytes, scan, name, out, err);
    if (set)
        return by_edifact(bytes, scan, identifier, set, out, err);
    return is_xml(head) ? by_broken_xml(bytes, bad_of(bytes, scan), out, err)
                        : by_content(bytes, bad_of(bytes, scan), out, err);
}

/* --- formats --- */

/* Asked first: for XML those that read XML, else all but CSV, which any text can be.  The others
 * are asked when none of these is certain: most of them have to look through the text. */
static bool is_likely(const tt_reader *r, bool xml)
{
    if (!xml)
        return strcmp(r->id, "csv") != 0;
    return tt_str_find(tt_str_of(r->extensions), TT_STR("xml"), 0) != SIZE_MAX;
}

/* What the readers that were asked said. */
struct answers {
    int best;
    const tt_reader *found, *other;
};

static void ask(struct answers *a, const tt_reader *r, tt_str head)
{
    int says = r->sniff(head);
    if (says > a->best)
        *a = (struct answers){says, r, NULL};
    else if (says == a->best && says > 0)
        a->other = r;
}

/* To the end of the tag of the document element; nothing when that is not there. */
static tt_str root_of(tt_str head)
{
    tt_str name, ns;
    if (!tt_xml_root(head, &name, &ns))
        return (tt_str){NULL, 0};
    size_t end = tt_str_find(head, TT_STR(">"), (size_t)(name.p - head.p));
    return end == SIZE_MAX ? (tt_str){NULL, 0} : tt_str_sub(head, 0, end + 1);
}

/* Most documents say in their first tag what they are: then nobody looks through the text. */
static bool ask_by_root(tt_str head, tt_sniff_memo *memo, struct answers *a)
{
    size_t n;
    if (memo && memo->n > 0 && tt_str_starts(head, (tt_str){memo->root, memo->n})) {
        *a = (struct answers){memo->sure, memo->found, NULL};
        return true;
    }
    tt_str root = root_of(head);
    const tt_reader *const *readers = tt_readers(&n);
    for (size_t k = 0; root.n > 0 && k < n; k++)
        if (is_likely(readers[k], true))
            ask(a, readers[k], root);
    if (a->best < BY_ROOT || a->other)
        return false;
    if (memo && root.n <= sizeof memo->root) {
        *memo = (tt_sniff_memo){.n = root.n, .found = a->found, .sure = a->best};
        memcpy(memo->root, root.p, root.n);
    }
    return true;
}

static void ask_all(tt_str head, bool xml, struct answers *a)
{
    size_t n;
    const tt_reader *const *readers = tt_readers(&n);
    for (size_t k = 0; k < 2 * n && (k < n || a->best < CERTAIN); k++)
        if (is_likely(readers[k % n], xml) == (k < n))
            ask(a, readers[k % n], head);
}

const tt_reader *
tt_sniff_reader(tt_str text, tt_sniff_memo *memo, int *sure, const tt_reader **tied)
{
    struct answers a = {0};
    bool xml = is_xml(text);
    tt_str head = tt_str_sub(text, 0, TT_SNIFF_BYTES);
    if (!xml || !ask_by_root(head, memo, &a)) {
        a = (struct answers){0};
        ask_all(head, xml, &a);
    }
    *sure = a.best;
    if (tied)
        *tied = a.other;
    return a.other ? NULL : a.found;
}
