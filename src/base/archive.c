/*
 * archive.c - the door to libarchive.
 *
 * libarchive converts the names in an archive to the character set of the locale, and gives none
 * for a name that does not fit; so each call has a locale of its own, which is UTF-8 and for this
 * thread only.
 */
#include <archive.h> /* before base/: see banned.h */
#include <archive_entry.h>
#include <locale.h>

#include "base/archive.h"

#include "base/str.h"
#include "base/unicode.h"

enum { BLOCK = 64 << 10, RATIO = 100, ENTRIES = 1000000, RATIO_FROM = 1 << 20 };
static const uint64_t total_default = (uint64_t)64 << 30;

/* --- what it is --- */

tt_archive_kind tt_archive_sniff(tt_str bytes)
{
    static const struct {
        size_t at;
        tt_str mark;
        tt_archive_kind kind;
    } marks[] = {
        {0, {"PK\3\4", 4}, TT_ARCHIVE_ZIP},
        {0, {"PK\5\6", 4}, TT_ARCHIVE_ZIP}, /* an empty one */
        {0, {"\x1f\x8b\x08", 3}, TT_ARCHIVE_GZIP},
        {0, {"\x28\xb5\x2f\xfd", 4}, TT_ARCHIVE_ZSTD},
        {257, {"ustar", 5}, TT_ARCHIVE_TAR},
        {0,
         {"\xfd"
          "7zXZ\0",
          6},
         TT_ARCHIVE_OTHER},
        {0, {"BZh", 3}, TT_ARCHIVE_OTHER},
        {0, {"7z\xbc\xaf\x27\x1c", 6}, TT_ARCHIVE_OTHER},
        {0, {"Rar!\x1a\x07", 6}, TT_ARCHIVE_OTHER},
    };
    for (size_t i = 0; i < TT_LEN(marks); i++)
        if (tt_str_starts(tt_str_sub(bytes, marks[i].at, marks[i].mark.n), marks[i].mark))
            return marks[i].kind;
    return TT_ARCHIVE_NONE;
}

const char *tt_archive_text(tt_archive_kind kind)
{
    static const char *const text[] = {
        [TT_ARCHIVE_NONE] = "unknown", [TT_ARCHIVE_ZIP] = "zip", [TT_ARCHIVE_GZIP] = "gzip",
        [TT_ARCHIVE_ZSTD] = "zstd",    [TT_ARCHIVE_TAR] = "tar", [TT_ARCHIVE_OTHER] = "archive",
    };
    return text[kind];
}

const char *tt_archive_office(tt_str bytes)
{
    /* The names of their first entries, which these programs write near the start. */
    static const struct {
        tt_str mark;
        const char *what;
    } marks[] = {
        {{"application/vnd.oasis.opendocument.spreadsheet", 46}, "ods"},
        {{"application/vnd.oasis.opendocument", 34}, "odt"},
        {{"xl/", 3}, "xlsx"},
        {{"word/", 5}, "docx"},
        {{"ppt/", 4}, "pptx"},
    };
    tt_str head = tt_str_sub(bytes, 0, 4096), tail = {"", 0};
    if (tt_archive_sniff(bytes) != TT_ARCHIVE_ZIP)
        return NULL;
    if (bytes.n > 4096)
        tail = tt_str_sub(bytes, bytes.n - 4096, 4096);
    bool types = tt_str_find(head, TT_STR("[Content_Types].xml"), 0) != SIZE_MAX ||
                 tt_str_find(tail, TT_STR("[Content_Types].xml"), 0) != SIZE_MAX;
    bool mime = tt_str_starts(tt_str_sub(head, 30, 8), TT_STR("mimetype"));
    for (size_t i = types || mime ? 0 : TT_LEN(marks); i < TT_LEN(marks); i++)
        if (tt_str_find(head, marks[i].mark, 0) != SIZE_MAX ||
            tt_str_find(tail, marks[i].mark, 0) != SIZE_MAX)
            return marks[i].what;
    return types || mime ? "document" : NULL;
}

/* --- unpacking --- */

struct job {
    const tt_archive_in *in;
    struct archive *archive;
    tt_spool *spool;
    tt_arena *a;
    tt_archive_entries *out;
    tt_archive_limits limits;
    uint64_t met; /* entries, folders too */
    bool ended;   /* by damage or a limit */
    bool no_tar;  /* one packed file, whatever it looks like */
    char block[BLOCK];
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room to unpack");
}

