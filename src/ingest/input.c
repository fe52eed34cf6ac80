/*
 * input.c - what a file is, and its rows.
 */
#include "ingest/input.h"

#include "base/str.h"
#include "base/unicode.h"
#include "read/decode.h"

enum {
    SURE = 30,        /* of a reader that recognised more than "it is text" */
    SMALL = 64 << 10, /* bytes; each row of a document repeats its header, so not many */
    DONE_EVERY = 4    /* chunks, behind which no reader looks back */
};
static const uint64_t decode_max = (uint64_t)2 << 30;

void tt_input_init(tt_input *in)
{
    *in = (tt_input){.bytes = TT_STR("")};
    tt_spool_init(&in->spool, NULL);
}

void tt_input_release(tt_input *in)
{
    tt_arena_release(&in->arena);
    tt_file_close(&in->file);
    tt_spool_release(&in->spool);
}

/* --- what it is --- */

/* tt_sniff_encoding: UTF-8 with bytes that are none. */
static bool is_repair(const char *encoding)
{
    return strcmp(encoding, "UTF8") == 0;
}

static tt_status
decode(tt_input *in, const tt_ingest_options *opt, const tt_scan *scan, tt_err *err)
{
    const tt_mapping *map = opt->map;
    bool mapped = map && map->encoding.n;
    if (!mapped)
        TT_TRY(tt_sniff_encoding(in->bytes, scan, &in->encoding, err));
    const char *encoding = mapped ? map->encoding.p : in->encoding.name;
    in->source.encoding = "UTF-8";
    in->text = in->bytes;
    if (!encoding[0] || tt_str_is_nocase(tt_str_of(encoding), "UTF-8"))
        return TT_OK;
    in->too_large = in->bytes.n > decode_max;
    if (in->too_large && is_repair(encoding)) {
        in->too_large = false; /* what comes before the first bad byte is read */
        return TT_OK;
    }
    if (in->too_large)
        return TT_OK;
    in->source.encoding = tt_arena_printf(&in->arena, "%s", encoding);
    if (!in->source.encoding)
        return tt_fail(err, TT_ENOMEM, "no room for the name of an encoding");
    return tt_unicode_decode(in->bytes, encoding, &in->arena, &in->text, &in->n_bad, err);
}

static void recognise(tt_input *in, const tt_ingest_options *opt)
{
    const tt_mapping *map = opt->map;
    int sure = 0;
    tt_str format = opt->format ? tt_str_of(opt->format) : map ? map->format : TT_STR("");
    in->reader =
        format.n ? tt_reader_find(format) : tt_sniff_reader(in->text, in->memo, &sure, &in->tied);
    /* Any text could be CSV with one column: that is no format to name. */
    bool named = format.n > 0 || sure >= SURE;
    in->source.format = in->reader && named ? in->reader->id : "unknown";
    if (in->reader)
        in->source.kind = opt->kind ? opt->kind : in->reader->kind(in->text, map);
    if (in->source.kind == TT_KIND_NONE)
        in->reader = NULL;
}

/* Everything but the bytes that decides how they are read; zero when all of it is default. */
static tt_status reading_hash(const tt_ingest_options *opt, tt_hash *out, tt_err *err)
{
    static const tt_hash none;
    tt_hasher h;
    *out = none;
    if (!opt->map && !opt->kind && !opt->format && !opt->limits.field_bytes &&
        !opt->limits.row_bytes)
        return TT_OK;
    TT_TRY(tt_hasher_init(&h, err));
    tt_hasher_add(&h, opt->map ? opt->map->sha.b : none.b, sizeof none.b);
    tt_hasher_add_i64(&h, (int64_t)opt->kind);
    tt_hasher_add_str(&h, tt_str_of(opt->format));
    tt_hasher_add_i64(&h, (int64_t)opt->limits.field_bytes);
    tt_hasher_add_i64(&h, (int64_t)opt->limits.row_bytes);
    *out = tt_hasher_final_hash(&h);
    bool failed = h.failed;
    tt_hasher_release(&h);
    return failed ? tt_fail(err, TT_ENOMEM, "no room for a hash") : TT_OK;
}

static bool is_pdf(tt_str bytes)
{
    return tt_str_starts(bytes, TT_STR("%PDF-"));
}

