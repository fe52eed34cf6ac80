/*
 * edi_ift.c - IFTMIN (instruction) and IFTMCS (contract status, the content of a bill of lading):
 * one consignment in each message.
 */
#include "read/edi_cargo.h"

#include "base/str.h"

/* 1001 of transport documents; where the number of the message is that of the document. */
static const struct document {
    const char *codes, *type;
} documents[] = {
    {"704", "master_bl"},
    {"714 763", "house_bl"},
    {"740 741 743", "awb"},
    {"730", "cmr"},
    {"720 722", "rail"},
    {"750", "postal"},
    {"703 705 706 707 708 709 710 711 712 713 715 716 717 718 721 724 760 761 764 765 766 770 775",
     ""},
};

/*
 * The number of the transport document: that of the message when it is one, else a reference to it,
 * else the booking, else the number of the message.
 */
static void choose_document(const tt_edi_msg *m, size_t bgm, size_t to, tt_edi_cargo *c)
{
    tt_str code = tt_edi_text(m, bgm, 1, 1), number = tt_edi_text(m, bgm, 2, 1);
    for (size_t k = 0; k < TT_LEN(documents); k++)
        if (tt_edi_among(code, documents[k].codes)) {
            tt_str master = tt_edi_ref(m, 1, to, "MB", 0);
            bool under = master.n > 0 && number.n > 0 && !tt_str_eq(master, number);
            const char *type = documents[k].type;
            c->document_type = type[0] ? tt_str_of(type)
                               : under ? TT_STR("house_bl")
                                       : (tt_str){NULL, 0};
            if (number.n > 0)
                c->document = number;
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