static tt_status open_archive(struct job *j, tt_err *err)
{
    struct archive *a = j->archive = archive_read_new();
    if (!a)
        return no_room(err);
    /* Just the one layer that was seen: what is packed twice stays packed. */
    int filter = j->in->kind == TT_ARCHIVE_GZIP   ? ARCHIVE_FILTER_GZIP
                 : j->in->kind == TT_ARCHIVE_ZSTD ? ARCHIVE_FILTER_ZSTD
                                                  : ARCHIVE_FILTER_NONE;
    int rc = j->in->kind == TT_ARCHIVE_ZIP ? archive_read_support_format_zip(a)
             : j->no_tar                   ? ARCHIVE_OK
                                           : archive_read_support_format_tar(a);
    if (rc >= ARCHIVE_WARN && filter != ARCHIVE_FILTER_NONE)
        rc = archive_read_support_format_raw(a);
    if (rc >= ARCHIVE_WARN && filter != ARCHIVE_FILTER_NONE)
        rc = archive_read_append_filter(a, filter);
    if (rc < ARCHIVE_WARN)
        return tt_fail(err, TT_EINTERNAL, "libarchive cannot read %s files",
                       tt_archive_text(j->in->kind));
    rc = archive_read_open_memory2(a, j->in->bytes.p, j->in->bytes.n, BLOCK);
    j->ended = rc != ARCHIVE_OK;
    return TT_OK;
}

static const char *detail_of(struct job *j)
{
    const char *text = archive_error_string(j->archive);
    return text ? tt_arena_printf(j->a, "%s", text) : NULL;
}

static tt_status add_entry(struct job *j, tt_archive_entry e, tt_err *err)
{
    if (e.why == TT_ARCHIVE_DAMAGED)
        e.detail = detail_of(j);
    return tt_vec_push(j->out, e) ? TT_OK : no_room(err);
}

static bool is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7f;
}

/* Names of old zip files are in the character set of DOS. */
static tt_status name_of(struct job *j, struct archive_entry *e, tt_str *out, tt_err *err)
{
    uint64_t n_bad = 0;
    const char *utf8 = archive_entry_pathname_utf8(e);
    const char *name = utf8 ? utf8 : archive_entry_pathname(e);
    if (archive_format(j->archive) == ARCHIVE_FORMAT_RAW)
        *out = tt_arena_str(j->a, j->in->stem);
    else if (!name)
        *out = tt_str_of(tt_arena_printf(j->a, "entry-%llu", (unsigned long long)j->met));
    else if (tt_utf8_bad(tt_str_of(name)) == strlen(name))
        *out = tt_arena_str(j->a, tt_str_of(name));
    else
        TT_TRY(tt_unicode_decode(tt_str_of(name), "ibm-437", j->a, out, &n_bad, err));
    if (!out->p)
        return no_room(err);
    char *p = tt_new_n(j->a, char, out->n + 1);
    if (!p)
        return no_room(err);
    for (size_t i = 0; i < out->n; i++)
        p[i] = is_control((unsigned char)out->p[i]) ? '?' : out->p[i];
    *out = (tt_str){p, out->n};
    return TT_OK;
}

static bool is_unsafe(tt_str name)
{
    tt_str rest = name, part;
    bool drive = name.n > 1 && name.p[1] == ':' && tt_ascii_is_alpha(name.p[0]);
    if (name.n == 0 || name.p[0] == '/' || name.p[0] == '\\' || drive)
        return true;
    while (tt_str_split(&rest, '/', &part)) {
        tt_str inner = part, piece;
        while (tt_str_split(&inner, '\\', &piece))
            if (tt_str_is(piece, ".."))
                return true;
    }
    return false;
}

static tt_archive_why judge(struct job *j, struct archive_entry *e, tt_str name)
{
    bool raw = archive_format(j->archive) == ARCHIVE_FORMAT_RAW;
    if (!raw && is_unsafe(name))
        return TT_ARCHIVE_NAME;
    if (!raw && (archive_entry_filetype(e) != AE_IFREG || archive_entry_hardlink(e)))
        return TT_ARCHIVE_LINK;
    if (archive_entry_is_encrypted(e))
        return TT_ARCHIVE_ENCRYPTED;
    return TT_ARCHIVE_FINE;
}

/* Bytes in: of this entry since its start, for a whole packed file since the start of that. */
static tt_archive_why over(const struct job *j, uint64_t out, uint64_t in)
{
    if (j->spool->n > j->limits.total_bytes)
        return TT_ARCHIVE_LIMIT;
    uint64_t all = RATIO_FROM + j->limits.ratio * (uint64_t)j->in->bytes.n;
    if (j->spool->n > all || (out > RATIO_FROM && out / j->limits.ratio > in))
        return TT_ARCHIVE_EXPANDS;
    return TT_ARCHIVE_FINE;
}

