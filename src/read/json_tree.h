/*
 * json_tree.h - one JSON document as a tree that is opened where it is looked at: the text of each
 * node as it was written, and its bytes.
 *
 * base/json_read.h has the strict tree; this one is for documents of others, which are kept
 * whatever they hold: a number is its text (19 digits are no reason to lose a bill of lading), of
 * equal keys the first counts (and `twice` says so), and a node knows where it lies, so that each
 * row has its own raw text.
 */
#ifndef TT_READ_JSON_TREE_H
#define TT_READ_JSON_TREE_H

#include "base/json_flat.h"

typedef struct tt_jn tt_jn;
struct tt_jn {
    tt_str key;  /* without escapes; absent in arrays and for the root */
    tt_str raw;  /* OBJECT and ARRAY: the bytes, with brackets; else as in text */
    tt_str text; /* STRING: without escapes; NUMBER and BOOL: as written; else absent */
    tt_json_type type;
    bool opened;
    tt_jn *first, *next;
};

/* The struct is the caller's, the contents ours. */
typedef struct tt_jtree {
    tt_arena *arena;
    tt_json_member_vec members;
    bool failed; /* memory was out: what came back may lack something */
    bool twice;  /* an object that was opened has two equal keys */
} tt_jtree;

/** @param arena  holds the nodes; may be reset between documents. */
void tt_jtree_init(tt_jtree *t, tt_arena *arena);
void tt_jtree_release(tt_jtree *t);

/**
 * The root of a document.
 *
 * @param text  one value with nothing but white space around it; borrowed as long as its nodes.
 * @param root  NULL unless it is a JSON object from end to end; then everything in it is JSON.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  One pass; each node that is opened is passed over once more.
 */
TT_MUST_CHECK tt_status tt_jtree_root(tt_jtree *t, tt_str text, tt_jn **root, bool *is_json,
                                      tt_err *err);

/** First child; NULL when there is none, or memory is out (failed).  n may be NULL. */
tt_jn *tt_jn_first(tt_jtree *t, tt_jn *n);
/** Member of an object by its key, or NULL.  n may be NULL. */
tt_jn *tt_jn_get(tt_jtree *t, tt_jn *n, const char *key);
/** Down a path of keys: "transports.portOfLoading".  A step into an array is one into its first
 * element.  NULL when there is nothing.  n may be NULL. */
tt_jn *tt_jn_at(tt_jtree *t, tt_jn *n, const char *path);
/** Text of a scalar; of an array of scalars the first; absent for others and for null.  Numbers
 * come without an exponent.  n may be NULL. */
tt_str tt_jn_text(tt_jtree *t, tt_jn *n);
tt_str tt_jn_text_at(tt_jtree *t, tt_jn *n, const char *path);
/** True when n is the word true. */
bool tt_jn_true(const tt_jn *n);

/** Texts with sep between them, blank ones left out; absent when there are none, or memory is out
 * (failed).  @complexity  O(bytes), one allocation. */
tt_str tt_jn_join(tt_jtree *t, const tt_str *v, size_t n, const char *sep);
/** The same for the scalars of an array, or for one scalar.  n may be NULL. */
tt_str tt_jn_joined(tt_jtree *t, tt_jn *n, const char *sep);

/** "1.5e3" as "1500"; as written when that would be long; absent when memory is out. */
tt_str tt_json_plain_number(tt_str number, tt_arena *a);

#endif
