/*
 * decode.c - cells to values, by the type of the field.
 *
 * One function for each type and a table of them.  Which cell feeds which field, what is required
 * and who is told is plan.c.
 */
#include "read/decode.h"

#include "base/str.h"
#include "read/columns.h"
#include "refdata/fold.h"
#include "refdata/refdata.h"

enum { DEC_SCALE = 6, RATE_SCALE = 12, NUMBER_MAX = 64 };

/* --- text --- */

static tt_reason decode_text(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out)
{
    TT_UNUSED(ccy);
    TT_UNUSED(out);
    tt_unit unit;
    tt_hs hs;
    if (d->is_unit && !tt_unit_parse(cell, &unit))
        return TT_REASON_UNKNOWN_UNIT;
    return d->is_hs && !tt_hs_parse(cell, &hs) ? TT_REASON_NOT_HS : TT_REASON_NONE;
}

/* What registers of manifests and declarations call a statement of a document.  "superseded" is not
 * here: it is said of the row that was, not of the one that is. */
static tt_str status_word(tt_str name)
{
    static const struct {
        const char *said, *word;
    } rows[] = {
        {"new", "original"},           {"add", "original"},       {"added", "original"},
        {"final", "original"},         {"issued", "original"},    {"amend", "amended"},
        {"amendment", "amended"},      {"change", "amended"},     {"changed", "amended"},
        {"corrected", "amended"},      {"correction", "amended"}, {"replace", "amended"},
        {"replacement", "amended"},    {"revised", "amended"},    {"update", "amended"},
        {"updated", "amended"},        {"cancel", "cancelled"},   {"canceled", "cancelled"},
        {"cancellation", "cancelled"}, {"delete", "cancelled"},   {"deleted", "cancelled"},
        {"void", "cancelled"},         {"voided", "cancelled"},   {"withdrawn", "cancelled"},
    };
    /* The same in other languages, as tt_fold() spells them. */
    static const struct {
        const char *said, *word;
    } folded[] = {
        {"STORNIERT", "cancelled"},    {"ANNULLIERT", "cancelled"}, {"BERICHTIGT", "amended"},
        {"KORRIGIERT", "amended"},     {"GEANDERT", "amended"},     {"ANNULE", "cancelled"},
        {"ANNULEE", "cancelled"},      {"RECTIFIE", "amended"},     {"RECTIFIEE", "amended"},
        {"MODIFIE", "amended"},        {"MODIFIEE", "amended"},     {"ANULADO", "cancelled"},
        {"ANULADA", "cancelled"},      {"CANCELADO", "cancelled"},  {"CANCELADA", "cancelled"},
        {"RECTIFICADO", "amended"},    {"RECTIFICADA", "amended"},  {"MODIFICADO", "amended"},
        {"MODIFICADA", "amended"},     {"RETIFICADO", "amended"},   {"RETIFICADA", "amended"},
        {"DAHUY", "cancelled"},        {"DASUADOI", "amended"},     {"АННУЛИРОВАН", "cancelled"},
        {"АННУЛИРОВАНА", "cancelled"}, {"ОТМЕНЕН", "cancelled"},    {"ОТМЕНЕНА", "cancelled"},
        {"ИСПРАВЛЕН", "amended"},      {"ИСПРАВЛЕНА", "amended"},   {"作废", "cancelled"},
        {"已作废", "cancelled"},       {"已取消", "cancelled"},     {"取消", "cancelled"},
        {"取消済", "cancelled"},       {"已修改", "amended"},       {"更正", "amended"},
        {"訂正", "amended"},
    };
    char fold[TT_FOLD_MAX];
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (tt_str_is(name, rows[i].said))
            return tt_str_of(rows[i].word);
    tt_str key = {fold, tt_fold(name, fold)};
    for (size_t i = 0; i < TT_LEN(folded); i++)
        if (tt_str_is(key, folded[i].said))
            return tt_str_of(folded[i].word);
    return name;
}

static tt_reason decode_enum(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out)
{
    TT_UNUSED(ccy);
    char folded[TT_COLUMN_MAX];
    tt_str rest = tt_str_of(d->field->words), word;
    tt_str name = {folded, tt_column_fold(cell, folded)};
    if (d->is_status)
        name = status_word(name);
    while (tt_str_split(&rest, '|', &word)) {
        if (tt_str_eq(word, name)) {
            out->text = word;
            return TT_REASON_NONE;
        }
    }
    return TT_REASON_NOT_WORD;
}

static tt_reason decode_country(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out)
{
    TT_UNUSED(d);
    TT_UNUSED(ccy);
    tt_country c;
    if (!tt_country_parse(cell, &c))
        return TT_REASON_COUNTRY;
    out->num = (int64_t)c;
    return TT_REASON_NONE;
}

static tt_reason decode_ccy(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out)
{
    TT_UNUSED(d);
    TT_UNUSED(ccy);
    tt_ccy c = tt_ccy_parse(cell);
    if (c == TT_CCY_NONE)
        return TT_REASON_CURRENCY;
    out->num = (int64_t)c;
    return TT_REASON_NONE;
}

