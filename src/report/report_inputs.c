/*
 * report_inputs.c - the input files as a table for a spreadsheet: what each holds and sums up to,
 * to be compared with where it came from.  One row for each file, kind and currency.
 *
 * As report_csv.c writes: UTF-8 with a byte order mark, CR LF, no formulas.  Columns: README.md.
 */
#include "base/csv.h"
#include "base/str.h"
#include "report/report.h"

static void cell(tt_buf *b, tt_str s)
{
    tt_csv_add_field(b, s, true);
    tt_buf_add_c(b, ',');
}

static void day(tt_buf *b, tt_date d)
{
    char text[TT_NUM_TEXT];
    if (d != TT_NO_DATE)
        tt_buf_add(b, (tt_str){text, tt_date_text(d, text)});
    tt_buf_add_c(b, ',');
}

/* @param sum  NULL: a file without amounts. */
static void row(tt_buf *b, const tt_report_in *in, size_t source, const tt_input_sum *sum)
{
    const tt_source *s = &in->data->sources[source];
    const uint64_t counts[] = {s->n_read, s->n_loaded, s->n_rejected, s->n_duplicate};
    char hex[65], text[TT_NUM_TEXT], ccy[4];
    tt_hex(s->sha.b, sizeof s->sha.b, hex);
    cell(b, s->name);
    cell(b, tt_str_of(hex));
    cell(b, s->format);
    for (size_t k = 0; k < TT_LEN(counts); k++)
        tt_buf_addf(b, "%llu,", (unsigned long long)counts[k]);
    day(b, in->inputs ? in->inputs->from[source] : TT_NO_DATE);
    day(b, in->inputs ? in->inputs->to[source] : TT_NO_DATE);
    cell(b, tt_str_of(tt_kind_text(sum ? sum->kind : s->kind)));
    if (sum) {
        tt_ccy_text(sum->ccy, ccy);
        cell(b, tt_str_of(ccy));
        tt_buf_addf(b, "%llu,", (unsigned long long)sum->n);
        tt_buf_add(b, (tt_str){text, tt_input_sum_text(sum, text)});
    } else {
        tt_buf_add_z(b, ",,");
    }
    tt_buf_add_z(b, "\r\n");
}

static tt_status write_inputs(const tt_report_in *in, tt_file_out *out, tt_err *err)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_buf_add_z(&b, "\xEF\xBB\xBF"
                     "file,sha256,format,read,loaded,rejected,duplicate,from,to,kind,currency,"
                     "amounts,sum\r\n");
    for (size_t i = 1; i <= in->data->n_sources; i++) {
        size_t k = in->inputs ? in->inputs->first[i] : 0;
        size_t end = in->inputs ? in->inputs->first[i + 1] : 0;
        if (k == end)
            row(&b, in, i, NULL);
        for (; k < end; k++)
            row(&b, in, i, &in->inputs->v[k]);
    }
    tt_status st = tt_buf_status(&b, err);
    if (st == TT_OK)
        st = tt_file_out_write(out, tt_buf_str(&b), err);
    tt_buf_release(&b);
    return st;
}

const tt_reporter tt_reporter_inputs = {
    "inputs", "the input files and their sums as a table for a spreadsheet", write_inputs};
