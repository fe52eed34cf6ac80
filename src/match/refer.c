/*
 * refer.c - which document names which, by number, between parties that fit.
 *
 * A number is unique only for who gave it: candidates are looked up by (number, party), so that the
 * same number of another seller is never met.  Between several candidates the one whose two sides
 * fit wins; a tie joins nothing. Not here: amounts, dates, quantities as evidence (the full method
 * scores them).
 */
#include "match/parts.h"

#include "base/str.h"

enum {
    MAX_PARTIES = 3,
    REPORT_QUOTED = 6,
    MAX_RUNS = 12 /* ceiling of max_quoted_words */,
    STRANGERS = 4 /* documents with one number that are looked at though nobody fits */
};

const char *tt_ref_key_text(tt_ref_key k)
{
    static const char *const text[] = {
        [TT_KEY_TRANSPORT] = "transport document",
        [TT_KEY_INVOICE] = "invoice number",
        [TT_KEY_TEXT] = "remittance text",
        [TT_KEY_CONTAINER] = "container",
        [TT_KEY_EVIDENCE] = "evidence",
    };
    return text[k];
}

/* The two ends of a trade as one document sees them: entities, 0 = none. */
struct sides {
    tt_ix from[MAX_PARTIES]; /* seller, shipper, exporter, payee */
    tt_ix to[MAX_PARTIES];   /* buyer, consignee and notify, importer, payer */
};

struct node {
    tt_ix doc;
    uint32_t next; /* of the same key; UINT32_MAX = end */
};
TT_VEC(nodes, struct node);

enum { FITS_FROM = 1, FITS_TO = 2 };

struct candidate {
    tt_ix doc;
    unsigned sides; /* that fit */
};
TT_VEC(candidates, struct candidate);

struct finder {
    const tt_data *d;
    const double *param;
    tt_map index;   /* (kind, side, entity, number): first node */
    uint64_t *seen; /* bits of the numbers in the index */
    size_t seen_mask;
    nodes nodes;
    tt_buf key, number;
    tt_run_vec runs;
    candidates found;
    tt_refs *out;
};

static struct sides sides_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    tt_ix e[TT_MAX_ROLES];
    for (unsigned role = 1; role <= TT_MAX_ROLES; role++)
        e[role - 1] = tt_data_entity(d, tt_data_role(d, kind, doc, role));
    switch (kind) {
    case TT_KIND_SHIPMENT: /* shipper; consignee, notify */
        return (struct sides){{e[0]}, {e[1], e[2]}};
    case TT_KIND_PAYMENT: /* payer, payee */
        return (struct sides){{e[1]}, {e[0]}};
    default: /* seller, buyer; exporter, importer */
        return (struct sides){{e[0]}, {e[1]}};
    }
}

/* --- the index --- */

static void make_key(struct finder *f, tt_kind kind, char side, tt_ix entity, tt_str number)
{
    char head[2 + sizeof(entity)] = {(char)kind, side};
    memcpy(head + 2, &entity, sizeof(entity));
    tt_buf_reset(&f->key);
    tt_buf_add(&f->key, (tt_str){head, sizeof(head)});
    tt_buf_add(&f->key, number);
}

static bool index_add(struct finder *f, tt_kind kind, char side, tt_ix entity, tt_ix doc)
{
    make_key(f, kind, side, entity, tt_buf_str(&f->number));
    if (f->key.failed)
        return false;
    uint32_t first = tt_map_find(&f->index, tt_buf_str(&f->key));
    if (first != TT_MAP_NONE && f->nodes.v[first].doc == doc)
        return true; /* notify is often the consignee */
    return tt_vec_push(&f->nodes, ((struct node){doc, first})) &&
           tt_map_put(&f->index, tt_buf_str(&f->key), (uint32_t)f->nodes.n - 1);
}

/* --- a filter --- */

static const uint64_t FNV_START = 14695981039346656037u;

/* FNV-1a, so that the hash of a longer number goes on from that of a shorter one. */
static uint64_t hash_on(uint64_t hash, tt_str more)
{
    for (size_t i = 0; i < more.n; i++)
        hash = (hash ^ (unsigned char)more.p[i]) * 1099511628211u;
    return hash;
}

