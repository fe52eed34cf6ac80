/*
 * sha256_lanes.c - SHA-256 of many short texts, two at a time.
 *
 * The rounds of SHA-256 wait for each other, so the instructions for it are busy half of the time.
 * Two texts side by side take as long as one.  Where there are no such instructions libcrypto does
 * the same, one by one.
 *
 * @source  FIPS 180-4, sections 5.1.1 and 6.2; Intel, SHA Extensions, 2013.
 */
#if defined(__x86_64__) && defined(__GNUC__)
#define HAS_SHA 1
#include <cpuid.h>
#include <immintrin.h> /* before base/: see banned.h */
#else
#define HAS_SHA 0
#endif

#include "base/sha256.h"

void tt_hash_each_plain(const tt_str *text, size_t n, tt_hash *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = tt_hash_of(text[i].p, text[i].n);
}

#if HAS_SHA
#define SHA __attribute__((target("sha,sse4.1,ssse3")))
#define INLINE inline __attribute__((always_inline))

enum { BLOCK = 64, LENGTH = 8 /* bytes, at the end of the last block */ };

static const uint32_t k[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/* One text on its way.  The words of the state are in the order that the instructions want. */
struct lane {
    __m128i abef, cdgh;
    const uint8_t *p; /* what comes next: blocks, then the tail */
    size_t blocks;
    size_t tail_blocks; /* that follow those of the text */
    size_t i;           /* which text */
    uint8_t tail[2 * BLOCK];
};

SHA static INLINE __m128i words_at(const uint8_t *p)
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)p), swap);
}

/* A lane while a block goes through it.  It is always inlined, so that it stays in registers. */
struct rounds {
    __m128i abef, cdgh, w[4]; /* the last sixteen words of the message */
};

SHA static INLINE void four_rounds(struct rounds *r, __m128i w, const uint32_t *constants)
{
    __m128i m = _mm_add_epi32(w, _mm_load_si128((const __m128i *)(const void *)constants));
    r->cdgh = _mm_sha256rnds2_epu32(r->cdgh, r->abef, m);
    r->abef = _mm_sha256rnds2_epu32(r->abef, r->cdgh, _mm_shuffle_epi32(m, 0x0e));
}

/* With words 4 i to 4 i + 3 of the message. */
SHA static INLINE void first_words(struct rounds *r, const struct lane *l, unsigned i)
{
    r->w[i] = words_at(l->p + 16 * i);
    four_rounds(r, r->w[i], k + 4 * i);
}

/* With the next four, which take the place of the oldest. */
SHA static INLINE void next_words(struct rounds *r, unsigned i, const uint32_t *constants)
{
    const __m128i *w = r->w;
    __m128i t = _mm_sha256msg1_epu32(w[i], w[(i + 1) % 4]);
    t = _mm_add_epi32(t, _mm_alignr_epi8(w[(i + 3) % 4], w[(i + 2) % 4], 4));
    r->w[i] = _mm_sha256msg2_epu32(t, w[(i + 3) % 4]);
    four_rounds(r, r->w[i], constants + 4 * i);
}

SHA static INLINE void end_block(const struct rounds *r, struct lane *l)
{
    l->abef = _mm_add_epi32(l->abef, r->abef);
    l->cdgh = _mm_add_epi32(l->cdgh, r->cdgh);
    l->p += BLOCK;
    l->blocks--;
}

/* Steps of both lanes in turn, so that one works while the other waits. */
SHA static void run_two(struct lane *a, struct lane *b, size_t n)
{
    for (; n > 0; n--) {
        struct rounds x = {.abef = a->abef, .cdgh = a->cdgh};
        struct rounds y = {.abef = b->abef, .cdgh = b->cdgh};
        first_words(&x, a, 0), first_words(&y, b, 0);
        first_words(&x, a, 1), first_words(&y, b, 1);
        first_words(&x, a, 2), first_words(&y, b, 2);
        first_words(&x, a, 3), first_words(&y, b, 3);
        for (unsigned at = 16; at < TT_LEN(k); at += 16) {
            next_words(&x, 0, k + at), next_words(&y, 0, k + at);
            next_words(&x, 1, k + at), next_words(&y, 1, k + at);
            next_words(&x, 2, k + at), next_words(&y, 2, k + at);
            next_words(&x, 3, k + at), next_words(&y, 3, k + at);
        }
        end_block(&x, a);
        end_block(&y, b);
    }
}