tt_status
tt_input_describe(tt_input *in, tt_str name, bool later, const tt_ingest_options *opt, tt_err *err)
{
    tt_text_flaws flaws = {false, false};
    tt_scan scan;
    in->source.name = tt_text_clean(name, &in->arena, &flaws);
    if (!in->source.name.p)
        return tt_fail(err, TT_ENOMEM, "no room for a name");
    in->source.bytes = in->bytes.n;
    in->source.kind = TT_KIND_NONE;
    in->source.encoding = "UTF-8";
    in->text = in->bytes;
    TT_TRY(tt_scan_bytes(&in->view, in->bytes, later ? NULL : &in->source.sha, &scan, err));
    if (!later)
        in->hashed = true; /* else that of who hashes */
    TT_TRY(reading_hash(opt, &in->source.map, err));
    in->archive = tt_archive_sniff(in->bytes);
    in->office = tt_archive_office(in->bytes);
    in->pdf = is_pdf(in->bytes);
    in->source.format = in->office    ? in->office
                        : in->archive ? tt_archive_text(in->archive)
                        : in->pdf     ? "pdf"
                                      : "unknown";
    if (in->archive || in->pdf)
        return TT_OK;
    TT_TRY(decode(in, opt, &scan, err));
    if (!in->too_large)
        recognise(in, opt);
    return TT_OK;
}

/* These are mapped. */
static void see(tt_input *in, tt_str bytes)
{
    in->view = (tt_file){.bytes = bytes, .map = (void *)(uintptr_t)bytes.p, .map_n = bytes.n};
}

tt_status
tt_input_open(tt_input *in, const char *path, bool plain, const tt_ingest_options *opt, tt_err *err)
{
    if (plain || tt_file_is_plain(path)) {
        TT_TRY(tt_file_open(path, opt->max_file_bytes, &in->file, err));
        in->view = in->file;
        in->bytes = in->file.bytes;
        return TT_OK;
    }
    tt_spool_init(&in->spool, opt->temp_folder);
    TT_TRY(tt_spool_read(&in->spool, path, opt->max_file_bytes, &in->bytes, err));
    if (in->spool.map)
        see(in, in->bytes);
    return TT_OK;
}

void tt_input_take(tt_input *in, tt_str bytes, bool mapped)
{
    in->bytes = bytes;
    if (mapped)
        see(in, bytes);
}

tt_status tt_input_hash(tt_input *in, tt_err *err)
{
    if (!in->hashed)
        TT_TRY(tt_scan_hash(&in->view, in->bytes, &in->source.sha, err));
    in->hashed = true;
    return TT_OK;
}

bool tt_input_is_box(const tt_input *in)
{
    bool readable = in->archive != TT_ARCHIVE_NONE && in->archive != TT_ARCHIVE_OTHER;
    return in->pdf || (readable && !in->office);
}

bool tt_input_is_small(const tt_input *in)
{
    return in->source.bytes <= SMALL;
}

bool tt_input_is_kept(const tt_input *in)
{
    return in->reader || in->bytes.n <= TT_STORE_KEEP_UNKNOWN;
}

/* --- its rows --- */

struct feeder {
    const tt_input *in;
    const tt_feed *to;
    tt_buf packed;
    tt_zstd_packer *packer;
    uint64_t next; /* chunk */
};

tt_status
tt_input_pack(const tt_input *in, uint64_t n, tt_zstd_packer *packer, tt_buf *out, tt_err *err)
{
    size_t at = (size_t)(n * TT_STORE_CHUNK);
    tt_buf_reset(out);
    return tt_store_chunk_pack(packer, tt_str_sub(in->bytes, at, TT_STORE_CHUNK), out, err);
}

static tt_status feed_chunk(struct feeder *f, tt_err *err)
{
    const tt_feed *to = f->to;
    tt_str packed = {NULL, 0};
    if (!to->packs || !to->packs(to->sink.ctx)) {
        TT_TRY(tt_input_pack(f->in, f->next, f->packer, &f->packed, err));
        packed = tt_buf_str(&f->packed);
    }
    TT_TRY(to->chunk(to->sink.ctx, (int64_t)f->next, packed, err));
    f->next++;
    if (f->next % DONE_EVERY == 0)
        tt_file_done(&f->in->view, (size_t)((f->next - DONE_EVERY) * TT_STORE_CHUNK),
                     (size_t)(f->next * TT_STORE_CHUNK));
    return TT_OK;
}

/* Chunks that end at or before an offset. */
static tt_status feed_chunks(struct feeder *f, uint64_t offset, tt_err *err)
{
    offset = TT_MIN(offset, (uint64_t)f->in->bytes.n); /* of a decoded text it may be larger */
    while ((f->next + 1) * TT_STORE_CHUNK <= offset)
        TT_TRY(feed_chunk(f, err));
    return TT_OK;
}

