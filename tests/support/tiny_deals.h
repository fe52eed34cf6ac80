/* tiny_deals.h - deals of a small case, written down by the test instead of found by match. */
#ifndef TT_TESTS_SUPPORT_TINY_DEALS_H
#define TT_TESTS_SUPPORT_TINY_DEALS_H

#include "tests/support/tiny_case.h"

/**
 * Fill deals, deal_docs and deal_of of c->data, after tiny_finish.
 *
 *     tiny_deals(&c, (tiny_id[]){inv, pay, 0, other, bl, pay2}, 6);     two deals
 *
 * @param docs  documents, deal by deal, with 0 between deals; sums and residuals stay unknown.
 * @return      TT_OK, TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tiny_deals(tiny_case *c, const tiny_id *docs, size_t n);

#endif
