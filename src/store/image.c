/*
 * image.c - records to pages of a B-tree: leaves that are filled one after the other, and a root.
 *
 * https://www.sqlite.org/fileformat2.html, sections 1.3, 1.6 and 1.7
 */
#include "store/image.h"

enum {
    PAGE = TT_IMAGE_PAGE,
    ROOT = 2,      /* its page; the rows are behind it */
    LEAF_HEAD = 8, /* bytes before the list of cells of a leaf */
    INNER_HEAD = 12,
    LEAF = 13,
    INNER = 5,
    ALL_MAX = PAGE - 35, /* bytes of a record that stay in its leaf, when it is no longer */
    SOME_MIN = (PAGE - 12) * 32 / 255 - 23, /* else so many at least */
    SPILL = PAGE - 4,                       /* of the others in each page */
    VARINT = 9,
    SIZE_AT = 28 /* in the head: pages of the database */
};

void tt_image_release(tt_image *im)
{
    tt_mem_free(im->p);
    tt_vec_release(&im->leaf);
    *im = (tt_image){.p = NULL};
}

void tt_image_reset(tt_image *im)
{
    im->leaf.n = im->n_pages = im->n_rows = 0;
}

static char *page_at(const tt_image *im, size_t number)
{
    return im->p + (number - 1) * PAGE;
}

static void put_be(char *to, uint64_t v, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        to[i] = (char)(uint8_t)(v >> (8 * (bytes - 1 - i)));
}

/* Base 128, the highest seven bits first; the ninth byte has eight. */
static size_t put_varint(char *to, uint64_t v)
{
    size_t n = 1;
    if (v >> 56) {
        to[8] = (char)(uint8_t)v;
        v >>= 8;
        for (size_t i = 8; i-- > 0; v >>= 7)
            to[i] = (char)(uint8_t)(v | 0x80);
        return VARINT;
    }
    while (v >> (7 * n))
        n++;
    for (size_t i = 0; i < n; i++)
        to[i] = (char)(uint8_t)((v >> (7 * (n - 1 - i)) & 0x7f) | (i + 1 < n ? 0x80 : 0));
    return n;
}

/* --- leaves --- */

static void end_leaf(const tt_image *im)
{
    char *page = page_at(im, im->leaf.v[im->leaf.n - 1].page);
    page[0] = LEAF;
    put_be(page + 1, 0, 2);
    put_be(page + 3, im->n_cells, 2);
    put_be(page + 5, im->top, 2);
    page[7] = 0;
}

static bool more_pages(tt_image *im, size_t n)
{
    if (!tt_vec_room((void *)&im->p, &im->cap, im->n_pages, n, PAGE))
        return false;
    im->n_pages += n;
    return true;
}

/* The first leaf is the root as long as it is the only one. */
static bool move_first(tt_image *im)
{
    if (!more_pages(im, 1))
        return false;
    memcpy(page_at(im, im->n_pages), page_at(im, ROOT), PAGE);
    im->leaf.v[0].page = (uint32_t)im->n_pages;
    return true;
}

static bool next_leaf(tt_image *im, int64_t key)
{
    if (!tt_vec_reserve(&im->leaf, 1) || !more_pages(im, im->n_pages ? 1 : ROOT))
        return false;
    uint32_t page = (uint32_t)im->n_pages;
    if (im->leaf.n)
        end_leaf(im);
    if (im->leaf.n == 1 && !move_first(im))
        return false;
    im->leaf.v[im->leaf.n++] = (tt_image_leaf){page, key};
    im->n_cells = 0;
    im->top = PAGE;
    return true;
}

/* The bytes of a record that its leaf has no room for: a chain of pages. */
static bool spill(tt_image *im, tt_str rest)
{
    while (rest.n) {
        size_t n = TT_MIN(rest.n, (size_t)SPILL);
        if (!more_pages(im, 1))
            return false;
        char *page = page_at(im, im->n_pages);
        put_be(page, rest.n > n ? im->n_pages + 1 : 0, 4);
        memcpy(page + 4, rest.p, n);
        rest = (tt_str){rest.p + n, rest.n - n};
    }
    return true;
}

static size_t bytes_in_leaf(size_t n)
{
    if (n <= ALL_MAX)
        return n;
    size_t some = SOME_MIN + (n - SOME_MIN) % SPILL;
    return some <= ALL_MAX ? some : SOME_MIN;
}

bool tt_image_add(tt_image *im, int64_t key, tt_str record)
{
    char head[2 * VARINT];
    size_t here = bytes_in_leaf(record.n), n_head = put_varint(head, record.n);
    n_head += put_varint(head + n_head, (uint64_t)key);
    size_t n = n_head + here + (here < record.n ? 4 : 0);
    bool fits = im->leaf.n && LEAF_HEAD + 2 * (im->n_cells + 1) + n <= im->top;
    if (!fits && !next_leaf(im, key))
        return false;
    tt_image_leaf *leaf = &im->leaf.v[im->leaf.n - 1];
    size_t rest = im->n_pages + 1;
    if (here < record.n && !spill(im, (tt_str){record.p + here, record.n - here}))
        return false;
    char *page = page_at(im, leaf->page), *cell = page + im->top - n;
    memcpy(cell, head, n_head);
    memcpy(cell + n_head, record.p, here);
    if (here < record.n)
        put_be(cell + n_head + here, rest, 4);
    im->top -= n;
    put_be(page + LEAF_HEAD + 2 * im->n_cells++, im->top, 2);
    leaf->last = key;
    im->n_rows++;
    return true;
}

/* --- the root --- */

/* All leaves but the last have a cell: their number and their last key. */
static void put_inner(tt_image *im)
{
    char *page = page_at(im, ROOT);
    size_t n = im->leaf.n - 1, top = PAGE;
    page[0] = INNER;
    for (size_t i = 0; i < n; i++) {
        char cell[4 + VARINT];
        const tt_image_leaf *leaf = &im->leaf.v[i];
        put_be(cell, leaf->page, 4);
        size_t bytes = 4 + put_varint(cell + 4, (uint64_t)leaf->last);
        top -= bytes;
        memcpy(page + top, cell, bytes);
        put_be(page + INNER_HEAD + 2 * i, top, 2);
    }
    put_be(page + 1, 0, 2);
    put_be(page + 3, n, 2);
    put_be(page + 5, top, 2);
    page[7] = 0;
    put_be(page + 8, im->leaf.v[n].page, 4);
}

tt_str tt_image_end(tt_image *im, const char head[TT_IMAGE_PAGE])
{
    end_leaf(im);
    if (im->leaf.n > 1)
        put_inner(im);
    memcpy(im->p, head, PAGE);
    put_be(im->p + SIZE_AT, im->n_pages, 4);
    return (tt_str){im->p, im->n_pages * PAGE};
}
