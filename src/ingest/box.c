/*
 * box.c - archives and PDF files as lists of entries.
 */
#include "ingest/box.h"

#include "base/str.h"

tt_reason tt_box_reason(tt_archive_why why)
{
    static const tt_reason reasons[] = {
        [TT_ARCHIVE_NAME] = TT_REASON_ARCHIVE_NAME,
        [TT_ARCHIVE_LINK] = TT_REASON_ARCHIVE_LINK,
        [TT_ARCHIVE_ENCRYPTED] = TT_REASON_ARCHIVE_ENCRYPTED,
        [TT_ARCHIVE_DAMAGED] = TT_REASON_ARCHIVE_DAMAGED,
        [TT_ARCHIVE_EXPANDS] = TT_REASON_ARCHIVE_EXPANDS,
        [TT_ARCHIVE_LIMIT] = TT_REASON_ARCHIVE_LIMIT,
    };
    return reasons[why];
}

/* "a.csv.gz" holds "a.csv"; ".tgz" and others: the name without its last part. */
static tt_str stem_of(tt_str name)
{
    size_t n = name.n;
    for (size_t i = name.n; i-- > 1;)
        if (name.p[i] == '.') {
            n = i;
            break;
        }
    tt_str stem = tt_str_sub(name, 0, n);
    return tt_str_is(stem, "-") || stem.n == 0 ? TT_STR("data") : stem;
}

static tt_status
open_archive(tt_box *box, const tt_input *in, const tt_ingest_options *opt, tt_err *err)
{
    tt_archive_in from = {
        .bytes = in->bytes,
        .kind = in->archive,
        .stem = stem_of(tt_file_basename(in->source.name.p)),
        .limits = opt->archive,
        .talk = opt->talk,
    };
    return tt_archive_unpack(&from, &box->spool, &box->arena, &box->entries, err);
}

static tt_status put_names(tt_box *box, tt_str name, tt_err *err)
{
    for (size_t i = 0; i < box->entries.n; i++) {
        tt_archive_entry *e = &box->entries.v[i];
        const char *full =
            tt_arena_printf(&box->arena, "%.*s/%.*s", TT_STR_ARG(name), TT_STR_ARG(e->name));
        if (!full)
            return tt_fail(err, TT_ENOMEM, "no room for a name");
        e->name = tt_str_of(full);
    }
    return TT_OK;
}

tt_status tt_box_open(tt_box *box, const tt_input *in, const tt_ingest_options *opt, tt_err *err)
{
    *box = (tt_box){.holds = true};
    tt_spool_init(&box->spool, opt->temp_folder);
    if (in->pdf) {
        TT_TRY(tt_pdf_open(in, &box->spool, &box->arena, opt->talk, &box->entries, err));
        box->holds = box->entries.n > 0;
    } else {
        TT_TRY(open_archive(box, in, opt, err));
    }
    TT_TRY(put_names(box, in->source.name, err));
    return tt_spool_end(&box->spool, &box->bytes, err);
}

void tt_box_release(tt_box *box)
{
    tt_vec_release(&box->entries);
    tt_spool_release(&box->spool);
    tt_arena_release(&box->arena);
}
