/*
 * archive.h - the door to libarchive: what is in a .zip, .tar, .gz or .zst file, unpacked once
 * within limits.
 *
 * Nothing is written under a name of the archive, and nothing inside is unpacked again.  What
 * cannot be taken out is listed with the reason.
 */
#ifndef TT_BASE_ARCHIVE_H
#define TT_BASE_ARCHIVE_H

#include "base/log.h"
#include "base/spool.h"
#include "base/vec.h"

typedef enum tt_archive_kind {
    TT_ARCHIVE_NONE,
    TT_ARCHIVE_ZIP,
    TT_ARCHIVE_GZIP, /* one file, or a tar file */
    TT_ARCHIVE_ZSTD, /* the same */
    TT_ARCHIVE_TAR,
    TT_ARCHIVE_OTHER /* xz, bzip2, 7z, rar: told from noise, and not read */
} tt_archive_kind;

/** By the first bytes. */
tt_archive_kind tt_archive_sniff(tt_str bytes);
const char *tt_archive_text(tt_archive_kind kind); /* "zip", "gzip", ... */
/** What a zip file is when it is a document of an office program: "xlsx", "ods", "docx" ...; NULL:
 * no such document, or no zip file. */
const char *tt_archive_office(tt_str bytes);

/* 0: the default. */
typedef struct tt_archive_limits {
    uint64_t ratio;       /* 100: bytes out for each byte in, after the first MiB out */
    uint64_t total_bytes; /* 64 GiB: of all files in it */
    uint64_t entries;     /* 1000000 */
} tt_archive_limits;

/* Why an entry, or the rest of an archive, is not there. */
typedef enum tt_archive_why {
    TT_ARCHIVE_FINE,
    TT_ARCHIVE_NAME,      /* absolute, with "..", empty */
    TT_ARCHIVE_LINK,      /* a link or a device */
    TT_ARCHIVE_ENCRYPTED, /* password */
    TT_ARCHIVE_DAMAGED,   /* cut, or a checksum that does not agree */
    TT_ARCHIVE_EXPANDS,   /* the limit of the ratio */
    TT_ARCHIVE_LIMIT      /* of bytes or entries */
} tt_archive_why;

typedef struct tt_archive_entry {
    tt_str name; /* valid UTF-8 without control characters */
    tt_archive_why why;
    uint64_t at, n;     /* where in the spool */
    const char *detail; /* what libarchive says of damage; NULL: nothing */
} tt_archive_entry;
TT_VEC(tt_archive_entries, tt_archive_entry);

typedef struct tt_archive_in {
    tt_str bytes;
    tt_archive_kind kind;
    tt_str stem; /* name of the one file in a .gz or .zst */
    tt_archive_limits limits;
    const tt_talk *talk; /* may be NULL; progress is told as "unpack" */
} tt_archive_in;

/**
 * Unpack all files of an archive into a spool.
 *
 * The limits and damage end the unpacking: the last entry that was met says why, what was whole
 * before it stays.
 *
 * @param spool  gets the bytes of the entries that are FINE; the caller ends it.
 * @param a      holds names and details.
 * @param out    entries in order of their names (tt_str_cmp), those of one name in order of the
 *               archive; the one that ended it last.  Folders are left out.  tt_vec_release.
 * @return       TT_OK, TT_EIO (the spool), TT_ENOMEM, TT_ECANCELED.
 * @complexity   One pass; memory of the names, and what libarchive needs (for a zip file its list).
 */
TT_MUST_CHECK tt_status tt_archive_unpack(const tt_archive_in *in, tt_spool *spool, tt_arena *a,
                                          tt_archive_entries *out, tt_err *err);

#endif
