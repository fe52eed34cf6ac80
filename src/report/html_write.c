/* html_write.c - the one place where text becomes HTML. */
#include "report/html.h"

#include "base/str.h"

enum { FLUSH_AT = 1 << 16 };

void tt_html_fail(tt_html *h, tt_status st)
{
    if (h->status == TT_OK)
        h->status = st;
}

static void flush(tt_html *h, size_t at)
{
    if (h->status != TT_OK || h->b.n < at)
        return;
    tt_html_fail(h, tt_buf_status(&h->b, &h->err));
    if (h->status == TT_OK)
        tt_html_fail(h, tt_file_out_write(h->out, tt_buf_str(&h->b), &h->err));
    tt_buf_reset(&h->b);
}

void tt_html_flush(tt_html *h)
{
    flush(h, FLUSH_AT);
}

tt_status tt_html_done(tt_html *h, tt_err *err)
{
    flush(h, 0);
    return h->status == TT_OK ? TT_OK : tt_fail(err, h->status, "%s", h->err.text);
}

void tt_html_raw(tt_html *h, const char *markup)
{
    tt_buf_add_z(&h->b, markup);
    tt_html_flush(h);
}

/* --- text --- */

static const char *entity_of(char c)
{
    static const struct {
        char c;
        const char *text;
    } names[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    for (size_t i = 0; i < TT_LEN(names); i++)
        if (names[i].c == c)
            return names[i].text;
    return NULL;
}

void tt_html_text(tt_html *h, tt_str s)
{
    size_t done = 0; /* up to here it is written */
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t cp = tt_utf8_next(s, &i);
        const char *name = cp < 0x80 ? entity_of((char)cp) : NULL;
        if (!name && !tt_words_is_hidden(cp) && cp != 0xFFFD)
            continue;
        tt_buf_add(&h->b, tt_str_sub(s, done, at - done));
        if (name)
            tt_buf_add_z(&h->b, name);
        else
            tt_words_visible(&h->b, tt_str_sub(s, at, i - at));
        done = i;
    }
    tt_buf_add(&h->b, tt_str_sub(s, done, s.n - done));
    tt_html_flush(h);
}

void tt_html_z(tt_html *h, const char *s)
{
    tt_html_text(h, tt_str_of(s));
}

void tt_html_code(tt_html *h, const char *code)
{
    for (const char *p = code, *end; *p; p = end) {
        end = p;
        while (*end && *end != '_')
            end++;
        tt_html_text(h, (tt_str){p, (size_t)(end - p)});
        if (*end == '_') {
            tt_html_raw(h, " ");
            end++;
        }
    }
}

/* --- small parts --- */

void tt_html_id(tt_html *h, char letter, tt_hash id)
{
    tt_html_raw(h, tt_id_text_of(letter, id).s);
}

void tt_html_entity(tt_html *h, tt_ix e)
{
    const tt_entity *en = &h->in->data->entities[e];
    bool shown = h->choice.entity[e] != 0;
    if (shown) {
        tt_html_raw(h, "<a href=\"#");
        tt_html_id(h, 'e', en->id);
        tt_html_raw(h, "\">");
    }
    tt_html_raw(h, "<bdi>");
    tt_html_text(h, en->name.n ? en->name : TT_STR("(no name)"));
    tt_html_raw(h, shown ? "</bdi></a>" : "</bdi>");
}

void tt_html_heading(tt_html *h, const char *text)
{
    tt_html_rawf(h, "<h%u class=\"part\">%s</h%u>\n", h->level, text, h->level);
}

void tt_html_term(tt_html *h, const char *term)
{
    tt_html_raw(h, "<dt>");
    tt_html_z(h, term);
    tt_html_raw(h, "</dt><dd>");
}

void tt_html_rest(tt_html *h, size_t shown, size_t n, const char *word)
{
    if (shown >= n)
        return;
    tt_html_raw(h, "<p class=\"rest\">Not shown here: ");
    TT_HTML_WORDS(h, tt_words_count, n - shown);
    tt_html_raw(h, " of ");
    TT_HTML_WORDS(h, tt_words_counted, n, word);
    tt_html_raw(h, ". report.json has all of them.</p>\n");
}

void tt_html_table(tt_html *h, const char *label, const tt_html_column *c, size_t n)
{
    tt_html_raw(h, "<div class=\"wide\"><table aria-label=\"");
    tt_html_z(h, label);
    tt_html_raw(h, "\">\n<thead><tr>");
    for (size_t i = 0; i < n; i++) {
        tt_html_raw(h, c[i].number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        tt_html_z(h, c[i].head);
        tt_html_raw(h, "</th>");
    }
    tt_html_raw(h, "</tr></thead>\n<tbody>\n");
}

void tt_html_table_end(tt_html *h)
{
    tt_html_raw(h, "</tbody>\n</table></div>\n");
}
