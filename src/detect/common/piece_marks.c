/* piece_marks.c - see piece_marks.h. */
#include "detect/common/piece_marks.h"

#include "base/str.h"

static bool is_name(char c)
{
    return tt_ascii_is_alnum(c) || c == '-' || c == '/';
}

tt_str tt_piece_mark(tt_str text)
{
    static const char *const words[] = {"serial", "s/n", "sn", "vin", "chassis", "engine"};
    static const char *const between[] = {"no", "nr", "number", ""};
    bool named = false;
    for (size_t i = 0, end; i < text.n; i = end + 1) {
        size_t digits = 0;
        bool begins = false, goes_on = false;
        for (end = i; end < text.n && is_name(text.p[end]); end++)
            digits += tt_ascii_is_digit(text.p[end]);
        tt_str word = tt_str_sub(text, i, end - i);
        if (named && word.n >= 4 && digits >= 2)
            return word;
        for (size_t k = 0; k < TT_LEN(words); k++)
            begins |= tt_str_is_nocase(word, words[k]);
        for (size_t k = 0; k < TT_LEN(between); k++)
            goes_on |= tt_str_is_nocase(word, between[k]);
        named = begins || (named && goes_on);
    }
    return (tt_str){NULL, 0};
}

tt_str tt_piece_seal(tt_str seal)
{
    size_t digits = 0;
    for (size_t i = 0; i < seal.n; i++)
        digits += tt_ascii_is_digit(seal.p[i]);
    return digits >= 5 ? seal : (tt_str){NULL, 0};
}