static tt_status read_data(struct job *j, tt_archive_entry *e, tt_err *err)
{
    /* What a filter holds back was consumed before the entry began. */
    bool zip = j->in->kind == TT_ARCHIVE_ZIP;
    uint64_t before = zip ? (uint64_t)archive_filter_bytes(j->archive, -1) : 0;
    uint64_t made = zip ? 0 : j->spool->n;
    for (;;) {
        la_ssize_t got = archive_read_data(j->archive, j->block, sizeof j->block);
        uint64_t in = (uint64_t)archive_filter_bytes(j->archive, -1) - before;
        if (got == 0)
            return TT_OK;
        if (got < 0) {
            e->why = TT_ARCHIVE_DAMAGED;
            return TT_OK;
        }
        TT_TRY(tt_spool_add(j->spool, (tt_str){j->block, (size_t)got}, err));
        e->n += (uint64_t)got;
        /* The reader takes its input in blocks: one may be held already. */
        e->why = over(j, made + e->n, in + BLOCK / RATIO);
        if (e->why != TT_ARCHIVE_FINE)
            return TT_OK;
        TT_TRY(tt_progress(j->in->talk, "unpack", in + before, j->in->bytes.n, err));
    }
}

static tt_status take(struct job *j, struct archive_entry *entry, tt_err *err)
{
    tt_archive_entry e = {.at = j->spool->n};
    bool raw = archive_format(j->archive) == ARCHIVE_FORMAT_RAW;
    TT_TRY(name_of(j, entry, &e.name, err));
    if (!raw && archive_entry_filetype(entry) == AE_IFDIR && !archive_entry_hardlink(entry))
        return TT_OK;
    e.why = judge(j, entry, e.name);
    if (e.why == TT_ARCHIVE_FINE) {
        TT_TRY(read_data(j, &e, err));
        if (e.why != TT_ARCHIVE_FINE)
            TT_TRY(tt_spool_cut(j->spool, e.at, err));
    }
    /* A zip file goes on after a damaged entry; nothing goes on after a limit. */
    j->ended = e.why >= TT_ARCHIVE_EXPANDS ||
               (e.why == TT_ARCHIVE_DAMAGED && j->in->kind != TT_ARCHIVE_ZIP);
    return add_entry(j, e, err);
}

static tt_status take_all(struct job *j, tt_err *err)
{
    struct archive_entry *entry;
    tt_archive_entry end = {.name = TT_STR(""), .why = TT_ARCHIVE_DAMAGED};
    if (j->ended) /* it could not be opened */
        return add_entry(j, end, err);
    while (!j->ended) {
        int rc = archive_read_next_header(j->archive, &entry);
        if (rc == ARCHIVE_EOF)
            return TT_OK;
        if (rc == ARCHIVE_RETRY)
            continue;
        end.why = rc < ARCHIVE_WARN              ? TT_ARCHIVE_DAMAGED
                  : ++j->met > j->limits.entries ? TT_ARCHIVE_LIMIT
                                                 : TT_ARCHIVE_FINE;
        if (end.why != TT_ARCHIVE_FINE)
            return add_entry(j, end, err);
        TT_TRY(take(j, entry, err));
    }
    return TT_OK;
}

static int by_name(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_str_cmp(((const tt_archive_entry *)a)->name, ((const tt_archive_entry *)b)->name);
}

static tt_status unpack(struct job *j, tt_err *err)
{
    TT_TRY(open_archive(j, err));
    TT_TRY(take_all(j, err));
    if (j->met == 0 && !j->ended && j->in->kind != TT_ARCHIVE_ZIP &&
        j->in->kind != TT_ARCHIVE_TAR) {
        /* NUL bytes are a tar file without files, says libarchive. */
        (void)archive_read_free(j->archive);
        j->no_tar = true;
        TT_TRY(open_archive(j, err));
        TT_TRY(take_all(j, err));
    }
    bool last = j->out->n > 0 && j->out->v[j->out->n - 1].why >= TT_ARCHIVE_DAMAGED;
    if (!tt_sort(j->out->v, j->out->n - last, sizeof *j->out->v, by_name, NULL))
        return no_room(err);
    return TT_OK;
}

tt_status tt_archive_unpack(const tt_archive_in *in, tt_spool *spool, tt_arena *a,
                            tt_archive_entries *out, tt_err *err)
{
    struct job *j = tt_mem_zalloc(1, sizeof *j);
    if (!j)
        return no_room(err);
    *j = (struct job){.in = in, .spool = spool, .a = a, .out = out, .limits = in->limits};
    j->limits.ratio = in->limits.ratio ? in->limits.ratio : RATIO;
    j->limits.entries = in->limits.entries ? in->limits.entries : ENTRIES;
    j->limits.total_bytes = in->limits.total_bytes ? in->limits.total_bytes : total_default;
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
    tt_status st = unpack(j, err);
    (void)archive_read_free(j->archive);
    if (utf8) {
        (void)uselocale(before);
        freelocale(utf8);
    }
    tt_mem_free(j);
    return st;
}
