/*
 * words.h - values as a reader of English expects them: grouped money, periods, trimmed numbers.
 *
 * For people only.  Programs get report.json, where values have their canonical form.
 */
#ifndef TT_REPORT_WORDS_H
#define TT_REPORT_WORDS_H

#include "base/buf.h"
#include "model/finding.h"

/** "USD 1,234,567.00", all decimals of the currency; "unknown" for TT_NO_NUM. */
void tt_words_money(tt_buf *b, tt_money m);
/** "USD 1.23 M": three digits, then nothing, k, M, bn or tn; rounded half up.  For labels where
 * the exact amount stands elsewhere. */
void tt_words_money_short(tt_buf *b, tt_money m);
/** "1,234,567" */
void tt_words_count(tt_buf *b, uint64_t n);
/** "1 finding", "1,204 findings", "2 entities": the plural of a regular word. */
void tt_words_counted(tt_buf *b, uint64_t n, const char *word);
/** Two decimals from 100 on, four from 0.01 on, else six; grouped, without zeros at the end;
 * "unknown" for NAN and infinities. */
void tt_words_number(tt_buf *b, double v);
/** A p-value: as above, "below 0.000001" for what would be written as 0. */
void tt_words_p_value(tt_buf *b, double p);
/** Exactly so many decimals, not grouped. */
void tt_words_fixed(tt_buf *b, double v, unsigned decimals);
/** 1e-6 units, as short as exact, grouped: "1,000", "0.5"; "unknown" for TT_NO_NUM. */
void tt_words_dec(tt_buf *b, int64_t v);
/** "2024-05-31"; "no date" for none. */
void tt_words_date(tt_buf *b, tt_date d);
/** "2024-01-05 to 2024-03-01", one day alone, "no date". */
void tt_words_period(tt_buf *b, tt_date from, tt_date to);
/** "unit_price 8.5 USD/kg, expected 2.25 to 3.75 from 41 peers". */
void tt_words_measure(tt_buf *b, const tt_measure *m);
/** "2.25 to 3.75", "at most 3.75", "2.25 or more"; "" without a range. */
void tt_words_range(tt_buf *b, double low, double high);
/**
 * True for code points that nobody sees and that change what is read: controls (not tabs and line
 * ends), direction marks, blanks without width, tags.  Joiners are none: some scripts are not
 * written without them.
 */
bool tt_words_is_hidden(uint32_t cp);
/** Text with hidden code points as [U+202E], and U+FFFD for bytes that are no UTF-8: what reaches a
 * terminal, a page or a spreadsheet. */
void tt_words_visible(tt_buf *b, tt_str s);
/** "Germany", the code where there is no name, "country unknown" for none. */
const char *tt_words_country(tt_country c);
/** "company", "public body". */
const char *tt_words_entity_type(tt_entity_type t);
/** What came of testing an innocent explanation, as the verb of a sentence: "does not explain it".
 */
const char *tt_words_outcome(tt_outcome o);
/** "", " to the exporter", " to the importer". */
const char *tt_words_direction(tt_direction d);

/** "dismissed by A. Officer on 2024-05-31: netting agreement", as far as it was said. */
void tt_words_disposition(tt_buf *b, const tt_decided *d);

#endif
