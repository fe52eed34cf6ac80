/* md.c - see md.h. */
#include "report/md.h"

#include "base/str.h"
#include "report/words.h"

void tt_md_flush(tt_md *m, size_t at)
{
    if (m->status != TT_OK || m->b.n < at)
        return;
    m->status = tt_buf_status(&m->tmp, &m->err);
    if (m->status == TT_OK)
        m->status = tt_buf_status(&m->b, &m->err);
    if (m->status == TT_OK)
        m->status = tt_file_out_write(m->out, tt_buf_str(&m->b), &m->err);
    tt_buf_reset(&m->b);
}

void tt_md_raw(tt_md *m, const char *text)
{
    tt_buf_add_z(&m->b, text);
}

/* What would start a link by itself: "://", "www.". */
static bool starts_link(tt_str s, size_t i)
{
    tt_str rest = tt_str_sub(s, i, 3);
    return tt_str_is(rest, "://") ||
           (s.p[i] == '.' && i >= 3 && tt_str_is_nocase(tt_str_sub(s, i - 3, 3), "www"));
}

void tt_md_text(tt_md *m, tt_str s)
{
    tt_buf_reset(&m->tmp);
    tt_words_visible(&m->tmp, s);
    s = tt_buf_str(&m->tmp);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (tt_ascii_is_space(c)) {
            tt_buf_add_c(&m->b, ' ');
            continue;
        }
        if (strchr("\\`*_[]<>#|~&!@$", c) || starts_link(s, i))
            tt_buf_add_c(&m->b, '\\');
        tt_buf_add_c(&m->b, c);
    }
}

void tt_md_text_z(tt_md *m, const char *s)
{
    tt_md_text(m, tt_str_of(s));
}

void tt_md_entity(tt_md *m, tt_ix e)
{
    const tt_entity *en = &m->in->data->entities[e];
    tt_md_text(m, en->name);
    tt_buf_addf(&m->b, " (`%.10s`)", tt_id_text_of('e', en->id).s);
}

void tt_md_section(tt_md *m, const char *title)
{
    tt_buf_addf(&m->b, "\n## %s\n\n", title);
}

void tt_md_fact(tt_md *m, const char *name)
{
    tt_buf_addf(&m->b, "- **%s:** ", name);
}