static tt_status on_record(void *ctx, const tt_record *r, tt_err *err)
{
    struct feeder *f = ctx;
    TT_TRY(feed_chunks(f, r->offset, err));
    return f->to->sink.record(f->to->sink.ctx, r, err);
}

static tt_status on_flaw(void *ctx, const tt_flaw *flaw, tt_err *err)
{
    struct feeder *f = ctx;
    TT_TRY(feed_chunks(f, flaw->offset, err));
    return f->to->sink.flaw(f->to->sink.ctx, flaw, err);
}

static tt_status on_column(void *ctx, tt_str name, tt_err *err)
{
    struct feeder *f = ctx;
    return f->to->sink.unknown_column(f->to->sink.ctx, name, err);
}

static tt_status
note(const struct feeder *f, tt_lost lost, tt_reason why, const char *text, tt_err *err)
{
    tt_flaw flaw = {.lost = lost, .reason = tt_reason_text(why), .line = 1};
    flaw.raw = tt_str_of(text);
    return f->to->sink.flaw(f->to->sink.ctx, &flaw, err);
}

/* What there is to say about the file as a whole. */
static tt_status feed_notes(const struct feeder *f, uint64_t *n_rows, tt_err *err)
{
    const tt_input *in = f->in;
    char text[160];
    if (in->office)
        return note(f, TT_NOTED, TT_REASON_OFFICE_DOCUMENT, in->office, err);
    if (in->archive || in->too_large) {
        ++*n_rows;
        tt_reason why = in->archive ? TT_REASON_ARCHIVE_NESTED : TT_REASON_TOO_LARGE;
        return note(f, TT_LOST_RECORD, why, in->source.format, err);
    }
    if (in->encoding.why == TT_ENCODING_GUESSED) {
        (void)snprintf(text, sizeof text, "%s (%d of 100)", in->encoding.name, in->encoding.sure);
        TT_TRY(note(f, TT_NOTED, TT_REASON_GUESSED_ENCODING, text, err));
    }
    if (in->encoding.why == TT_ENCODING_OVERRULED) {
        (void)snprintf(text, sizeof text, "%s: read as %s", in->encoding.declared,
                       in->encoding.name[0] ? in->encoding.name : "UTF-8");
        TT_TRY(note(f, TT_NOTED, TT_REASON_OTHER_ENCODING, text, err));
    }
    if (in->n_bad == 0)
        return TT_OK;
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)in->n_bad);
    return note(f, TT_NOTED, TT_REASON_ENCODING, text, err);
}

static tt_status
feed(struct feeder *f, const tt_ingest_options *opt, tt_tools *tools, uint64_t *n_rows, tt_err *err)
{
    const tt_input *in = f->in;
    tt_sink sink = {f, on_record, on_flaw, on_column};
    tt_read_in read = {
        .bytes = in->text,
        .file = in->text.p == in->view.bytes.p && in->view.map_n ? &in->view : NULL,
        .kind = in->source.kind,
        .forced = opt->kind != TT_KIND_NONE,
        .map = opt->map,
        .limits = opt->limits,
        .scratch = &tools->scratch,
        .xml = &tools->xml,
        .emit = &tools->emit,
        .n_rows = n_rows,
    };
    if (in->reader || in->archive || in->too_large)
        TT_TRY(feed_notes(f, n_rows, err));
    if (in->reader)
        TT_TRY(in->reader->read(&read, &sink, err));
    while (tt_input_is_kept(in) && f->next * TT_STORE_CHUNK < in->bytes.n)
        TT_TRY(feed_chunk(f, err));
    return TT_OK;
}

void tt_tools_release(tt_tools *t)
{
    tt_zstd_packer_release(&t->packer);
    tt_xml_keep_release(&t->xml);
    tt_emit_keep_release(&t->emit);
    tt_arena_release(&t->scratch);
    tt_batcher_close(t->batcher);
    t->batcher = NULL;
}

tt_status tt_input_feed(const tt_input *in, const tt_ingest_options *opt, tt_tools *tools,
                        const tt_feed *to, uint64_t *n_rows, tt_err *err)
{
    struct feeder f = {.in = in, .to = to, .packer = &tools->packer};
    *n_rows = 0;
    tt_buf_init(&f.packed, 0);
    tt_status st = feed(&f, opt, tools, n_rows, err);
    if (tt_input_is_small(in))
        tt_arena_reset(&tools->scratch);
    else
        tt_arena_release(&tools->scratch);
    tt_buf_release(&f.packed);
    return st;
}