/* True when a document may have the number with this hash.  Most words of a text end here, without
 * a look-up. */
static bool may_be_number(const struct finder *f, uint64_t hash)
{
    hash ^= hash >> 29;
    return f->seen[hash >> 6 & f->seen_mask] >> (hash & 63) & 1;
}

static void note_number(struct finder *f, tt_str number)
{
    uint64_t hash = hash_on(FNV_START, number);
    hash ^= hash >> 29;
    f->seen[hash >> 6 & f->seen_mask] |= (uint64_t)1 << (hash & 63);
}

/* Room for one bit in sixteen to be set. */
static bool make_filter(struct finder *f)
{
    size_t words = 64;
    while (words < (f->d->n_invoices + f->d->n_shipments) / 4)
        words *= 2;
    f->seen = tt_mem_zalloc(words, sizeof(*f->seen));
    f->seen_mask = words - 1;
    return f->seen;
}

/* From the last document to the first, so that chains ascend. */
static bool index_kind(struct finder *f, tt_kind kind)
{
    for (tt_ix doc = (tt_ix)tt_data_n_docs(f->d, kind); doc; doc--) {
        if (!tt_number_key(tt_data_head(f->d, kind, doc)->number, &f->number))
            continue;
        struct sides s = sides_of(f->d, kind, doc);
        note_number(f, tt_buf_str(&f->number));
        if (!index_add(f, kind, 'n', 0, doc))
            return false;
        for (size_t i = 0; i < MAX_PARTIES; i++)
            if ((s.from[i] && !index_add(f, kind, 'f', s.from[i], doc)) ||
                (s.to[i] && !index_add(f, kind, 't', s.to[i], doc)))
                return false;
    }
    return true;
}

static uint32_t look_up(struct finder *f, tt_kind kind, char side, tt_ix entity, tt_str number)
{
    make_key(f, kind, side, entity, number);
    return f->key.failed ? TT_MAP_NONE : tt_map_find(&f->index, tt_buf_str(&f->key));
}

/* --- candidates --- */

static bool note(struct finder *f, tt_ix doc, unsigned sides)
{
    for (size_t i = 0; i < f->found.n; i++)
        if (f->found.v[i].doc == doc) {
            f->found.v[i].sides |= sides;
            return true;
        }
    return tt_vec_push(&f->found, ((struct candidate){doc, sides}));
}

static bool note_side(struct finder *f, tt_kind kind, unsigned side, const tt_ix party[MAX_PARTIES],
                      tt_str number)
{
    for (size_t i = 0; i < MAX_PARTIES; i++) {
        if (!party[i])
            continue;
        uint32_t at = look_up(f, kind, side == FITS_FROM ? 'f' : 't', party[i], number);
        for (; at != TT_MAP_NONE; at = f->nodes.v[at].next)
            if (!note(f, f->nodes.v[at].doc, side))
                return false;
    }
    return true;
}

static bool has(const tt_ix party[MAX_PARTIES], tt_ix entity)
{
    for (size_t i = 0; i < MAX_PARTIES; i++)
        if (party[i] && party[i] == entity)
            return true;
    return false;
}

/* Money that goes back: payer is the seller and payee the buyer.  Only when both are. */
static bool note_refund(struct finder *f, const struct sides *s, tt_str number)
{
    for (size_t i = 0; i < MAX_PARTIES; i++) {
        uint32_t at = s->to[i] ? look_up(f, TT_KIND_INVOICE, 'f', s->to[i], number) : TT_MAP_NONE;
        for (; at != TT_MAP_NONE; at = f->nodes.v[at].next) {
            tt_ix buyer = tt_data_entity(f->d, f->d->invoices[f->nodes.v[at].doc].buyer);
            if (buyer && has(s->from, buyer) && !note(f, f->nodes.v[at].doc, FITS_FROM | FITS_TO))
                return false;
        }
    }
    return true;
}

