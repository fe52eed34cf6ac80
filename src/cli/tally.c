/*
 * tally.c - files into a case, and what is said of them on standard output.
 */
#include "cli/cli.h"

#include "base/file.h"
#include "base/num.h"
#include "base/str.h"
#include "refdata/currency.h"

enum { FILES_SHOWN = 40 };

void tt_tally_init(tt_tally *t, bool quiet)
{
    *t = (tt_tally){.quiet = quiet};
    tt_sums_init(&t->sums);
}

void tt_tally_release(tt_tally *t)
{
    tt_sums_release(&t->sums);
}

/* --- counting --- */

static tt_tally_line *line_of(tt_tally *t, const char *format)
{
    for (size_t i = 0; i < t->n_formats; i++)
        if (strcmp(t->formats[i].format, format) == 0)
            return &t->formats[i];
    if (t->n_formats < TT_TALLY_FORMATS)
        t->n_formats++;
    tt_tally_line *line = &t->formats[t->n_formats - 1];
    if (!line->n_files)
        (void)snprintf(line->format, sizeof line->format, "%s", format);
    return line;
}

static bool is_unknown(const tt_ingest_result *r)
{
    return !r->opened && tt_str_is(tt_str_of(r->kind), "unknown");
}

/* The texts of a result back into numbers. */
static bool add_sums(tt_tally *t, const tt_ingest_result *r)
{
    tt_sums more;
    bool fine = true, inexact;
    tt_sums_init(&more);
    for (size_t i = 0; fine && i < r->n_sums; i++) {
        const tt_ingest_sum *s = &r->sums[i];
        tt_sum sum = {tt_kind_find(tt_str_of(s->kind)), tt_ccy_parse(tt_str_of(s->currency)), s->n,
                      TT_NO_NUM};
        if (!tt_parse_dec(tt_str_of(s->amount), tt_ccy_exponent(sum.ccy), &sum.minor, &inexact))
            sum.minor = TT_NO_NUM;
        fine = tt_vec_push(&more.sum, sum);
    }
    if (!tt_parse_date(tt_str_of(r->from), &more.first) ||
        !tt_parse_date(tt_str_of(r->to), &more.last))
        more.first = more.last = TT_NO_DATE;
    fine = fine && tt_sums_join(&t->sums, &more);
    tt_sums_release(&more);
    return fine;
}

static void count(tt_tally *t, const tt_ingest_result *r)
{
    tt_tally_line *line = line_of(t, r->format);
    t->n_files++;
    t->n_known += r->known ? 1 : 0;
    t->n_opened += r->opened && !r->known;
    t->n_unknown += is_unknown(r) ? 1 : 0;
    t->n_read += r->n_read;
    t->n_loaded += r->n_loaded;
    t->n_rejected += r->n_rejected;
    t->n_duplicate += r->n_duplicate;
    line->n_files++;
    line->n_read += r->n_read;
    line->n_loaded += r->n_loaded;
    line->n_rejected += r->n_rejected;
    line->n_duplicate += r->n_duplicate;
    if (!add_sums(t, r))
        t->incomplete = true;
}

/* --- printing --- */

static void print_counts(uint64_t read, uint64_t loaded, uint64_t rejected, uint64_t duplicate)
{
    printf("%llu read = %llu loaded + %llu rejected + %llu duplicate\n", (unsigned long long)read,
           (unsigned long long)loaded, (unsigned long long)rejected, (unsigned long long)duplicate);
}

static void print_period(const char *from, const char *to)
{
    if (from[0])
        printf("    %-10s %s to %s\n", "period", from, to);
}

static void print_sum(const char *kind, const char *ccy, const char *amount, uint64_t n)
{
    printf("    %-11s %s %20s  in %llu\n", kind, ccy, amount[0] ? amount : "(too large)",
           (unsigned long long)n);
}

static void print_file(void *ctx, const tt_ingest_result *r)
{
    tt_tally *t = ctx;
    count(t, r);
    bool shown = t->n_files <= FILES_SHOWN || r->n_rejected || is_unknown(r);
    if (t->quiet || !shown)
        return;
    tt_talk_quiet();
    printf("%-34s %-11s %-7s ", r->file, r->opened ? "archive" : r->kind, r->format);
    if (r->known)
        printf("known already\n");
    else if (is_unknown(r) && !r->n_read)
        printf("not recognised: no rows read; see 'tradetrace schema', or give --kind or --map\n");
    else if (r->opened && !r->n_read)
        printf("opened\n");
    else
        print_counts(r->n_read, r->n_loaded, r->n_rejected, r->n_duplicate);
    for (size_t i = 0; i < r->n_sums; i++)
        print_sum(r->sums[i].kind, r->sums[i].currency, r->sums[i].amount, r->sums[i].n);
    print_period(r->from, r->to);
}

static void print_sums(const tt_sums *sums)
{
    char text[TT_NUM_TEXT], to[TT_NUM_TEXT], code[4];
    for (size_t i = 0; i < sums->sum.n; i++) {
        const tt_sum *s = &sums->sum.v[i];
        text[0] = '\0';
        tt_ccy_text(s->ccy, code);
        if (s->minor != TT_NO_NUM)
            (void)tt_dec_text_fixed(s->minor, tt_ccy_exponent(s->ccy), text);
        print_sum(tt_kind_text(s->kind), code, text, s->n);
    }
    if (sums->first == TT_NO_DATE)
        return;
    (void)tt_date_text(sums->first, text);
    (void)tt_date_text(sums->last, to);
    print_period(text, to);
}

void tt_tally_print(const tt_tally *t)
{
    for (size_t i = 0; !t->quiet && t->n_files > FILES_SHOWN && i < t->n_formats; i++) {
        const tt_tally_line *line = &t->formats[i];
        printf("%-11s %6llu files  ", line->format, (unsigned long long)line->n_files);
        print_counts(line->n_read, line->n_loaded, line->n_rejected, line->n_duplicate);
    }
    printf("%llu files, ", (unsigned long long)t->n_files);
    if (t->n_opened)
        printf("%llu archives among them, ", (unsigned long long)t->n_opened);
    printf("%llu known already, %llu not recognised; ", (unsigned long long)t->n_known,
           (unsigned long long)t->n_unknown);
    print_counts(t->n_read, t->n_loaded, t->n_rejected, t->n_duplicate);
    if (t->quiet)
        return;
    if (t->incomplete)
        printf("    sums: no room for them\n");
    else if (t->n_files > 1)
        print_sums(&t->sums);
    if (t->n_files > 0 && t->n_files == t->n_unknown)
        printf("No file was recognised.  'tradetrace schema' prints the headers of CSV files,\n"
               "'tradetrace ingest --format list' the formats that are read; --map MAP.json\n"
               "reads a source with a header of its own, --kind KIND says what the rows are.\n");
}

/* --- taking files in --- */

tt_status tt_check_paths(char **paths, size_t n, tt_err *err)
{
    for (size_t i = 0; i < n; i++)
        if (!tt_str_is(tt_str_of(paths[i]), "-") && !tt_file_exists(paths[i]))
            return tt_fail(err, TT_ENOTFOUND, "no such file or folder: '%s'", paths[i]);
    return TT_OK;
}

tt_status tt_ingest_paths(tt_case *c, char **paths, size_t n, const tt_ingest_spec *spec,
                          tt_tally *tally, tt_err *err)
{
    tt_status st =
        tt_case_ingest_all(c, (const char *const *)paths, n, spec, print_file, tally, err);
    if (!tt_sums_sort(&tally->sums))
        tally->incomplete = true;
    return st;
}