/* --- numbers --- */

/* One sign, digits, at most one point: what tt_parse_dec takes when it fits. */
static bool is_number(tt_str s)
{
    size_t i = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0, digits = 0, points = 0;
    for (; i < s.n; i++) {
        if (s.p[i] == '.')
            points++;
        else if (tt_ascii_is_digit(s.p[i]))
            digits++;
        else
            return false;
    }
    return digits > 0 && points <= 1;
}

/* The cell with a point and without grouping, in buf when it has to be changed.  Absent: not a
 * number. */
static tt_str plain_number(const tt_decoder *d, tt_str cell, char buf[NUMBER_MAX])
{
    char decimal = d->decimal ? d->decimal : '.';
    if (decimal == '.' && !d->grouping)
        return cell;
    size_t n = 0;
    bool whole = true;
    for (size_t i = 0; i < cell.n; i++) {
        char c = cell.p[i];
        if (d->grouping && c == d->grouping) {
            bool between = i > 0 && i + 1 < cell.n && tt_ascii_is_digit(cell.p[i - 1]) &&
                           tt_ascii_is_digit(cell.p[i + 1]);
            if (!whole || !between)
                return (tt_str){NULL, 0};
            continue;
        }
        if (n == NUMBER_MAX || (c == '.' && decimal != '.'))
            return (tt_str){NULL, 0};
        whole = whole && c != decimal;
        buf[n++] = c == decimal ? '.' : c;
    }
    return (tt_str){buf, n};
}

static tt_reason
decode_scaled(const tt_decoder *d, tt_str cell, unsigned scale, tt_reason rounded, tt_value *out)
{
    char buf[NUMBER_MAX];
    tt_str s = plain_number(d, cell, buf);
    bool inexact = false;
    if (s.p && tt_parse_dec(s, scale, &out->num, &inexact) && out->num != TT_NO_NUM)
        return inexact ? rounded : TT_REASON_NONE;
    return s.p && is_number(s) ? TT_REASON_RANGE : TT_REASON_NOT_NUMBER;
}

static tt_reason decode_amount(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out)
{
    if (ccy == TT_CCY_NONE)
        return TT_REASON_NO_CURRENCY;
    tt_reason r = decode_scaled(d, cell, tt_ccy_exponent(ccy), TT_REASON_ROUNDED_MONEY, out);
    bool read = r == TT_REASON_NONE || tt_reason_is_note(r);
    return read && (out->num > TT_AMOUNT_MAX || out->num < -TT_AMOUNT_MAX) ? TT_REASON_RANGE : r;
}

unsigned tt_decode_scale(tt_ftype type)
{
    return type == TT_FT_DEC ? DEC_SCALE : type == TT_FT_RATE ? RATE_SCALE : 0;
}

static tt_reason decode_dec(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out)
{
    TT_UNUSED(ccy);
    return decode_scaled(d, cell, tt_decode_scale(d->field->type), TT_REASON_ROUNDED_DEC, out);
}

static tt_reason decode_int(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out)
{
    TT_UNUSED(ccy);
    return decode_scaled(d, cell, 0, TT_REASON_NOT_WHOLE, out);
}

/* --- dates --- */

enum { FIRST_YEAR = 1000, LAST_YEAR = 9999, DAY = 86400 };

static bool count_since(const tt_date_style *st, tt_str cell, tt_when *out)
{
    int64_t v, day;
    if (!tt_parse_i64(cell, &v))
        return false;
    bool seconds = st->how == TT_DATE_SECONDS;
    int64_t rest = seconds ? v % DAY : 0;
    if (seconds)
        v = v / DAY - (rest < 0);
    if (!tt_add_i64(v, st->base, &day) || day < tt_civil_days(FIRST_YEAR, 1, 1) ||
        day > tt_civil_days(LAST_YEAR, 12, 31))
        return false;
    out->day = (tt_date)day;
    out->sec = seconds ? (int32_t)(rest < 0 ? rest + DAY : rest) : TT_NO_TIME;
    return true;
}

static bool parse_styled(const tt_date_style *st, tt_str cell, tt_when *out)
{
    switch (st->how) {
    case TT_DATE_ISO:
        return tt_parse_when(cell, out);
    case TT_DATE_PATTERN:
        return tt_parse_when_pattern(cell, st->pattern, out);
    case TT_DATE_DAYS:
    case TT_DATE_SECONDS:
        return count_since(st, cell, out);
    }
    return false;
}

static tt_reason decode_when(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out)
{
    TT_UNUSED(ccy);
    tt_when w;
    if (!parse_styled(&d->date, cell, &w))
        return TT_REASON_NOT_DATE;
    out->num = w.day;
    out->sec = d->field->type == TT_FT_WHEN ? w.sec : TT_NO_TIME;
    return TT_REASON_NONE;
}

static bool since(tt_str text, const char *words, tt_date_how how, tt_date_style *out)
{
    tt_str start = tt_str_of(words);
    if (!tt_str_starts(text, start) ||
        !tt_parse_date(tt_str_trim(tt_str_sub(text, start.n, text.n)), &out->base))
        return false;
    out->how = how;
    return true;
}