/*
 * Fill f->found with the documents of `kind` that have the number and a side that fits `s`.  Where
 * both sides of one fit, only such; but master and house bill of one transport name different
 * parties, and all are meant.
 */
static bool
find_candidates(struct finder *f, tt_kind from, tt_kind kind, const struct sides *s, tt_str number)
{
    f->found.n = 0;
    if (!note_side(f, kind, FITS_FROM, s->from, number) ||
        !note_side(f, kind, FITS_TO, s->to, number))
        return false;
    if (from == TT_KIND_PAYMENT && !note_refund(f, s, number))
        return false;
    bool both = false;
    size_t kept = 0;
    for (size_t i = 0; i < f->found.n; i++)
        both |= f->found.v[i].sides == (FITS_FROM | FITS_TO);
    for (size_t i = 0; i < f->found.n; i++)
        if (!both || kind == TT_KIND_SHIPMENT || f->found.v[i].sides == (FITS_FROM | FITS_TO))
            f->found.v[kept++] = f->found.v[i];
    f->found.n = kept;
    return true;
}

/* Several documents are one answer when they are of the same two parties, and for one transport
 * always. */
static bool is_one_answer(const struct finder *f, tt_kind kind)
{
    if (kind == TT_KIND_SHIPMENT)
        return true;
    struct sides first = sides_of(f->d, kind, f->found.v[0].doc);
    for (size_t i = 1; i < f->found.n; i++) {
        struct sides s = sides_of(f->d, kind, f->found.v[i].doc);
        if (s.from[0] != first.from[0] || s.to[0] != first.to[0])
            return false;
    }
    return true;
}

/* --- references --- */

struct naming {
    tt_kind kind, to_kind;
    tt_ix doc;
    tt_ref_key key;
    struct sides sides;
};

static bool gap(struct finder *f, const struct naming *n, const char *why, tt_str detail)
{
    return tt_vec_push(&f->out->gaps,
                       ((tt_gap){n->kind, n->doc, tt_ref_key_text(n->key), why, detail}));
}

/* Take what find_candidates found.  *taken is set when there was one answer. */
static bool take(struct finder *f, const struct naming *n, tt_str detail, bool *taken)
{
    *taken = f->found.n > 0 && is_one_answer(f, n->to_kind);
    for (size_t i = 0; i < f->found.n && *taken; i++) {
        tt_ix to = f->found.v[i].doc;
        if (n->kind == n->to_kind && n->doc == to)
            continue;
        if (!tt_vec_push(&f->out->edges,
                         ((tt_edge){n->kind, n->to_kind, n->doc, to, n->key, detail, NULL})))
            return false;
    }
    return true;
}

/* Documents of other parties that have the number f->number: names may be too badly written. */
static bool note_strangers(struct finder *f, const struct naming *n, tt_str number, tt_str detail)
{
    uint32_t first = look_up(f, n->to_kind, 'n', 0, number), count = 0;
    for (uint32_t at = first; at != TT_MAP_NONE && count <= STRANGERS; at = f->nodes.v[at].next)
        count++;
    if (count > STRANGERS)
        return true;
    for (uint32_t at = first; at != TT_MAP_NONE; at = f->nodes.v[at].next) {
        tt_edge e = {n->kind, n->to_kind, n->doc, f->nodes.v[at].doc, n->key, detail, NULL};
        if ((n->kind != n->to_kind || n->doc != e.to) && !tt_vec_push(&f->out->strangers, e))
            return false;
    }
    return true;
}

/* The words of a text from one on, taken together: prefixes of f->number. */
struct prefix {
    size_t n; /* bytes of f->number */
    uint64_t hash;
    bool digit;
};

/* Fill prefix[0..n - 1] for the runs [from, from + n). */
static void join_runs(struct finder *f, tt_str text, size_t from, size_t n, struct prefix *prefix)
{
    struct prefix p = {.hash = FNV_START};
    tt_buf_reset(&f->number);
    for (size_t k = 0; k < n; k++) {
        const tt_run *run = &f->runs.v[from + k];
        for (size_t i = run->at; i < run->at + (size_t)run->n; i++) {
            p.digit |= tt_ascii_is_digit(text.p[i]);
            tt_buf_add_c(&f->number, tt_ascii_upper(text.p[i]));
        }
        p.hash = hash_on(p.hash, tt_str_sub(tt_buf_str(&f->number), p.n, run->n));
        p.n += run->n;
        prefix[k] = p;
    }
}

