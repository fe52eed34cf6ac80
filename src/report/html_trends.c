/* html_trends.c - the trends of the wildlife page, with bars month by month. */
#include "report/html.h"

#include "report/wildlife.h"

/* A bar for each month: what it could be among, and in it what it is. */
static void bars(tt_html *h, const tt_trend *t)
{
    enum { HIGH = 24, MONTH = 5 };
    uint32_t most = 1;
    for (size_t m = 0; m < t->n_months; m++)
        most = TT_MAX(most, t->among[m]);
    tt_html_rawf(h, "<svg class=\"spark\" width=\"%zu\" height=\"%d\" aria-hidden=\"true\">",
                 t->n_months * MONTH, (int)HIGH);
    for (size_t m = 0; m < t->n_months; m++) {
        unsigned all = (unsigned)((uint64_t)t->among[m] * HIGH / most);
        unsigned seen = (unsigned)(((uint64_t)t->seen[m] * HIGH + most - 1) / most);
        tt_html_rawf(h, "<path class=\"all\" d=\"M%zu %dv-%u\"/>", m * MONTH + 2, (int)HIGH, all);
        if (seen)
            tt_html_rawf(h, "<path class=\"seen\" d=\"M%zu %dv-%u\"/>", m * MONTH + 2, (int)HIGH,
                         seen);
    }
    tt_html_raw(h, "</svg>");
}

static void change(tt_html *h, const tt_trend *t)
{
    if (t->few) {
        tt_html_raw(h, "<span class=\"quiet\">too few to say</span>");
        return;
    }
    if (t->change == TT_NO_DATE) {
        tt_html_raw(h, "<span class=\"quiet\">none beyond chance, p ");
        TT_HTML_WORDS(h, tt_words_p_value, t->p);
        tt_html_raw(h, "</span>");
        return;
    }
    tt_html_raw(h, "from ");
    TT_HTML_WORDS(h, tt_words_date, t->change);
    tt_html_raw(h, " on: ");
    TT_HTML_WORDS(h, tt_words_fixed, 100 * t->before, 1);
    tt_html_raw(h, " % before, ");
    TT_HTML_WORDS(h, tt_words_fixed, 100 * t->after, 1);
    tt_html_raw(h, " % after, p ");
    TT_HTML_WORDS(h, tt_words_p_value, t->p);
}

static void trends_of(tt_html *h, const tt_wild_view *v, tt_trend_of kind)
{
    static const struct {
        const char *head, *n, *of;
    } says[TT_TREND_COUNT] = {
        [TT_TREND_LANE] = {"Lane", "With findings", "Of senders and months"},
        [TT_TREND_PORT] = {"Port of discharge", "Senders and months with findings", "Of all"},
        [TT_TREND_ROUTE] = {"Route of seizures", "Seizures", "Of all"},
    };
    const tt_html_column columns[] = {{says[kind].head, false},
                                      {says[kind].n, true},
                                      {says[kind].of, true},
                                      {"Month by month", false},
                                      {"Change", false}};
    size_t n = 0, shown = 0;
    for (size_t i = 0; i < v->n_trends; i++)
        n += v->trends[i].kind == kind;
    if (!n)
        return;
    tt_html_table(h, says[kind].head, columns, TT_LEN(columns));
    for (size_t i = 0; i < v->n_trends && shown < h->limits->rows; i++) {
        const tt_trend *t = &v->trends[i];
        if (t->kind != kind)
            continue;
        shown++;
        tt_html_raw(h, "<tr><th scope=\"row\"><bdi>");
        tt_html_text(h, t->key);
        tt_html_raw(h, "</bdi></th><td class=\"n\">");
        TT_HTML_WORDS(h, tt_words_count, t->n);
        tt_html_raw(h, "</td><td class=\"n\">");
        TT_HTML_WORDS(h, tt_words_count, t->of);
        tt_html_raw(h, "</td><td>");
        bars(h, t);
        tt_html_raw(h, "</td><td>");
        change(h, t);
        tt_html_raw(h, "</td></tr>\n");
    }
    tt_html_table_end(h);
    tt_html_rest(h, shown, n, "series");
}

void tt_html_trends(tt_html *h, const tt_wild_view *v)
{
    if (!v->n_trends)
        return;
    tt_html_raw(h,
                "<h3>Trends</h3>\n<p class=\"quiet\">Shares, so that more trade or a fuller feed "
                "is no trend. A sender counts once in a month. A change is told when "
                "drawing by lot would give one as large in any month with a chance of at most "
                "0.01.</p>\n");
    for (int kind = 0; kind < TT_TREND_COUNT; kind++)
        trends_of(h, v, (tt_trend_of)kind);
    tt_html_rest(h, v->n_trends, v->n_trends + v->n_trends_left_out, "series");
}
