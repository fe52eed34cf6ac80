/*
 * file_early.c - what was written goes to the disk before somebody has to wait for it.
 */
#define _GNU_SOURCE /* sync_file_range */
#include <fcntl.h>  /* system headers before base/: see banned.h */
#include <sys/stat.h>

#include "base/file.h"

enum { FIRST = 3, LAST = 255 }; /* descriptors that are looked at */

/*
 * The file is open in the hands of a library that does not tell its descriptor; and to open and
 * close it once more would lose the locks that the library has on it.  So the descriptor is looked
 * for.  Should another thread close it meanwhile, some other file is written early.
 */
void tt_file_write_early(const char *path)
{
#ifdef SYNC_FILE_RANGE_WRITE
    struct stat wanted, found;
    if (!path || stat(path, &wanted) != 0)
        return;
    for (int fd = FIRST; fd <= LAST; fd++) {
        if (fstat(fd, &found) != 0 || found.st_ino != wanted.st_ino ||
            found.st_dev != wanted.st_dev)
            continue;
        (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
        return;
    }
#else
    (void)path;
#endif
}