/* The longest number that begins at run `from`.  *used: how many runs it took, 0 = none. */
static bool
quoted_from(struct finder *f, const struct naming *n, tt_str text, size_t from, size_t *used)
{
    struct prefix prefix[MAX_RUNS];
    size_t count = TT_MIN(f->runs.n - from, (size_t)f->param[TT_MATCH_MAX_RUNS]);
    const char *why = NULL;
    tt_str detail = {0};
    join_runs(f, text, from, count, prefix);
    *used = 0;
    for (size_t k = count; k-- > 0;) {
        const struct prefix *p = &prefix[k];
        if (!p->digit || p->n < (size_t)f->param[TT_MATCH_MIN_QUOTED] || !may_be_number(f, p->hash))
            continue;
        const tt_run *first = &f->runs.v[from], *last = &f->runs.v[from + k];
        tt_str quoted = tt_str_sub(text, first->at, (size_t)last->at + last->n - first->at);
        tt_str number = tt_str_sub(tt_buf_str(&f->number), 0, p->n);
        bool taken;
        if (look_up(f, n->to_kind, 'n', 0, number) == TT_MAP_NONE)
            continue;
        if (!find_candidates(f, n->kind, n->to_kind, &n->sides, number) ||
            !take(f, n, quoted, &taken))
            return false;
        if (taken) {
            *used = k + 1;
            return true;
        }
        /* A short number is in many texts by chance: not worth telling when the parties do not fit.
         */
        if (f->found.n)
            why = "several documents fit";
        else if (!why && p->n >= REPORT_QUOTED) {
            why = "parties do not fit";
            if (!note_strangers(f, n, number, quoted))
                return false;
        }
        if (why && !detail.p)
            detail = quoted;
    }
    return !why || gap(f, n, why, detail);
}

/*
 * Numbers that a text quotes.  Words are taken together up to max_quoted_words, longest first,
 * because texts break numbers up; what was used is not looked at again.
 */
static bool find_quoted(struct finder *f, const struct naming *n, tt_str text)
{
    if (!tt_text_runs(text, &f->runs))
        return false;
    for (size_t i = 0; i < f->runs.n;) {
        size_t used;
        if (!quoted_from(f, n, text, i, &used))
            return false;
        i += used ? used : 1;
    }
    return !f->key.failed && !f->number.failed;
}

/* A field that holds a number; where no document has it as a whole, a list of numbers. */
static bool find_named(struct finder *f, const struct naming *n, tt_str raw)
{
    bool taken = false;
    if (!tt_number_key(raw, &f->number))
        return !f->number.failed;
    tt_str number = tt_buf_str(&f->number);
    if (look_up(f, n->to_kind, 'n', 0, number) == TT_MAP_NONE) {
        size_t edges = f->out->edges.n, gaps = f->out->gaps.n;
        if (f->key.failed || !find_quoted(f, n, raw))
            return false;
        return f->out->edges.n > edges || f->out->gaps.n > gaps ||
               gap(f, n, "not in the data", raw);
    }
    if (!find_candidates(f, n->kind, n->to_kind, &n->sides, number) || !take(f, n, raw, &taken))
        return false;
    if (f->key.failed || (!f->found.n && !note_strangers(f, n, number, raw)))
        return false;
    return taken || gap(f, n, f->found.n ? "several documents fit" : "parties do not fit", raw);
}

