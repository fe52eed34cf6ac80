/*
 * fuzz_main.c - replays seeds through a fuzz target without a fuzzer; speaks as cmocka does.
 *
 * `fuzz_csv` reads every file of tests/fuzz/corpus/csv, samples/read/csv and samples/bad/csv, and
 * every prefix length that halves a file, from the root of the project; `fuzz_read_csv` reads the
 * same.  `fuzz_csv FILE...` reads
 * these files only.  A crash or a sanitizer report is the failure.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static size_t replayed;

/* In a block of its exact size, so that a sanitizer sees one byte too many. */
static void replay_bytes(const uint8_t *bytes, size_t n)
{
    uint8_t *copy = malloc(n ? n : 1);
    if (!copy)
        exit(1);
    memcpy(copy, bytes, n);
    (void)LLVMFuzzerTestOneInput(copy, n);
    free(copy);
}

static void replay_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        printf("cannot open '%s'\n", path);
        exit(1);
    }
    size_t n = 0, room = 4096;
    uint8_t *bytes = malloc(room);
    while (bytes) {
        n += fread(bytes + n, 1, room - n, f);
        if (n < room)
            break;
        room *= 2;
        bytes = realloc(bytes, room);
    }
    fclose(f);
    if (!bytes)
        exit(1);
    for (size_t part = n; part > 0; part /= 2)
        replay_bytes(bytes, part);
    free(bytes);
    replayed++;
}

static void replay_folder(const char *path)
{
    struct dirent **entry;
    int n = scandir(path, &entry, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char file[4096];
        struct stat st;
        int len = snprintf(file, sizeof file, "%s/%s", path, entry[i]->d_name);
        if (entry[i]->d_name[0] != '.' && len > 0 && (size_t)len < sizeof file &&
            stat(file, &st) == 0 && S_ISREG(st.st_mode))
            replay_file(file);
        free(entry[i]);
    }
    if (n >= 0)
        free(entry);
}

int main(int argc, char **argv)
{
    const char *slash = strrchr(argv[0], '/');
    const char *name = slash ? slash + 1 : argv[0];
    const char *id = strncmp(name, "fuzz_", 5) == 0 ? name + 5 : name;
    const char *seeds = strncmp(id, "read_", 5) == 0 ? id + 5 : id;

    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("[ RUN      ] %s_replays_its_seeds\n", id);
    (void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++)
        replay_file(argv[i]);
    static const char *const roots[] = {"tests/fuzz/corpus", "samples/read", "samples/bad"};
    for (size_t i = 0; argc == 1 && i < sizeof roots / sizeof *roots; i++) {
        char folder[512];
        int len = snprintf(folder, sizeof folder, "%s/%s", roots[i], seeds);
        if (len > 0 && (size_t)len < sizeof folder)
            replay_folder(folder);
    }
    printf("%zu files\n", replayed);
    printf("[%s] %s_replays_its_seeds\n", replayed ? "       OK " : "  FAILED  ", id);
    return replayed ? 0 : 1;
}
