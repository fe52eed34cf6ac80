/*
 * json_read.c - the door to cJSON.
 *
 * json_scan.c has judged the text before cJSON sees it.  cJSON reads numbers through the locale
 * and into doubles, so both the double and an exact text are put into the node afterwards: the
 * text into valuestring, which cJSON leaves empty for numbers and frees with the node.
 */
#include <cjson/cJSON.h> /* before base/: see banned.h */
#include <pthread.h>

#include "base/json_read.h"

#include "base/json_scan.h"
#include "base/num.h"
#include "base/str.h"
#include "base/vec.h"

enum { MAX_PLAIN = 40 };

/*
 * --- memory ---
 * All of a document lies in an arena that is its own: a document of 60 fields would be 180
 * mallocs otherwise.  cJSON takes its memory through two functions without a context, so the
 * arena that is being filled is known by thread.
 */

static pthread_once_t hooks_once = PTHREAD_ONCE_INIT;
static _Thread_local tt_arena *filling;
static _Thread_local bool out_of_memory; /* what a NULL of cJSON meant */

static void *allocate(size_t n)
{
    void *p = tt_arena_zalloc(filling, n, 1);
    if (!p)
        out_of_memory = true;
    return p;
}

static void keep(void *p)
{
    TT_UNUSED(p); /* goes with the document */
}

static void set_hooks(void)
{
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = allocate, .free_fn = keep});
}

/* --- numbers --- */

/* The digits of a JSON number and where the point is in them: 0.digits * 10^point */
struct digits {
    char d[64];
    long n, point;
    bool negative;
};

static void take_digits(tt_str number, struct digits *out)
{
    long exponent = 0, whole = 0;
    bool fraction = false;
    *out = (struct digits){.negative = number.p[0] == '-'};
    for (size_t i = out->negative; i < number.n; i++) {
        char c = number.p[i];
        if (c == 'e' || c == 'E') {
            int64_t e; /* fits: the number is within the range of a double, or 0 */
            if (tt_parse_i64(tt_str_sub(number, i + 1, number.n), &e) && e > -1000 && e < 1000)
                exponent = (long)e;
            break;
        }
        fraction |= c == '.';
        if (c == '.')
            continue;
        if (out->n > 0 || c != '0')
            out->d[out->n++] = c;
        else
            whole -= fraction; /* 0.00x: the point moves left */
        whole += !fraction && out->n > 0;
    }
    while (out->n > 0 && out->d[out->n - 1] == '0')
        out->n--;
    out->point = whole + exponent;
}

/* Without exponent, as short as exact.  False when it is longer than MAX_PLAIN. */
static bool plain_number(tt_str number, char out[MAX_PLAIN + 1])
{
    struct digits d;
    take_digits(number, &d);
    if (d.n == 0) {
        memcpy(out, "0", 2);
        return true;
    }
    long zeros_before = d.point <= 0 ? -d.point : 0;
    long length = d.negative + (d.point <= 0 ? 2 + zeros_before + d.n : TT_MAX(d.n + 1, d.point));
    if (d.point > 0 && d.point == d.n)
        length = d.negative + d.n;
    if (length > MAX_PLAIN)
        return false;
    char *p = out;
    if (d.negative)
        *p++ = '-';
    if (d.point <= 0) {
        *p++ = '0';
        *p++ = '.';
        memset(p, '0', (size_t)zeros_before);
        p += zeros_before;
    }
    for (long i = 0; i < d.n; i++) {
        if (i == d.point && i > 0)
            *p++ = '.';
        *p++ = d.d[i];
    }
    for (long i = d.n; i < d.point; i++)
        *p++ = '0';
    *p = '\0';
    return true;
}

static bool set_number(cJSON *node, const tt_json_number *number)
{
    char text[MAX_PLAIN + 1];
    node->valuedouble = number->value;
    if (!plain_number(number->text, text))
        return true;
    size_t n = strlen(text) + 1;
    node->valuestring = allocate(n);
    if (node->valuestring)
        memcpy(node->valuestring, text, n);
    return node->valuestring;
}

/* Numbers in the order of the text are numbers in document order. */
static bool set_numbers(cJSON *root, const tt_json_number_vec *numbers)
{
    cJSON *next[TT_JSON_DEPTH + 1]; /* one place for each depth, and the root */
    size_t depth = 1, i = 0;
    next[0] = root;
    while (depth > 0) {
        cJSON *node = next[depth - 1];
        if (!node) {
            depth--;
            continue;
        }
        next[depth - 1] = node->next;
        if (cJSON_IsNumber(node)) {
            TT_ASSERT(i < numbers->n);
            if (!set_number(node, &numbers->v[i++]))
                return false;
        } else if (node->child) {
            TT_ASSERT(depth <= TT_JSON_DEPTH);
            next[depth++] = node->child;
        }
    }
    TT_ASSERT(i == numbers->n);
    return true;
}

