/*
 * explain_words.c - what the explanations of all things share.
 */
#include "report/explain.h"

#include "base/str.h"
#include "report/words.h"

enum { WIDTH = 96 };

void tt_explain_wrapped(tt_buf *b, const char *text)
{
    tt_str rest = tt_str_of(text), word;
    size_t column = 0;
    while (tt_str_split(&rest, ' ', &word)) {
        size_t n = 0;
        for (size_t i = 0; i < word.n; n++)
            (void)tt_utf8_next(word, &i);
        if (!n)
            continue;
        if (column && column + 1 + n > WIDTH) {
            tt_buf_add_c(b, '\n');
            column = 0;
        } else if (column) {
            tt_buf_add_c(b, ' ');
            column++;
        }
        tt_buf_add(b, word);
        column += n;
    }
}

void tt_explain_shift(tt_buf *b, tt_date from, tt_date to, tt_money shift, tt_direction direction)
{
    tt_buf_add_z(b, "\nperiod ");
    tt_words_period(b, from, to);
    if (shift.minor) {
        tt_buf_add_z(b, ", value shift ");
        tt_words_money(b, shift);
        tt_buf_add_z(b, tt_words_direction(direction));
    }
    tt_buf_add_c(b, '\n');
}

void tt_explain_place(const tt_data *d, tt_place p, tt_buf *b)
{
    tt_buf_addf(b, "%.*s line %llu", TT_STR_ARG(d->sources[p.source].name),
                (unsigned long long)p.line);
}

void tt_explain_name(const tt_data *d, tt_ix e, tt_buf *b)
{
    tt_id_text id = tt_id_text_of('e', d->entities[e].id);
    tt_buf_addf(b, "%.10s  %.*s", id.s, TT_STR_ARG(d->entities[e].name));
}

void tt_explain_rest(tt_buf *b, size_t n)
{
    if (n > TT_EXPLAIN_SHOWN)
        tt_buf_addf(b, "  and %zu more: see the report\n", n - TT_EXPLAIN_SHOWN);
}

void tt_explain_bits(int32_t centibits, tt_buf *b)
{
    char text[TT_NUM_TEXT];
    (void)tt_dec_text_fixed(centibits, 2, text);
    tt_buf_addf(b, "%s%s bits", centibits > 0 ? "+" : "", text);
}
