/*
 * weights.c - what each piece of evidence weighs, and how far match looks.
 *
 * Weights are bits: log2 of how much more often it is seen on true pairs than on others of the same
 * two parties.  These tolerances find counterparts; whether a difference is suspicious is decided
 * by detectors, with their own.
 */
#include "match/match.h"
#include "match/weights.h"

#define BITS(value, help) value, -40, 40, "bits", help

const tt_param tt_match_params[] = {
    [TT_MATCH_MAX_DOCS_PER_KEY] =
        {"max_docs_per_key", 100, 2, 100000, "count",
         "a document that more others name by one key, or that names more, joins none "
         "of them"},
    [TT_MATCH_MIN_QUOTED] = {"min_quoted", 4, 1, 40, "count",
                             "letters and digits below which a number in a text is not looked for"},
    [TT_MATCH_MAX_RUNS] = {"max_quoted_words", 5, 1, 12, "count",
                           "words of a text that are taken together for one number"},
    [TT_MATCH_VALUE_TOLERANCE] =
        {"value_tolerance", 0.05, 0, 1, "fraction",
         "difference of value paid and invoiced up to which a deal is matched"},
    [TT_MATCH_QUANTITY_TOLERANCE] =
        {"quantity_tolerance", 0.1, 0, 1, "fraction",
         "difference of quantity shipped and invoiced up to which a deal is matched"},

    [TT_MATCH_W_NUMBER] = {"w_number", BITS(12, "a number named as the other document has it")},
    [TT_MATCH_W_DIGITS] = {"w_digits", BITS(9, "all its digits, letters apart")},
    [TT_MATCH_W_LAST5] = {"w_last_digits", BITS(7, "its last five digits")},
    [TT_MATCH_W_TAIL] = {"w_tail",
                         BITS(1.4, "each of its last digits, where three or four are written")},
    [TT_MATCH_W_ONE_EDIT] = {"w_one_edit", BITS(4, "its digits but for one, or two in turn")},
    [TT_MATCH_W_ORDER] = {"w_order", BITS(7, "the order number or transport document in common")},
    [TT_MATCH_W_OTHER_NAMED] = {"w_other_named", BITS(-3, "another document is named")},

    [TT_MATCH_W_EXACT] = {"w_exact", BITS(13, "amounts equal to the smallest unit")},
    [TT_MATCH_W_ROUND] = {"w_round",
                          BITS(1.6, "taken off for each zero that a round amount ends in")},
    [TT_MATCH_W_EXACT_LEAST] = {"w_exact_least", BITS(7, "the roundest of equal amounts")},
    [TT_MATCH_W_CHARGE] = {"w_charge", BITS(10.5, "short by a multiple of five up to most_charge")},
    [TT_MATCH_W_SMALL_CHARGE] = {"w_small_charge", BITS(7, "short by another sum up to it")},
    [TT_MATCH_W_HALF_PERCENT] = {"w_half_percent", BITS(4, "amounts within 0.5 %")},
    [TT_MATCH_W_DISCOUNT] = {"w_discount", BITS(1.5, "short by up to most_discount")},
    [TT_MATCH_W_PERCENT] = {"w_percent",
                            BITS(8, "short by 1, 2, 3, 4 or 5 %, to the smallest unit")},
    [TT_MATCH_W_RATE_CLOSE] = {"w_rate_close",
                               BITS(5, "other currency, within 0.6 % at the rate of the day")},
    [TT_MATCH_W_RATE_NEAR] = {"w_rate_near", BITS(3.5, "the same within 1.8 %")},
    [TT_MATCH_W_RATE_FAR] = {"w_rate_far", BITS(0.5, "the same within 3 %")},
    [TT_MATCH_W_FRACTION] = {"w_fraction",
                             BITS(-4.2, "a usual fraction (30 %, half ...) instead of the whole")},
    [TT_MATCH_W_UNEXPLAINED] = {"w_unexplained", BITS(-7, "an amount that nothing explains")},

    [TT_MATCH_W_QUANTITY] = {"w_quantity", BITS(8, "quantities within 0.06 %")},
    [TT_MATCH_W_QUANTITY_NEAR] = {"w_quantity_near", BITS(5, "within 1.2 %")},
    [TT_MATCH_W_QUANTITY_FAR] = {"w_quantity_far", BITS(2, "within 5 %")},
    [TT_MATCH_W_WEIGHT] = {"w_weight", BITS(5, "weights within 1.2 %")},
    [TT_MATCH_W_VALUE] = {"w_value", BITS(6, "values within 1.2 %")},
    [TT_MATCH_W_VALUE_TERMS] = {"w_value_terms",
                                BITS(3, "values apart as terms of delivery explain")},
    [TT_MATCH_W_MEASURE_OTHER] = {"w_measure_other", BITS(-4, "a measure that does not fit")},
    [TT_MATCH_W_FRACTIONS] = {"w_fractions",
                              BITS(6, "a part: two measures say the same fraction within 3.5 %")},
    [TT_MATCH_W_FRACTIONS_NEAR] = {"w_fractions_near", BITS(3.5, "within 9 %")},
    [TT_MATCH_W_FRACTIONS_OTHER] = {"w_fractions_other", BITS(-6, "they say different fractions")},
    [TT_MATCH_W_HS6] = {"w_hs6", BITS(4, "all codes of goods fit to six digits")},
    [TT_MATCH_W_HS4] = {"w_hs4", BITS(1.5, "to four digits")},
    [TT_MATCH_W_HS_OTHER] = {"w_hs_other", BITS(-4, "a code of another heading")},
    [TT_MATCH_W_LINE] = {"w_line",
                         BITS(3, "each line with code and quantity of a line, up to three")},
    [TT_MATCH_W_WORDS] = {"w_words", BITS(2, "half of the words of a description")},

    [TT_MATCH_W_FROM] = {"w_from", BITS(4, "seller and payee, shipper or exporter are one")},
    [TT_MATCH_W_FROM_OTHER] = {"w_from_other", BITS(-5, "they are two")},
    [TT_MATCH_W_TO] = {"w_to",
                       BITS(5, "buyer and payer, consignee, notify party or importer are one")},
    [TT_MATCH_W_TO_OTHER] = {"w_to_other", BITS(-4, "they are two: a third party")},

    [TT_MATCH_W_DATE_LEAST] = {"w_date_least", BITS(-5, "the least that a date may say")},
    [TT_MATCH_SPREAD_LEAST] = {"spread_least", 4, 1, 60, "days",
                               "standard deviation of days between, at least, however regular"},

    [TT_MATCH_ACCEPT] = {"accept", BITS(9, "evidence from which a match is taken")},
    [TT_MATCH_SPECIFIC] = {"specific", BITS(1.5, "of numbers, amounts and goods alone, at least")},
    [TT_MATCH_SPECIFIC_THIRD] = {"specific_third", BITS(12, "the same where one party fits")},
    [TT_MATCH_MARGIN] = {"margin", BITS(1, "above the best other way: less is ambiguous")},
    [TT_MATCH_FREEZE] = {"freeze", BITS(16, "from which the first pass stands")},
    [TT_MATCH_W_OVER] = {"w_over", BITS(-6, "a document named that is covered already")},
    [TT_MATCH_SHARE_MOST] = {"share_most", 1.02, 1, 2, "fraction",
                             "of a document that others may cover together"},
    [TT_MATCH_CLOSE] = {"close",
                        BITS(5, "a refused candidate with as much is told as below the threshold")},

    [TT_MATCH_CHARGE_MOST] = {"most_charge", 60, 0, 10000, "usd",
                              "bank charges taken off a payment"},
    [TT_MATCH_DISCOUNT_MOST] = {"most_discount", 0.055, 0, 0.5, "fraction",
                                "discount taken off a payment"},
    [TT_MATCH_MAX_SCAN] = {"max_scan", 256, 8, 100000, "count",
                           "documents of two parties looked at for one; of more those nearest in "
                           "size"},
    [TT_MATCH_MAX_THIRD] = {"max_third", 16, 1, 10000, "count",
                            "documents of one party alone looked at for one"},
    [TT_MATCH_MAX_COMBINE] = {"max_combine", 40, 2, 1000, "count",
                              "documents that pairs are made of; twos and runs"},
    [TT_MATCH_MAX_THREE] = {"max_three", 25, 3, 200, "count", "documents that threes are made of"},
    [TT_MATCH_MAX_RUN] = {"max_run", 8, 2, 32, "count", "documents in a run"},
    [TT_MATCH_BUDGET] = {"max_states", 65536, 64, 1e7, "count",
                         "sums of four to six documents tried for one"},
};
const size_t tt_match_n_params = TT_LEN(tt_match_params);
