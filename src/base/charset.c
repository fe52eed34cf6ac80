/*
 * charset.c - guesses about encodings; the statistics are ICU's.
 */
#include <unicode/ucsdet.h> /* before base/: see banned.h */

#include "base/charset.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/str.h"
#include "base/unicode.h"

enum {
    LOOK = 4 << 20,
    FOREIGN = 64 << 10,
    ANYTHING = 10 /* what ICU says of whatever bytes */
};

static void say(tt_charset *out, const char *name, unsigned sure, const char *by)
{
    size_t n = TT_MIN(strlen(name), sizeof out->name - 1);
    *out = (tt_charset){.sure = sure, .by = by};
    memcpy(out->name, name, n);
}

const char *tt_charset_mark(tt_str bytes)
{
    /* UTF-32 first: its little-endian mark begins as that of UTF-16. */
    static const struct {
        tt_str mark;
        const char *name;
    } marks[] = {
        {{"\xff\xfe\0\0", 4}, "UTF-32"}, {{"\0\0\xfe\xff", 4}, "UTF-32"},
        {{"\xff\xfe", 2}, "UTF-16"},     {{"\xfe\xff", 2}, "UTF-16"},
        {{"<\0?\0", 4}, "UTF-16LE"},     {{"\0<\0?", 4}, "UTF-16BE"},
        {{"\xef\xbb\xbf", 3}, "UTF-8"},
    };
    for (size_t i = 0; i < TT_LEN(marks); i++)
        if (tt_str_starts(bytes, marks[i].mark))
            return marks[i].name;
    return NULL;
}

/* Characters of several bytes against bytes that are none: a few bad ones make no other encoding.
 */
static bool is_mostly_utf8(tt_str sample)
{
    size_t good = 0, bad = 0;
    for (size_t at = 0; at < sample.n;) {
        size_t from = at;
        uint32_t c = tt_utf8_next(sample, &at);
        good += at - from > 1;
        bad += c == 0xfffd && at - from == 1;
    }
    return good > bad;
}

/* Western text in UTF-16 has a NUL in every other byte. */
static bool by_nul(tt_str bytes, tt_charset *out)
{
    size_t nul[2] = {0, 0};
    for (size_t i = 0; i < bytes.n; i++)
        nul[i & 1] += bytes.p[i] == '\0';
    size_t half = bytes.n / 2;
    if (nul[0] + nul[1] < TT_MAX(half / 4, (size_t)3))
        return false;
    if (nul[1] > 8 * nul[0])
        say(out, "UTF-16LE", 90, "every other byte is NUL");
    else if (nul[0] > 8 * nul[1])
        say(out, "UTF-16BE", 90, "every other byte is NUL");
    else
        return false;
    return true;
}

/* Lines that hold a byte over 0x7f: the others say nothing, and would outvote them. */
static void foreign_lines(tt_str bytes, tt_buf *b)
{
    tt_str line;
    while (b->n < FOREIGN && tt_str_split(&bytes, '\n', &line)) {
        bool foreign = false;
        for (size_t i = 0; i < line.n && !foreign; i++)
            foreign = (unsigned char)line.p[i] >= 0x80;
        if (!foreign)
            continue;
        tt_buf_add(b, tt_str_sub(line, 0, FOREIGN));
        tt_buf_add_c(b, '\n');
    }
}

static bool decodes(tt_str s, const char *name, tt_err *err, tt_status *st)
{
    tt_arena a;
    tt_str text;
    uint64_t bad = 0;
    tt_err unknown = {0};
    tt_arena_init(&a, 0);
    tt_status got = tt_unicode_decode(s, name, &a, &text, &bad, &unknown);
    tt_arena_release(&a);
    if (got != TT_OK && got != TT_EUSAGE)
        *st = tt_fail(err, got, "%s", unknown.text);
    return got == TT_OK && bad == 0;
}

/* Three grades: the figures of ICU differ between its versions. */
static tt_status by_statistics(tt_str s, tt_charset *out, tt_err *err)
{
    static const struct {
        const char *part, *whole;
    } wider[] = {{"ISO-8859-1", "windows-1252"},
                 {"ISO-8859-9", "windows-1254"},
                 {"ISO-8859-8-I", "windows-1255"}};
    UErrorCode code = U_ZERO_ERROR;
    tt_status st = TT_OK;
    int32_t n = 0;
    UCharsetDetector *d = ucsdet_open(&code);
    ucsdet_setText(d, s.p, (int32_t)s.n, &code);
    const UCharsetMatch **all = ucsdet_detectAll(d, &n, &code);
    if (U_FAILURE(code))
        st = tt_fail(err, code == U_MEMORY_ALLOCATION_ERROR ? TT_ENOMEM : TT_EINTERNAL,
                     "ICU cannot guess an encoding: %s", u_errorName(code));
    for (int32_t i = 0; st == TT_OK && i < n && out->sure == 0; i++) {
        const char *name = ucsdet_getName(all[i], &code);
        int32_t sure = ucsdet_getConfidence(all[i], &code);
        if (U_FAILURE(code) || sure <= ANYTHING || strncmp(name, "UTF-", 4) == 0)
            continue;
        for (size_t k = 0; k < TT_LEN(wider); k++)
            if (strcmp(name, wider[k].part) == 0)
                name = wider[k].whole;
        if (decodes(s, name, err, &st))
            say(out, name, sure >= 60 ? 80 : sure >= 15 ? 40 : 20, "statistics of its bytes");
    }
    if (d)
        ucsdet_close(d);
    return st;
}

/* From the start of a line, when there is one near. */
static tt_str around(tt_str bytes, size_t at)
{
    size_t from = at > LOOK / 2 ? at - LOOK / 2 : 0;
    const char *line = from ? memchr(bytes.p + from, '\n', LOOK / 4) : NULL;
    return tt_str_sub(bytes, line ? (size_t)(line - bytes.p) + 1 : from, LOOK);
}

tt_status tt_charset_guess(tt_str bytes, tt_charset *out, tt_err *err)
{
    const char *mark = tt_charset_mark(bytes);
    if (mark) {
        say(out, mark, 100, "byte-order mark");
        return TT_OK;
    }
    bool nul = memchr(bytes.p ? bytes.p : "", '\0', TT_MIN(bytes.n, (size_t)LOOK)) != NULL;
    size_t bad = tt_utf8_bad(bytes);
    if (!nul && bad == bytes.n) {
        say(out, "UTF-8", 100, "valid UTF-8");
        return TT_OK;
    }
    if (nul && by_nul(tt_str_sub(bytes, 0, LOOK), out))
        return TT_OK;
    tt_buf b;
    tt_buf_init(&b, 0);
    foreign_lines(around(bytes, bad), &b);
    *out = (tt_charset){.sure = 0};
    tt_status st = tt_buf_status(&b, err);
    if (st == TT_OK && is_mostly_utf8(tt_buf_str(&b)))
        say(out, "UTF-8", 80, "most of it is UTF-8");
    else if (st == TT_OK)
        st = by_statistics(tt_buf_str(&b), out, err);
    if (st == TT_OK && out->sure == 0)
        say(out, "windows-1252", 10, "nothing fits; any byte is something in it");
    tt_buf_release(&b);
    return st;
}
