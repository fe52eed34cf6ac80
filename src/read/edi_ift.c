/*
 * edi_ift.c - IFTMIN (instruction) and IFTMCS (contract status, the content of a bill of lading):
 * one consignment in each message.
 */
#include "read/edi_cargo.h"

#include "base/str.h"
#include "read/untdid.h"

/* 1001 of transport documents: the number of the message is that of the document. */
static const char documents[] = "703 704 705 706 707 708 709 710 711 712 713 714 715 716 717 718 "
                                "720 721 722 724 730 740 741 743 750 760 761 763 764 765 766 775";

/*
 * The number of the transport document: that of the message when it is one, else a reference to it,
 * else the booking, else the number of the message.
 */
static void choose_document(const tt_edi_msg *m, size_t bgm, size_t to, tt_edi_cargo *c)
{
    tt_str code = tt_edi_text(m, bgm, 1, 1), number = tt_edi_text(m, bgm, 2, 1);
    if (tt_edi_among(code, documents)) {
        tt_str master = tt_edi_ref(m, 1, to, "MB", 0);
        c->document_type = tt_untdid_transport(code);
        if (number.n > 0)
            c->document = number;
        /* A bill under another master bill is a house bill. */
        if (tt_str_is(c->document_type, "master_bl") && master.n > 0 &&
            !tt_str_eq(master, c->document))
            c->document_type = TT_STR("house_bl");
        c->doubtful_date = SIZE_MAX; /* the day of the document is that of acceptance */
    }
    if (c->document.n == 0)
        c->document = tt_edi_ref(m, 1, to, "BN", 0);
    if (c->document.n == 0)
        c->document = number;
}

tt_status tt_edi_read_ift(tt_edi_msg *m, tt_err *err)
{
    tt_edi_cargo c = {.doubtful_date = SIZE_MAX};
    tt_edi_boxes b;
    size_t end = m->n - 1, gid = tt_edi_find(m, 1, end, "GID"), eqd = tt_edi_find(m, 1, end, "EQD");
    size_t header = TT_MIN(gid, eqd);
    tt_edi_cargo_collect(m, 1, header, &c);
    choose_document(m, tt_edi_find(m, 1, header, "BGM"), header, &c);
    tt_status st = tt_edi_boxes_init(&b, m)
                       ? tt_edi_cargo_rows(m, &c, &b, 1, end, true, err)
                       : tt_fail(err, TT_ENOMEM, "no room for the containers of a message");
    tt_edi_boxes_release(&b);
    return st;
}
