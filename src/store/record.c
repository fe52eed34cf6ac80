/*
 * record.c - cells to records: the types of all columns, then their bytes.
 */
#include "store/record.h"

#include "base/copy.h"

enum { NUMBER_BYTES = 8, PER_CELL = 24 /* type, and number, id or hash */ }; /* at most */
enum { TYPE_NULL = 0, TYPE_ID = 4, TYPE_ZERO = 8, TYPE_ONE = 9, TYPE_BLOB = 12, TYPE_TEXT = 13 };

/* Base 128, the highest seven bits first. */
static char *put_varint(char *to, uint64_t v)
{
    unsigned bits = 7;
    while (bits < 35 && v >> bits)
        bits += 7;
    for (; bits > 7; bits -= 7)
        *to++ = (char)(uint8_t)(v >> (bits - 7) | 0x80);
    *to++ = (char)(uint8_t)(v & 0x7f);
    return to;
}

static size_t varint_bytes(uint64_t v)
{
    size_t n = 1;
    while (v >>= 7)
        n++;
    return n;
}

static unsigned number_type(int64_t v)
{
    uint64_t size = (uint64_t)(v < 0 ? ~v : v);
    if (size < 2 && v >= 0)
        return v ? TYPE_ONE : TYPE_ZERO;
    if (size >> 31 == 0)
        return size >> 7 == 0 ? 1 : size >> 15 == 0 ? 2 : size >> 23 == 0 ? 3 : 4;
    return size >> 47 == 0 ? 5 : 6;
}

/* The first byte is the highest.  Eight bytes are written, whatever the type: written out, so that
 * compilers make one instruction of it. */
static inline char *put_number(char *to, unsigned type, int64_t v)
{
    static const uint8_t bytes[] = {0, 1, 2, 3, 4, 6, 8, 0, 0, 0};
    uint64_t high = bytes[type] ? (uint64_t)v << (64 - 8 * bytes[type]) : 0;
    uint8_t b[NUMBER_BYTES] = {(uint8_t)(high >> 56), (uint8_t)(high >> 48), (uint8_t)(high >> 40),
                               (uint8_t)(high >> 32), (uint8_t)(high >> 24), (uint8_t)(high >> 16),
                               (uint8_t)(high >> 8),  (uint8_t)high};
    memcpy(to, b, sizeof b);
    return to + bytes[type];
}

static uint64_t type_of(const tt_cell *c)
{
    switch ((tt_cell_type)c->type) {
    case TT_CELL_NULL:
        break;
    case TT_CELL_INT:
        return number_type(c->v);
    case TT_CELL_TEXT:
        return (uint64_t)c->n * 2 + TYPE_TEXT;
    case TT_CELL_BLOB:
        return (uint64_t)c->n * 2 + TYPE_BLOB;
    case TT_CELL_ID:
        return TYPE_ID;
    case TT_CELL_HASH:
        return TT_RECORD_HASH * 2 + TYPE_BLOB;
    }
    return TYPE_NULL;
}

static char *put_cell(char *to, tt_cell *c, uint64_t type, const char *base, const char *start)
{
    switch ((tt_cell_type)c->type) {
    case TT_CELL_NULL:
        break;
    case TT_CELL_INT:
        return put_number(to, (unsigned)type, c->v);
    case TT_CELL_TEXT:
    case TT_CELL_BLOB:
        tt_copy(to, base + c->v, c->n);
        return to + c->n;
    case TT_CELL_ID:
        c->v = to - start;
        return to + 4;
    case TT_CELL_HASH:
        c->v = to - start;
        return to + TT_RECORD_HASH;
    }
    return to;
}

/* A record in which each type takes a byte, as those of most rows do: in one pass, with the most
 * usual cells without detours.  NULL: it is not one. */
static char *put_short(char *to, tt_cell *cell, size_t n, const char *base, const char *start)
{
    char *head = to, *body = to + n + 1;
    if (n + 1 >= 0x80)
        return NULL;
    *head++ = (char)(n + 1);
    for (tt_cell *c = cell, *end = cell + n; c < end; c++) {
        if (c->type == TT_CELL_NULL) {
            *head++ = TYPE_NULL;
        } else if (c->type == TT_CELL_INT) {
            unsigned type = number_type(c->v);
            *head++ = (char)type;
            body = put_number(body, type, c->v);
        } else if (c->type == TT_CELL_TEXT && c->n < (0x80 - TYPE_TEXT) / 2) {
            *head++ = (char)(c->n * 2 + TYPE_TEXT);
            tt_copy(body, base + c->v, c->n);
            body += c->n;
        } else {
            uint64_t type = type_of(c);
            if (type >= 0x80)
                return NULL;
            *head++ = (char)type;
            body = put_cell(body, c, type, base, start);
        }
    }
    return body;
}

/* Any record: all types, then all bytes. */
static char *put_long(char *to, tt_cell *cell, size_t n, const char *base, const char *start)
{
    size_t head = 0;
    for (size_t i = 0; i < n; i++)
        head += varint_bytes(type_of(&cell[i]));
    to = put_varint(to, head + (head + 1 < 0x80 ? 1 : 2)); /* its length is counted, too */
    for (size_t i = 0; i < n; i++)
        to = put_varint(to, type_of(&cell[i]));
    for (size_t i = 0; i < n; i++)
        to = put_cell(to, &cell[i], type_of(&cell[i]), base, start);
    return to;
}

void tt_record_add(tt_cell *cell, size_t n, const char *base, tt_buf *b)
{
    size_t room = (n + 1) * PER_CELL;
    TT_ASSERT(n <= TT_CELLS);
    for (size_t i = 0; i < n; i++)
        room += cell[i].type == TT_CELL_TEXT || cell[i].type == TT_CELL_BLOB ? cell[i].n : 0;
    char *to = tt_buf_room(b, room);
    if (!to)
        return;
    char *end = put_short(to, cell, n, base, b->p);
    if (!end)
        end = put_long(to, cell, n, base, b->p);
    b->n = (size_t)(end - b->p);
    *end = '\0';
}
