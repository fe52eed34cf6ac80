/*
 * remit.h - invoices that words of a payment name: "/INV/A-1//A-2".
 */
#ifndef TT_READ_REMIT_H
#define TT_READ_REMIT_H

#include "read/emit.h"

enum { TT_REMIT_INVOICES = 64 };

/**
 * Invoice numbers behind the code /INV/ in lines of remittance information.
 *
 * @param e    holds texts that have to be made.
 * @return     how many; further ones are left out.
 */
size_t tt_remit_invoices(tt_emit *e, tt_str lines, tt_str out[TT_REMIT_INVOICES]);

#endif
