/*
 * edi_cuscar.c - CUSCAR, the cargo report to customs: the manifest of a ship.  Each CNI is a
 * consignment with a transport document of its own.
 */
#include "read/edi_cargo.h"

#include "base/str.h"

static const int64_t ONE = 1000000;

/* What is said of the consignment before its goods. */
static size_t header_end(const tt_edi_msg *m, size_t from, size_t to)
{
    size_t gid = tt_edi_find(m, from, to, "GID"), eqd = tt_edi_find(m, from, to, "EQD");
    return TT_MIN(gid, eqd);
}

/* A second bill of lading within one CNI begins a document of its own. */
static size_t next_document(const tt_edi_msg *m, size_t from, size_t to)
{
    bool goods = false, named = false;
    for (size_t i = from; i < to; i++) {
        bool bill = tt_edi_at(m, i, "RFF") && tt_str_is(tt_edi_text(m, i, 1, 1), "BM");
        if (bill && named && goods)
            return i;
        named |= bill;
        goods |= tt_edi_at(m, i, "GID");
    }
    return to;
}

/* The document of a consignment: its own, else the number of CNI, else that of the head when it is
 * the only consignment, else what its goods items name. */
static void choose_document(const tt_edi_msg *m, const tt_edi_cargo *manifest, bool alone,
                            tt_str number, size_t from, size_t to, tt_edi_cargo *c)
{
    if (c->document.n == 0)
        c->document = number;
    if (c->document.n == 0 && alone) {
        c->document = manifest->document;
        c->document_type = manifest->document_type;
    }
    if (c->document.n == 0) {
        tt_edi_cargo_document(m, from, to, c);
        c->bill_by_item = true;
    }
}

static tt_status consignment(tt_edi_msg *m, const tt_edi_cargo *manifest, tt_edi_boxes *b,
                             bool alone, size_t from, size_t to, tt_err *err)
{
    tt_str number = tt_edi_at(m, from, "CNI") ? tt_edi_text(m, from, 2, 1) : (tt_str){NULL, 0};
    for (size_t next; from < to; from = next) {
        tt_edi_cargo c = *manifest;
        /* A bill that the head of the manifest names is not that of each consignment. */
        c.document = c.document_type = (tt_str){NULL, 0};
        next = next_document(m, from, to);
        tt_edi_cargo_collect(m, from, header_end(m, from, next), &c);
        choose_document(m, manifest, alone, number, from, next, &c);
        TT_TRY(tt_edi_cargo_rows(m, &c, b, from, next, false, err));
    }
    return TT_OK;
}

static tt_status consignments(tt_edi_msg *m, tt_edi_boxes *b, tt_err *err)
{
    tt_edi_cargo manifest = {.doubtful_date = SIZE_MAX};
    size_t end = m->n - 1, first = tt_edi_find(m, 1, end, "CNI"), n = 0;
    size_t bgm = tt_edi_find(m, 1, end, "BGM"), head = header_end(m, 1, first);
    tt_edi_cargo_collect(m, 1, first == end ? head : first, &manifest);
    manifest.manifest = tt_edi_text(m, bgm, 2, 1);
    if (first == end)
        return tt_edi_cargo_rows(m, &manifest, b, 1, end, true, err);
    for (size_t i = first, to; i < end; i = to, n++) {
        to = tt_edi_find(m, i + 1, end, "CNI");
        TT_TRY(consignment(m, &manifest, b, i == first && to == end, i, to, err));
    }
    TT_TRY(tt_edi_check_count(m, 1, first, "10", (int64_t)n * ONE, (int64_t)n * ONE, err));
    return tt_edi_check_count(m, 1, first, "16", (int64_t)b->n * ONE, (int64_t)b->n * ONE, err);
}

tt_status tt_edi_read_cuscar(tt_edi_msg *m, tt_err *err)
{
    tt_edi_boxes b;
    tt_status st = tt_edi_boxes_init(&b, m)
                       ? consignments(m, &b, err)
                       : tt_fail(err, TT_ENOMEM, "no room for the containers of a message");
    tt_edi_boxes_release(&b);
    return st;
}
