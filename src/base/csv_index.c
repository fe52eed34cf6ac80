/*
 * csv_index.c - one pass of wide compares over a window, and a list made of its bits.
 *
 * Two twins: AVX2, taken when the processor has it, and plain C.  What is found is the same; only
 * the time differs.
 *
 * @source  Langdale and Lemire, Parsing Gigabytes of JSON per Second, VLDB Journal 28, 2019,
 *          section 3.1: a bit for each byte, then the list of the bits that are set.
 */
#if defined(__x86_64__) && defined(__GNUC__)
#define HAS_AVX2 1
#include <immintrin.h> /* before base/: see banned.h */
#else
#define HAS_AVX2 0
#endif

#include "base/csv_index.h"

/* --- bits --- */

enum { WORD = 8 }; /* bytes */

static const uint64_t ones = UINT64_C(0x0101010101010101);

/* The top bit of each byte that is 0, and no other bit. */
static inline uint64_t zeros(uint64_t w)
{
    const uint64_t low = ones * 0x7f;
    return ~(((w & low) + low) | w | low);
}

static inline uint64_t each_is(uint64_t w, char c)
{
    return zeros(w ^ ones * (unsigned char)c);
}

/* The top bits of eight bytes to eight bits, in the order of the text. */
static inline uint64_t gather(uint64_t tops)
{
    return (tops >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* The first byte lowest, on any machine. */
static inline uint64_t word_at(const char *p)
{
    uint64_t w;
    memcpy(&w, p, WORD);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

void tt_csv_scan_plain(const char block[TT_CSV_BLOCK], char delimiter, char quote, uint64_t *found,
                       uint64_t *odd)
{
    uint64_t f = 0, o = 0;
    for (unsigned i = 0; i < TT_CSV_BLOCK; i += WORD) {
        uint64_t w = word_at(block + i);
        uint64_t ends = each_is(w, '\n') | each_is(w, '\r');
        uint64_t low = zeros(w & ones * 0xe0) & ~(ends | each_is(w, '\t'));
        uint64_t high = (w & ones * 0x80) | each_is(w, 0x7f);
        f |= gather(ends | each_is(w, delimiter) | each_is(w, quote)) << i;
        o |= gather(low | high) << i;
    }
    *found = f;
    *odd = o;
}

/* Offsets of the bits of one word of 64.  Eight are written whether they are there or not: a loop
 * that ends at an unpredictable place costs more than a few bytes that are written again. */
static inline size_t list(uint64_t bits, size_t base, uint16_t *out)
{
    size_t n = (size_t)__builtin_popcountll(bits);
    for (unsigned i = 0; i < 8; i++) {
        out[i] = (uint16_t)(base + (bits ? (unsigned)__builtin_ctzll(bits) : 0u));
        bits &= bits - 1;
    }
    for (size_t i = 8; i < n; i++) {
        out[i] = (uint16_t)(base + (unsigned)__builtin_ctzll(bits));
        bits &= bits - 1;
    }
    return n;
}

/* --- a window, for one scan --- */

/* Inlined into each twin, so that the scan is inlined as well. */
static inline __attribute__((always_inline)) void
make(tt_csv_index *x, const char *p, size_t n, char delimiter, char quote, tt_csv_scan *scan)
{
    uint64_t found, odd;
    size_t i = 0, k = 0;
    for (; i + TT_CSV_BLOCK <= n; i += TT_CSV_BLOCK) {
        scan(p + i, delimiter, quote, &found, &odd);
        x->odd[i / TT_CSV_BLOCK] = odd != 0;
        k += list(found, i, x->at + k);
    }
    if (i < n) {
        char last[TT_CSV_BLOCK] = {0};
        uint64_t there = (UINT64_C(1) << (n - i)) - 1;
        memcpy(last, p + i, n - i);
        scan(last, delimiter, quote, &found, &odd);
        x->odd[i / TT_CSV_BLOCK] = (odd & there) != 0;
        k += list(found & there, i, x->at + k);
    }
    x->n = k;
    x->at[k] = (uint16_t)n;
}

static void make_plain(tt_csv_index *x, const char *p, size_t n, char delimiter, char quote)
{
    make(x, p, n, delimiter, quote, tt_csv_scan_plain);
}

/* --- AVX2 --- */

#if HAS_AVX2
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 static inline uint64_t word_of(__m256i low, __m256i high)
{
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

AVX2 static inline __m256i any_of(__m256i a, __m256i b, __m256i c, __m256i d)
{
    return _mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(c, d));
}

AVX2 static inline __attribute__((always_inline)) void
scan_avx2(const char block[TT_CSV_BLOCK], char delimiter, char quote, uint64_t *found,
          uint64_t *odd)
{
    const __m256i d = _mm256_set1_epi8(delimiter), q = _mm256_set1_epi8(quote);
    const __m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');
    const __m256i tab = _mm256_set1_epi8('\t'), del = _mm256_set1_epi8(0x7f);
    const __m256i blank = _mm256_set1_epi8(' ');
    __m256i f[2], o[2];
    for (unsigned i = 0; i < 2; i++) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(block + i * 32));
        __m256i is_lf = _mm256_cmpeq_epi8(v, lf), is_cr = _mm256_cmpeq_epi8(v, cr);
        __m256i is_tab = _mm256_cmpeq_epi8(v, tab);
        /* As signed bytes, those over 0x7f are less than a blank, too. */
        __m256i low = _mm256_cmpgt_epi8(blank, v);
        f[i] = any_of(_mm256_cmpeq_epi8(v, d), _mm256_cmpeq_epi8(v, q), is_lf, is_cr);
        o[i] = _mm256_andnot_si256(any_of(is_lf, is_cr, is_tab, is_tab),
                                   _mm256_or_si256(low, _mm256_cmpeq_epi8(v, del)));
    }
    *found = word_of(f[0], f[1]);
    *odd = word_of(o[0], o[1]);
}

AVX2 static void make_avx2(tt_csv_index *x, const char *p, size_t n, char delimiter, char quote)
{
    make(x, p, n, delimiter, quote, scan_avx2);
}

static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("popcnt");
}
#else
static void scan_avx2(const char block[TT_CSV_BLOCK], char delimiter, char quote, uint64_t *found,
                      uint64_t *odd)
{
    tt_csv_scan_plain(block, delimiter, quote, found, odd);
}

static void make_avx2(tt_csv_index *x, const char *p, size_t n, char delimiter, char quote)
{
    make_plain(x, p, n, delimiter, quote);
}

static bool has_avx2(void)
{
    return false;
}
#endif

/* --- either --- */

tt_csv_scan *tt_csv_scan_best(void)
{
    return has_avx2() ? scan_avx2 : tt_csv_scan_plain;
}

void tt_csv_index_make(tt_csv_index *x, tt_str in, size_t from, char delimiter, char quote)
{
    size_t n = TT_MIN(in.n - from, (size_t)TT_CSV_WINDOW);
    x->from = from;
    x->to = from + n;
    x->next = 0;
    (has_avx2() ? make_avx2 : make_plain)(x, in.p + from, n, delimiter, quote);
}

bool tt_csv_index_odd(const tt_csv_index *x, size_t from, size_t to)
{
    bool odd = false;
    for (size_t b = from / TT_CSV_BLOCK; b * TT_CSV_BLOCK < to; b++)
        odd |= x->odd[b] != 0;
    return odd;
}
