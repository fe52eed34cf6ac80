/*
 * untdid.h - UNTDID 1001 and 1225, document name and message function codes, as UBL, CII, EDIFACT
 * and WCO use them, to our words.
 */
#ifndef TT_READ_UNTDID_H
#define TT_READ_UNTDID_H

#include "base/base.h"

/**
 * document_type of an invoice: "credit_note" for 81, 83, 261, 262, 296, 308, 381, 396, 420, 458 and
 * 532, "debit_note" for 80, 84 and 383, "proforma" for 325, "invoice" for everything else; absent
 * for an empty code.
 *
 * @source  UN/CEFACT UNTDID 1001; EN 16931 code list of BT-3.
 */
tt_str tt_untdid_invoice(tt_str code);

/**
 * document_type of a transport document: "house_bl" for 714, "master_bl" for 704, 705, 706, 710 and
 * 711, "awb" for 740, 741 and 743, "cmr" for 730, "rail" for 720 and 722, "postal" for 750; absent
 * for everything else.
 */
tt_str tt_untdid_transport(tt_str code);

/**
 * document_status by UNTDID 1225, what a message does to one that came before: "cancelled" for 1,
 * 3, 17 and 50, "amended" for 4, 5 and 18, "draft" for 46 (provisional); absent for everything
 * else.  4 is a change: who sends it states the document that is changed as a whole.  2, 20, 21, 33
 * and 36 state a section of it, and are none of these.
 *
 * @source  UN/CEFACT UNTDID 1225.
 */
tt_str tt_untdid_function(tt_str code);
/** document_status by UNTDID 1001: "amended" for 384, a corrected invoice; else absent. */
tt_str tt_untdid_corrected(tt_str code);

/* UNTDID 1001: contracts of carriage, bills of lading and waybills, as they are asked for in paths;
 * and as European customs write them. */
#define TT_UNTDID_CARRIAGE                                                                         \
    "703|704|705|706|707|709|710|711|713|714|716|720|722|730|740|741|743|750|760|761|763|765"
#define TT_UNTDID_CARRIAGE_N                                                                       \
    "N703|N704|N705|N706|N709|N710|N711|N714|N716|N720|N722|N730|N740|N741|N750|N760"

/** True when a code is one of a list with "|" between them. */
bool tt_untdid_among(tt_str code, const char *list);

#endif
