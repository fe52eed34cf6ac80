/*
 * pdf.c - the invoice that a PDF carries: Factur-X, ZUGFeRD, XRechnung in PDF/A-3.
 *
 * Only an attachment with one of the names that these standards give is taken, never just the first
 * one.  PDF is parsed by pdfdetach of poppler, in a process of its own: a hostile file ends that.
 */
#include "base/child.h"
#include "base/str.h"
#include "ingest/box.h"

enum { SECONDS = 20, LIST_MAX = 1 << 20 };
static const uint64_t pdf_max = (uint64_t)512 << 20, xml_max = (uint64_t)64 << 20;

static const char *const names[] = {"factur-x.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml",
                                    "xrechnung.xml"};

struct pdf {
    const tt_input *in;
    const tt_talk *talk;
    tt_spool *spool;
    tt_arena *a;
    const char *program, *folder, *file, *list, *xml;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the invoice in a PDF");
}

static tt_status write_file(const struct pdf *p, tt_err *err)
{
    tt_file_out *out = NULL;
    TT_TRY(tt_file_out_open(p->file, &out, err));
    tt_status st = tt_file_out_write(out, p->in->bytes, err);
    if (st == TT_OK)
        return tt_file_out_commit(out, NULL, err);
    tt_file_out_abort(out);
    return st;
}

/* "1: factur-x.xml" in the list; *name stays NULL when none of ours is there. */
static tt_status find(const struct pdf *p, const char **number, const char **name, tt_err *err)
{
    const char *argv[] = {p->program, "-list", "-enc", "UTF-8", p->file, NULL};
    tt_file f;
    const tt_child_limits max = {SECONDS, p->list, LIST_MAX};
    if (!tt_child_run(argv, p->list, &max)) {
        tt_log(p->talk, TT_LOG_WARN, "ingest", "'%.*s': pdfdetach cannot read it",
               TT_STR_ARG(p->in->source.name));
        return TT_OK;
    }
    TT_TRY(tt_file_open(p->list, LIST_MAX, &f, err));
    tt_str rest = f.bytes, line;
    while (!*name && tt_str_split(&rest, '\n', &line)) {
        size_t colon = tt_str_find(line, TT_STR(": "), 0);
        if (colon == SIZE_MAX)
            continue;
        for (size_t i = 0; i < TT_LEN(names); i++)
            if (tt_str_is(tt_str_sub(line, colon + 2, SIZE_MAX), names[i]))
                *name = names[i];
        *number = tt_arena_printf(p->a, "%.*s", TT_STR_ARG(tt_str_sub(line, 0, colon)));
    }
    tt_file_close(&f);
    return *name && !*number ? no_room(err) : TT_OK;
}

static tt_status take(const struct pdf *p, const char *number, const char *name,
                      tt_archive_entries *out, tt_err *err)
{
    const char *argv[] = {p->program, "-save", number, "-o", p->xml, p->file, NULL};
    tt_archive_entry e = {.name = tt_str_of(name), .at = p->spool->n};
    tt_file f;
    const tt_child_limits max = {SECONDS, p->xml, xml_max};
    bool saved = tt_child_run(argv, NULL, &max) && tt_file_size(p->xml) > 0;
    e.why = !saved                           ? TT_ARCHIVE_DAMAGED
            : tt_file_size(p->xml) > xml_max ? TT_ARCHIVE_LIMIT
                                             : TT_ARCHIVE_FINE;
    if (e.why == TT_ARCHIVE_FINE) {
        TT_TRY(tt_file_open(p->xml, xml_max, &f, err));
        e.n = f.bytes.n;
        tt_status st = tt_spool_add(p->spool, f.bytes, err);
        tt_file_close(&f);
        TT_TRY(st);
    }
    return tt_vec_push(out, e) ? TT_OK : no_room(err);
}

static tt_status detach(struct pdf *p, tt_archive_entries *out, tt_err *err)
{
    const char *number = NULL, *name = NULL;
    p->file = tt_arena_printf(p->a, "%s/in.pdf", p->folder);
    p->list = tt_arena_printf(p->a, "%s/list", p->folder);
    p->xml = tt_arena_printf(p->a, "%s/out.xml", p->folder);
    if (!p->file || !p->list || !p->xml)
        return no_room(err);
    TT_TRY(write_file(p, err));
    TT_TRY(find(p, &number, &name, err));
    return name ? take(p, number, name, out, err) : TT_OK;
}

tt_status tt_pdf_open(const tt_input *in, tt_spool *spool, tt_arena *a, const tt_talk *talk,
                      tt_archive_entries *out, tt_err *err)
{
    struct pdf p = {.in = in, .talk = talk, .spool = spool, .a = a};
    /* A PDF without any attachment is the usual one: no need to ask. */
    if (tt_str_find(in->bytes, TT_STR("EmbeddedFile"), 0) == SIZE_MAX &&
        tt_str_find(in->bytes, TT_STR("ObjStm"), 0) == SIZE_MAX)
        return TT_OK;
    p.program = tt_child_find("pdfdetach", a);
    if (!p.program || in->bytes.n > pdf_max) {
        tt_log(talk, TT_LOG_WARN, "ingest",
               p.program
                   ? "'%.*s' is too large to look for an invoice in it"
                   : "'%.*s' may carry an invoice: install pdfdetach (poppler-utils) to read it",
               TT_STR_ARG(in->source.name));
        return TT_OK;
    }
    p.folder = tt_temp_folder(a);
    if (!p.folder)
        return tt_fail(err, TT_EIO, "cannot make a folder for temporary files below /tmp");
    tt_status st = detach(&p, out, err);
    tt_temp_remove(p.folder);
    return st;
}
