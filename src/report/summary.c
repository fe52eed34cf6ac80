/*
 * summary.c - one screen for a person at a terminal.
 */
#include "report/report.h"

#include "base/str.h"
#include "detect/detect.h"
#include "report/words.h"

enum { SHOWN = 10, ID_SHOWN = 10, WIDTH = 64 };

static void add_number(tt_buf *b, double v, unsigned decimals)
{
    char text[TT_NUM_TEXT];
    tt_double_text(v, decimals, text);
    tt_buf_add_z(b, text);
}

static void inputs(const tt_report_in *in, tt_buf *b)
{
    const tt_data *d = in->data;
    uint64_t read = 0, loaded = 0, rejected = 0, duplicate = 0, unknown = 0;
    for (size_t i = 1; i <= d->n_sources; i++) {
        read += d->sources[i].n_read;
        loaded += d->sources[i].n_loaded;
        rejected += d->sources[i].n_rejected;
        duplicate += d->sources[i].n_duplicate;
        unknown += d->sources[i].kind == TT_KIND_NONE ? 1 : 0;
    }
    tt_buf_addf(b, "rows        %llu read = %llu loaded + %llu rejected + %llu duplicate",
                (unsigned long long)read, (unsigned long long)loaded, (unsigned long long)rejected,
                (unsigned long long)duplicate);
    tt_buf_add_z(b, ", from ");
    tt_words_counted(b, d->n_sources, "file");
    if (unknown)
        tt_buf_addf(b, " (%llu not recognised)", (unsigned long long)unknown);
    tt_buf_add_c(b, '\n');
}

static void documents(const tt_report_in *in, tt_buf *b)
{
    const tt_data *d = in->data;
    const char *sep = "";
    tt_buf_add_z(b, "documents   ");
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++)
        if (tt_kind_is_document((tt_kind)k)) {
            tt_buf_addf(b, "%s%zu %ss", sep, tt_data_n_docs(d, (tt_kind)k),
                        tt_kind_text((tt_kind)k));
            sep = ", ";
        }
    tt_buf_add_z(b, "\nperiod      ");
    tt_words_period(b, d->from, d->to);
    tt_buf_addf(b, "\nnetwork     %zu entities, %llu flows, %zu deals\n", d->n_entities,
                (unsigned long long)in->results->n_flows, d->n_deals);
}

static void by_detector(const tt_report_in *in, tt_buf *b)
{
    size_t n = 0;
    const tt_detector *const *det = tt_detectors(&n);
    tt_buf_addf(b, "findings    %zu\n", in->results->n_findings);
    for (size_t i = 0; i < n; i++) {
        size_t count = 0;
        for (size_t k = 1; k <= in->results->n_findings; k++)
            count += tt_str_is(tt_str_of(in->results->findings[k].detector), det[i]->id) ? 1 : 0;
        if (count)
            tt_buf_addf(b, "  %6zu  %-28s %s\n", count, det[i]->id, det[i]->title);
    }
}

/* Names of the parties up to the width of a terminal, then how many more. */
static void parties(const tt_report_in *in, const tt_syndicate *s, tt_buf *b)
{
    size_t used = 0, i = 0;
    for (; i < s->n_entities; i++) {
        tt_str name = in->data->entities[s->entities[i].entity].name;
        if (i && used + name.n > WIDTH)
            break;
        tt_buf_addf(b, "%s%.*s", i ? ", " : "", TT_STR_ARG(name));
        used += name.n + 2;
    }
    if (i < s->n_entities)
        tt_buf_addf(b, " and %zu more", s->n_entities - i);
}

static bool said_before(const tt_report_in *in, const tt_syndicate *s, size_t k)
{
    tt_str t = tt_str_of(in->results->findings[s->findings[k]].typology);
    for (size_t i = 0; i < k; i++)
        if (tt_str_is(t, in->results->findings[s->findings[i]].typology))
            return true;
    return false;
}

static void syndicates(const tt_report_in *in, tt_buf *b)
{
    const tt_results *r = in->results;
    tt_buf_addf(b, "syndicates  %zu", r->n_syndicates);
    if (r->n_syndicates > SHOWN)
        tt_buf_addf(b, ", the first %d:", SHOWN);
    tt_buf_add_c(b, '\n');
    for (size_t i = 1; i <= r->n_syndicates && i <= SHOWN; i++) {
        const tt_syndicate *s = &r->syndicates[i];
        tt_id_text id = tt_id_text_of('s', s->id);
        tt_buf_addf(b, "  %3u  %.*s  ", s->rank, ID_SHOWN, id.s);
        add_number(b, s->log10_e, 2);
        const char *sep = "  ";
        for (size_t k = 0; k < s->n_findings; k++) {
            if (said_before(in, s, k))
                continue;
            tt_buf_addf(b, "%s%s", sep, r->findings[s->findings[k]].typology);
            sep = ", ";
        }
        tt_buf_add_z(b, "\n       ");
        parties(in, s, b);
        tt_buf_add_c(b, '\n');
    }
}

void tt_report_summary(const tt_report_in *in, tt_buf *out)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    inputs(in, &b);
    documents(in, &b);
    by_detector(in, &b);
    syndicates(in, &b);
    if (in->results->n_completeness)
        tt_buf_addf(&b, "limits      %zu %s: see \"completeness\"\n", in->results->n_completeness,
                    in->results->n_completeness == 1 ? "thing was not looked at or was cut"
                                                     : "things were not looked at or were cut");
    tt_buf_add_z(&b,
                 "\nA finding is an indicator with its evidence, for a person to judge; it does "
                 "not establish\nan offence or intent.\n");
    tt_words_visible(out, tt_buf_str(&b));
    out->failed |= b.failed;
    tt_buf_release(&b);
}