tt_status tt_date_style_parse(tt_str text, tt_date_style *out, tt_err *err)
{
    tt_date_style st = {.how = TT_DATE_ISO};
    if (text.n > 0 && !since(text, "days since ", TT_DATE_DAYS, &st) &&
        !since(text, "seconds since ", TT_DATE_SECONDS, &st)) {
        bool year = false, month = false, day = false, of_year = false;
        for (size_t i = 0; i < text.n; i++) {
            if (text.p[i] != '%')
                continue;
            char c = ++i < text.n ? text.p[i] : '\0';
            if (!c || !strchr("YmdHMSybj%", c))
                return tt_fail(err, TT_EFORMAT,
                               "date pattern '%.*s': after %% comes one of Y m d H M S y b j %%",
                               TT_STR_ARG(text));
            year |= c == 'Y' || c == 'y';
            month |= c == 'm' || c == 'b';
            day |= c == 'd';
            of_year |= c == 'j';
        }
        if (!year || !((month && day) || of_year))
            return tt_fail(err, TT_EFORMAT,
                           "date pattern '%.*s' fixes no day: write it as '%%d.%%m.%%Y', "
                           "'days since 1970-01-01' or 'seconds since 1970-01-01'",
                           TT_STR_ARG(text));
        st = (tt_date_style){.how = TT_DATE_PATTERN, .pattern = text};
    }
    *out = st;
    return TT_OK;
}

/* --- all types --- */

static tt_reason (*const by_type[])(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out) = {
    [TT_FT_TEXT] = decode_text, [TT_FT_CODE] = decode_text,       [TT_FT_ENUM] = decode_enum,
    [TT_FT_LIST] = decode_text, [TT_FT_COUNTRY] = decode_country, [TT_FT_CCY] = decode_ccy,
    [TT_FT_DATE] = decode_when, [TT_FT_WHEN] = decode_when,       [TT_FT_AMOUNT] = decode_amount,
    [TT_FT_DEC] = decode_dec,   [TT_FT_RATE] = decode_dec,        [TT_FT_INT] = decode_int,
};

tt_decoder tt_decoder_of(const tt_field *field)
{
    return (tt_decoder){
        .field = field,
        .is_unit = strcmp(field->name, "unit") == 0,
        .is_hs = strcmp(field->name, "hs_code") == 0,
        .is_status = strcmp(field->name, "document_status") == 0,
    };
}

tt_reason tt_decode(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out)
{
    *out = TT_VALUE_NONE;
    cell = tt_str_trim(cell);
    if (cell.n == 0)
        return TT_REASON_NONE;
    out->text = cell;
    tt_reason r = by_type[d->field->type](d, cell, ccy, out);
    if (r == TT_REASON_NONE || tt_reason_is_note(r))
        out->set = true;
    else
        *out = TT_VALUE_NONE;
    return r;
}

/* --- bytes --- */

enum { FINE = 0, BAD = 1, HIGH = 2 };

static unsigned byte_class(unsigned char c)
{
    if (c >= 0x80)
        return HIGH;
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f ? BAD : FINE;
}

/* No byte of the word is a control character, DEL or over 0x7f. */
static bool plain_word(uint64_t w)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t low = (w - ones * 0x20) & ~w & tops;
    uint64_t del = ((w ^ (ones * 0x7f)) - ones) & ~(w ^ (ones * 0x7f)) & tops;
    return ((w & tops) | low | del) == 0;
}

/* The character at *at, which is not ASCII, is whole and no control character (C1). */
static bool is_fine(tt_str s, size_t *at)
{
    size_t from = *at;
    uint32_t c = tt_utf8_next(s, at);
    return c >= 0xa0 && (c != 0xfffd || *at - from == 3);
}

bool tt_text_is_clean(tt_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint64_t w;
        if (i + 8 <= s.n) {
            memcpy(&w, s.p + i, 8);
            if (plain_word(w)) {
                i += 8;
                continue;
            }
        }
        unsigned class = byte_class((unsigned char)s.p[i]);
        if (class == BAD || (class == HIGH && !is_fine(s, &i)))
            return false;
        i += class != HIGH;
    }
    return true;
}

tt_str tt_text_clean(tt_str s, tt_arena *a, tt_text_flaws *flaws)
{
    static const char replacement[] = "\xef\xbf\xbd";
    /* A bad byte takes one byte in and three out. */
    char *out = tt_arena_zalloc(a, s.n + 1, 3);
    size_t n = 0;
    if (!out)
        return (tt_str){NULL, 0};
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = tt_utf8_next(s, &at);
        bool whole = c != 0xfffd || (at - from == 3);
        bool control = c < 0x80 ? byte_class((unsigned char)c) == BAD : c < 0xa0;
        flaws->not_utf8 |= !whole;
        flaws->control |= whole && control;
        const char *p = whole && !control ? s.p + from : replacement;
        size_t len = whole && !control ? at - from : 3;
        memcpy(out + n, p, len);
        n += len;
    }
    return (tt_str){out, n};
}
