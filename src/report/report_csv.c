/*
 * report_csv.c - the findings as a table for a spreadsheet: one row each, by rank.
 *
 * UTF-8 with a byte order mark, so that spreadsheets know; a cell that would start a formula gets
 * an apostrophe in front.  Lists are joined by "; ".  Columns: README.md.
 */
#include "report/report.h"

#include <math.h>

#include "base/csv.h"
#include "base/str.h"
#include "report/rows.h"
#include "report/words.h"

enum { FLUSH_AT = 1 << 16 };

struct table {
    const tt_report_in *in;
    tt_buf row, cell, tmp;
};

/* Numbers are ours and stay numbers, also below zero. */
static void cell_number(struct table *t, double v, unsigned decimals)
{
    char text[TT_NUM_TEXT];
    if (isfinite(v))
        tt_buf_add(&t->row, (tt_str){text, tt_double_text(v, decimals, text)});
}

static void cell(struct table *t, tt_str s)
{
    tt_buf_reset(&t->tmp);
    tt_words_visible(&t->tmp, s);
    tt_csv_add_field(&t->row, tt_buf_str(&t->tmp), true);
}

static void cell_end(struct table *t)
{
    cell(t, tt_buf_str(&t->cell));
    tt_buf_reset(&t->cell);
}

static void next(struct table *t)
{
    tt_buf_add_c(&t->row, ',');
}

static void separate(struct table *t, size_t i)
{
    if (i)
        tt_buf_add_z(&t->cell, "; ");
}

/* --- columns --- */

static void col_rank(struct table *t, const tt_found *f)
{
    cell_number(t, f->rank, 0);
}

static void col_id(struct table *t, const tt_found *f)
{
    cell(t, tt_str_of(tt_id_text_of('f', f->id).s));
}

static void col_detector(struct table *t, const tt_found *f)
{
    cell(t, tt_str_of(f->detector));
}

static void col_typology(struct table *t, const tt_found *f)
{
    cell(t, tt_str_of(f->typology));
}

static void col_weight(struct table *t, const tt_found *f)
{
    cell_number(t, f->f.weight, 6);
}

static void col_p_value(struct table *t, const tt_found *f)
{
    cell_number(t, f->f.p_value, 6);
}

static void col_title(struct table *t, const tt_found *f)
{
    cell(t, tt_str_of(f->f.title));
}

static void col_explanation(struct table *t, const tt_found *f)
{
    cell(t, tt_str_of(f->f.explanation));
}

static void col_shift(struct table *t, const tt_found *f)
{
    char text[TT_NUM_TEXT];
    if (f->f.value_shift.minor)
        tt_buf_add(&t->row, (tt_str){text, tt_money_amount_text(f->f.value_shift, text)});
}

static void col_currency(struct table *t, const tt_found *f)
{
    char ccy[4];
    tt_ccy_text(f->f.value_shift.ccy, ccy);
    if (f->f.value_shift.minor)
        tt_buf_add_z(&t->row, ccy);
}

static void col_direction(struct table *t, const tt_found *f)
{
    if (f->f.value_shift.minor)
        tt_buf_add_z(&t->row, tt_direction_text(f->f.direction));
}

static void col_from(struct table *t, const tt_found *f)
{
    char text[TT_NUM_TEXT];
    tt_buf_add(&t->row, (tt_str){text, tt_date_text(f->f.from, text)});
}

static void col_to(struct table *t, const tt_found *f)
{
    char text[TT_NUM_TEXT];
    tt_buf_add(&t->row, (tt_str){text, tt_date_text(f->f.to, text)});
}

static void col_entities(struct table *t, const tt_found *f)
{
    for (size_t i = 0; i < f->f.n_entities; i++) {
        const tt_finding_entity *e = &f->f.entities[i];
        separate(t, i);
        tt_buf_addf(&t->cell, "%s: %.*s", e->role,
                    TT_STR_ARG(t->in->data->entities[e->entity].name));
    }
    cell_end(t);
}

static void col_entity_ids(struct table *t, const tt_found *f)
{
    for (size_t i = 0; i < f->f.n_entities; i++) {
        separate(t, i);
        tt_buf_add_z(&t->cell,
                     tt_id_text_of('e', t->in->data->entities[f->f.entities[i].entity].id).s);
    }
    cell_end(t);
}

static void col_evidence(struct table *t, const tt_found *f)
{
    const tt_data *d = t->in->data;
    for (size_t i = 0; i < f->f.n_documents; i++) {
        tt_row_facts x = tt_row_facts_of(d, f->f.documents[i]);
        separate(t, i);
        tt_buf_addf(&t->cell, "%s %.*s", tt_kind_text(x.kind), TT_STR_ARG(x.number));
        if (x.line > 0)
            tt_buf_addf(&t->cell, " line %d", (int)x.line);
        tt_buf_addf(&t->cell, " (%.*s:%llu)", TT_STR_ARG(d->sources[x.place.source].name),
                    (unsigned long long)x.place.line);
    }
    cell_end(t);
}