/* What the head of a document says. */
static bool name_by_head(struct finder *f, struct naming *n)
{
    static const struct {
        tt_kind kind, to_kind;
        tt_ref_key key;
        size_t at;
        bool text;
    } rows[] = {
        {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KEY_TRANSPORT,
         offsetof(tt_invoice, transport_document), false},
        {TT_KIND_SHIPMENT, TT_KIND_INVOICE, TT_KEY_INVOICE, offsetof(tt_shipment, invoice_number),
         false},
        {TT_KIND_DECLARATION, TT_KIND_SHIPMENT, TT_KEY_TRANSPORT,
         offsetof(tt_declaration, transport_document), false},
        {TT_KIND_DECLARATION, TT_KIND_INVOICE, TT_KEY_INVOICE,
         offsetof(tt_declaration, invoice_number), false},
        {TT_KIND_PAYMENT, TT_KIND_INVOICE, TT_KEY_TEXT, offsetof(tt_payment, remittance), true},
        {TT_KIND_PAYMENT, TT_KIND_SHIPMENT, TT_KEY_TRANSPORT, offsetof(tt_payment, remittance),
         true},
    };
    const char *doc = (const char *)tt_data_head(f->d, n->kind, n->doc);
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        if (rows[i].kind != n->kind)
            continue;
        tt_str said = *(const tt_str *)(const void *)(doc + rows[i].at);
        n->key = rows[i].key;
        n->to_kind = rows[i].to_kind;
        if (said.n && !(rows[i].text ? find_quoted(f, n, said) : find_named(f, n, said)))
            return false;
    }
    return true;
}

static bool name_all(struct finder *f, tt_kind kind, tt_ix doc)
{
    const tt_data *d = f->d;
    const tt_head *h = tt_data_head(d, kind, doc);
    struct naming n = {.kind = kind, .doc = doc, .sides = sides_of(d, kind, doc)};
    bool note = kind == TT_KIND_INVOICE && (d->invoices[doc].type == TT_DOC_CREDIT_NOTE ||
                                            d->invoices[doc].type == TT_DOC_DEBIT_NOTE);
    if (!name_by_head(f, &n))
        return false;
    n.key = TT_KEY_INVOICE;
    n.to_kind = TT_KIND_INVOICE;
    for (tt_ix i = h->first_line; i < h->first_line + h->n_lines; i++) {
        tt_str number = kind == TT_KIND_PAYMENT ? d->payment_rows[i].invoice_number : TT_STR("");
        if (number.n && !find_named(f, &n, number))
            return false;
        /* A credit or debit note says in its lines which invoice it corrects. */
        if (note && d->invoice_lines[i].description.n &&
            !find_quoted(f, &n, d->invoice_lines[i].description))
            return false;
    }
    return true;
}

tt_status
tt_refs_find(const tt_data *d, const double *param, const tt_talk *talk, tt_refs *out, tt_err *err)
{
    static const tt_kind kinds[] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KIND_DECLARATION,
                                    TT_KIND_PAYMENT};
    struct finder f = {.d = d, .param = param, .out = out};
    *out = (tt_refs){0};
    tt_map_init(&f.index);
    tt_buf_init(&f.key, 0);
    tt_buf_init(&f.number, 0);
    bool ok =
        make_filter(&f) && index_kind(&f, TT_KIND_INVOICE) && index_kind(&f, TT_KIND_SHIPMENT);
    tt_status st = TT_OK;
    for (size_t k = 0; k < TT_LEN(kinds) && ok && st == TT_OK; k++) {
        size_t n = tt_data_n_docs(d, kinds[k]);
        st = tt_progress(talk, "match", k, TT_LEN(kinds), err);
        for (tt_ix doc = 1; doc <= n && ok; doc++)
            ok = name_all(&f, kinds[k], doc);
    }
    ok = ok && tt_refs_through(out) && tt_refs_prune(out, (size_t)param[TT_MATCH_MAX_DOCS_PER_KEY]);
    if (st == TT_OK && !ok)
        st = tt_fail(err, TT_ENOMEM, "no room for the references between documents");
    tt_map_release(&f.index);
    tt_mem_free(f.seen);
    tt_buf_release(&f.key);
    tt_buf_release(&f.number);
    tt_vec_release(&f.nodes);
    tt_vec_release(&f.runs);
    tt_vec_release(&f.found);
    return st;
}

void tt_refs_release(tt_refs *r)
{
    tt_vec_release(&r->edges);
    tt_vec_release(&r->strangers);
    tt_vec_release(&r->gaps);
}