/* --- documents --- */

static tt_status
build(tt_str text, const tt_json_number_vec *numbers, tt_arena *arena, cJSON **out, tt_err *err)
{
    (void)pthread_once(&hooks_once, set_hooks);
    filling = arena;
    out_of_memory = false;
    cJSON *root = cJSON_ParseWithLength(text.p, text.n);
    bool whole = root && set_numbers(root, numbers);
    filling = NULL;
    if (out_of_memory)
        return tt_fail(err, TT_ENOMEM, "no room for a JSON text of %zu bytes", text.n);
    if (!whole)
        return tt_fail(err, TT_EINTERNAL, "cJSON refuses a JSON text that was checked");
    root->prev = (void *)arena; /* a root has no siblings, and nobody here follows prev */
    *out = root;
    return TT_OK;
}

static void free_document(tt_arena *arena)
{
    tt_arena_release(arena);
    tt_mem_free(arena);
}

tt_status tt_json_parse(tt_str text, tt_json **out, tt_err *err)
{
    tt_json_number_vec numbers = {0};
    cJSON *root = NULL;
    *out = NULL;
    tt_status st = tt_json_scan(text, &numbers, err);
    if (st == TT_OK) {
        tt_arena *arena = tt_mem_zalloc(1, sizeof *arena);
        st = arena ? build(text, &numbers, arena, &root, err)
                   : tt_fail(err, TT_ENOMEM, "no room for a JSON text of %zu bytes", text.n);
        if (st != TT_OK)
            free_document(arena);
    }
    tt_vec_release(&numbers);
    *out = (tt_json *)root;
    return st;
}

void tt_json_free(tt_json *root)
{
    if (root)
        free_document((void *)((cJSON *)root)->prev);
}

/* --- nodes --- */

static const cJSON *node(const tt_json *j)
{
    return (const cJSON *)j;
}

tt_json_type tt_json_type_of(const tt_json *j)
{
    switch (node(j)->type & 0xFF) {
    case cJSON_False:
    case cJSON_True:
        return TT_JSON_BOOL;
    case cJSON_Number:
        return TT_JSON_NUMBER;
    case cJSON_String:
        return TT_JSON_STRING;
    case cJSON_Array:
        return TT_JSON_ARRAY;
    case cJSON_Object:
        return TT_JSON_OBJECT;
    default:
        return TT_JSON_NULL;
    }
}

const tt_json *tt_json_get(const tt_json *object, const char *key)
{
    if (!object || tt_json_type_of(object) != TT_JSON_OBJECT)
        return NULL;
    return (const tt_json *)cJSON_GetObjectItemCaseSensitive(node(object), key);
}

const tt_json *tt_json_first(const tt_json *array_or_object)
{
    return (const tt_json *)node(array_or_object)->child;
}

const tt_json *tt_json_next(const tt_json *child)
{
    return (const tt_json *)node(child)->next;
}

const char *tt_json_key(const tt_json *child)
{
    return node(child)->string ? node(child)->string : "";
}

tt_str tt_json_str(const tt_json *j)
{
    return tt_json_type_of(j) == TT_JSON_STRING ? tt_str_of(node(j)->valuestring)
                                                : (tt_str){NULL, 0};
}

bool tt_json_bool(const tt_json *j, bool *out)
{
    if (tt_json_type_of(j) != TT_JSON_BOOL)
        return false;
    *out = cJSON_IsTrue(node(j));
    return true;
}

bool tt_json_double(const tt_json *j, double *out)
{
    if (tt_json_type_of(j) != TT_JSON_NUMBER)
        return false;
    *out = node(j)->valuedouble;
    return true;
}

bool tt_json_scalar_text(const tt_json *j, tt_arena *a, tt_str *out)
{
    TT_UNUSED(a); /* numbers keep their text in the node, so nothing has to be made */
    switch (tt_json_type_of(j)) {
    case TT_JSON_NULL:
        *out = (tt_str){NULL, 0};
        return true;
    case TT_JSON_BOOL:
        *out = cJSON_IsTrue(node(j)) ? TT_STR("true") : TT_STR("false");
        return true;
    case TT_JSON_NUMBER:
    case TT_JSON_STRING:
        if (!node(j)->valuestring)
            return false;
        *out = tt_str_of(node(j)->valuestring);
        return true;
    default:
        return false;
    }
}
