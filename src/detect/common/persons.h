/* persons.h - what the name of a person gives away: whether it is one, and who are of
 * one family. */
#ifndef TT_DETECT_COMMON_PERSONS_H
#define TT_DETECT_COMMON_PERSONS_H

#include "base/map.h"
#include "base/vec.h"

/**
 * What keeps a text from being a person's name: "a digit", "one word", "a title or a role",
 * "initials only", "a word without a vowel"; NULL when it may be a name.
 *
 * Names of Chinese, Japanese and Korean characters are one word; with a title ("王先生") they name
 * nobody.  Some honest names fail (one word in Indonesia, no vowel in Bohemia): a rate to compare,
 * never a claim about one person.
 */
const char *tt_person_doubt(tt_str name);

/* Which words of names are usual in these data, so that having one in common says little. */
typedef struct tt_kin_word {
    uint32_t word, home;
} tt_kin_word;
TT_VEC(tt_kin_word_vec, tt_kin_word);

typedef struct tt_kin {
    tt_map words;
    tt_kin_word_vec at;
    tt_u32_vec homes; /* by word: at how many homes */
    size_t usual;     /* from so many homes on a word is usual: one in a hundred, at least three */
} tt_kin;

void tt_kin_init(tt_kin *k);
void tt_kin_release(tt_kin *k);
/** One name at one home.  False when memory is out, as below. */
TT_MUST_CHECK bool tt_kin_add(tt_kin *k, tt_str name, uint32_t home);
/** After the last.  @param homes  how many there are. */
TT_MUST_CHECK bool tt_kin_close(tt_kin *k, size_t homes);
/**
 * True for names that have a rare word in common, two usual ones, or the first Chinese character:
 * a family, or one person written in two ways.  Words of one and two letters do not count.
 */
bool tt_kin_are(const tt_kin *k, tt_str a, tt_str b);

#endif