SHA static void run_one(struct lane *a, size_t n)
{
    for (; n > 0; n--) {
        struct rounds x = {.abef = a->abef, .cdgh = a->cdgh};
        first_words(&x, a, 0), first_words(&x, a, 1);
        first_words(&x, a, 2), first_words(&x, a, 3);
        for (unsigned at = 16; at < TT_LEN(k); at += 16) {
            next_words(&x, 0, k + at), next_words(&x, 1, k + at);
            next_words(&x, 2, k + at), next_words(&x, 3, k + at);
        }
        end_block(&x, a);
    }
}

SHA static void start(struct lane *l, tt_str text, size_t i)
{
    size_t rest = text.n % BLOCK;
    uint64_t bits = (uint64_t)text.n * 8;
    /* h0 to h7 of the standard, 5.3.3 */
    l->abef = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c);
    l->cdgh = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
    l->i = i;
    l->blocks = text.n / BLOCK;
    l->tail_blocks = rest + 1 + LENGTH > BLOCK ? 2 : 1;
    memset(l->tail, 0, sizeof l->tail);
    if (rest)
        memcpy(l->tail, text.p + text.n - rest, rest);
    l->tail[rest] = 0x80;
    for (unsigned b = 0; b < LENGTH; b++)
        l->tail[l->tail_blocks * BLOCK - 1 - b] = (uint8_t)(bits >> (8 * b));
    l->p = l->blocks ? (const uint8_t *)text.p : l->tail;
    if (!l->blocks) {
        l->blocks = l->tail_blocks;
        l->tail_blocks = 0;
    }
}

SHA static void finish(const struct lane *l, tt_hash *out)
{
    /* d, c, b, a; the digest is these, the highest byte of each first: all of it backwards. */
    const __m128i backwards = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
    __m128i dcba = _mm_unpackhi_epi64(l->cdgh, l->abef);
    _mm_storeu_si128((__m128i *)(void *)out->b, _mm_shuffle_epi8(dcba, backwards));
}

/* False: it is done, and there is no other text for it. */
SHA static bool refill(struct lane *l, const tt_str *text, size_t n, size_t *next, tt_hash *out)
{
    if (l->blocks)
        return true;
    if (l->tail_blocks) {
        l->p = l->tail;
        l->blocks = l->tail_blocks;
        l->tail_blocks = 0;
        return true;
    }
    finish(l, &out[l->i]);
    if (*next == n)
        return false;
    start(l, text[*next], *next);
    ++*next;
    return true;
}

SHA static void two_by_two(const tt_str *text, size_t n, tt_hash *out)
{
    struct lane a, b;
    size_t next = 2;
    bool more_a = true, more_b = true;
    if (n < 2) {
        tt_hash_each_plain(text, n, out);
        return;
    }
    start(&a, text[0], 0);
    start(&b, text[1], 1);
    while (more_a && more_b) {
        run_two(&a, &b, TT_MIN(a.blocks, b.blocks));
        more_a = refill(&a, text, n, &next, out);
        more_b = refill(&b, text, n, &next, out);
    }
    struct lane *last = more_a ? &a : &b;
    for (bool more = more_a || more_b; more; more = refill(last, text, n, &next, out))
        run_one(last, last->blocks);
}

tt_hash_each *tt_hash_each_best(void)
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    bool there = __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("ssse3") &&
                 __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
    return there ? two_by_two : tt_hash_each_plain;
}
#else
tt_hash_each *tt_hash_each_best(void)
{
    return tt_hash_each_plain;
}
#endif