static void col_measures(struct table *t, const tt_found *f)
{
    for (size_t i = 0; i < f->f.n_measures; i++) {
        separate(t, i);
        tt_words_measure(&t->cell, &f->f.measures[i]);
    }
    cell_end(t);
}

static void col_tests(struct table *t, const tt_found *f)
{
    for (size_t i = 0; i < f->f.n_tests; i++) {
        const tt_test *x = &f->f.tests[i];
        separate(t, i);
        tt_buf_addf(&t->cell, "%s: %s: %s", x->test, tt_outcome_text(x->outcome), x->detail);
    }
    cell_end(t);
}

static void col_steps(struct table *t, const tt_found *f)
{
    for (size_t i = 0; i < f->f.n_next_steps; i++) {
        separate(t, i);
        tt_buf_add_z(&t->cell, f->f.next_steps[i]);
    }
    cell_end(t);
}

static void col_syndicate(struct table *t, const tt_found *f)
{
    if (f->syndicate)
        cell(t, tt_str_of(tt_id_text_of('s', t->in->results->syndicates[f->syndicate].id).s));
}

static void col_syndicate_rank(struct table *t, const tt_found *f)
{
    if (f->syndicate)
        cell_number(t, t->in->results->syndicates[f->syndicate].rank, 0);
}

static void col_disposition(struct table *t, const tt_found *f)
{
    if (f->disposition)
        cell(t, tt_str_of(tt_said_text(f->disposition->said)));
}

static void col_who(struct table *t, const tt_found *f)
{
    if (f->disposition)
        cell(t, f->disposition->who);
}

static void col_when(struct table *t, const tt_found *f)
{
    char when[TT_NUM_TEXT];
    if (f->disposition)
        cell(t, (tt_str){when, tt_when_text(f->disposition->when, when)});
}

static void col_why(struct table *t, const tt_found *f)
{
    if (f->disposition)
        cell(t, f->disposition->why);
}

static const struct {
    const char *name;
    void (*write)(struct table *t, const tt_found *f);
} columns[] = {
    {"rank", col_rank},
    {"id", col_id},
    {"detector", col_detector},
    {"typology", col_typology},
    {"weight", col_weight},
    {"p_value", col_p_value},
    {"title", col_title},
    {"explanation", col_explanation},
    {"value_shift", col_shift},
    {"currency", col_currency},
    {"direction", col_direction},
    {"from", col_from},
    {"to", col_to},
    {"entities", col_entities},
    {"entity_ids", col_entity_ids},
    {"evidence", col_evidence},
    {"measures", col_measures},
    {"counter_evidence", col_tests},
    {"next_steps", col_steps},
    {"syndicate", col_syndicate},
    {"syndicate_rank", col_syndicate_rank},
    {"disposition", col_disposition},
    {"who", col_who},
    {"when", col_when},
    {"why", col_why},
};

/* --- the table --- */

static tt_status flush(struct table *t, size_t at, tt_file_out *out, tt_err *err)
{
    if (t->row.n < at)
        return TT_OK;
    TT_TRY(tt_buf_status(&t->tmp, err));
    TT_TRY(tt_buf_status(&t->cell, err));
    TT_TRY(tt_buf_status(&t->row, err));
    TT_TRY(tt_file_out_write(out, tt_buf_str(&t->row), err));
    tt_buf_reset(&t->row);
    return TT_OK;
}

static tt_status rows(struct table *t, tt_file_out *out, tt_err *err)
{
    tt_buf_add_z(&t->row, "\xEF\xBB\xBF");
    for (size_t k = 0; k < TT_LEN(columns); k++)
        tt_buf_addf(&t->row, "%s%s", k ? "," : "", columns[k].name);
    tt_buf_add_z(&t->row, "\r\n");
    for (size_t i = 1; i <= t->in->results->n_findings; i++) {
        for (size_t k = 0; k < TT_LEN(columns); k++) {
            if (k)
                next(t);
            columns[k].write(t, &t->in->results->findings[i]);
        }
        tt_buf_add_z(&t->row, "\r\n");
        TT_TRY(flush(t, FLUSH_AT, out, err));
    }
    return flush(t, 0, out, err);
}

static tt_status write_csv(const tt_report_in *in, tt_file_out *out, tt_err *err)
{
    struct table t = {.in = in};
    tt_buf_init(&t.row, 0);
    tt_buf_init(&t.cell, 0);
    tt_buf_init(&t.tmp, 0);
    tt_status st = rows(&t, out, err);
    tt_buf_release(&t.row);
    tt_buf_release(&t.cell);
    tt_buf_release(&t.tmp);
    return st;
}

const tt_reporter tt_reporter_csv = {"csv", "the findings as a table for a spreadsheet", write_csv};
