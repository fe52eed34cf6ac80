/*
 * embed.c - files to C arrays: embed HEADER SOURCE FILE...
 *
 * Each file becomes `tt_embed_<name>`, its name being the last part of its path
 * with everything but letters and digits as `_`; two files of one name are
 * refused.  The table tt_embed_files lists all of them in the order given.
 * A NUL follows the bytes and is not counted.  Runs while building only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void die(const char *what, const char *subject)
{
    fprintf(stderr, "embed: %s '%s'\n", what, subject);
    exit(1);
}

static FILE *open_or_die(const char *path, const char *mode)
{
    FILE *f = fopen(path, mode);
    if (!f)
        die("cannot open", path);
    return f;
}

static void close_or_die(FILE *f, const char *path)
{
    if (ferror(f) | fclose(f))
        die("cannot read or write", path);
}

static int is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static void put_symbol(FILE *out, const char *path)
{
    fputs("tt_embed_", out);
    for (const char *p = last_part(path); *p; p++)
        fputc(is_word(*p) ? *p : '_', out);
}

static int same_symbol(const char *a, const char *b)
{
    a = last_part(a);
    b = last_part(b);
    while (*a && *b && (*a == *b || (!is_word(*a) && !is_word(*b)))) {
        a++;
        b++;
    }
    return *a == *b;
}

/* Write the bytes of a file as an initialiser; returns how many. */
static size_t put_bytes(FILE *out, const char *path)
{
    FILE *in = open_or_die(path, "rb");
    size_t n = 0;
    for (int c = fgetc(in); c != EOF; c = fgetc(in), n++)
        fprintf(out, "%d,%s", c, n % 24 == 23 ? "\n" : "");
    close_or_die(in, path);
    fputs("0};\n\n", out);
    return n;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        die("usage: embed HEADER SOURCE FILE..., not", argc > 1 ? argv[1] : "");
    int n = argc - 3;
    char **file = argv + 3;
    size_t *size = calloc((size_t)n + 1, sizeof *size);
    if (!size)
        die("no memory for", "sizes");
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++)
            if (same_symbol(file[i], file[j]))
                die("a second file of the name", file[i]);

    FILE *c = open_or_die(argv[2], "w");
    fputs("/* Made by src/tools/embed.c; do not edit. */\n#include \"gen/embed.h\"\n\n", c);
    for (int i = 0; i < n; i++) {
        fputs("const unsigned char ", c);
        put_symbol(c, file[i]);
        fputs("[] = {\n", c);
        size[i] = put_bytes(c, file[i]);
    }
    fputs("const tt_embed_file tt_embed_files[TT_EMBED_FILES + 1] = {\n", c);
    for (int i = 0; i < n; i++) {
        fprintf(c, "    {\"%s\", ", last_part(file[i]));
        put_symbol(c, file[i]);
        fprintf(c, ", %zu},\n", size[i]);
    }
    fputs("    {NULL, NULL, 0}};\n", c);
    close_or_die(c, argv[2]);

    FILE *h = open_or_die(argv[1], "w");
    fputs("/* Made by src/tools/embed.c; do not edit. */\n"
          "#ifndef TT_GEN_EMBED_H\n#define TT_GEN_EMBED_H\n\n#include <stddef.h>\n\n"
          "/* A file inside the program.  A NUL follows the n bytes. */\n"
          "typedef struct tt_embed_file {\n"
          "    const char *name; /* last part of its path; terminated */\n"
          "    const unsigned char *bytes;\n"
          "    size_t n;\n"
          "} tt_embed_file;\n\n",
          h);
    fprintf(h,
            "/* Sorted by path; the row after the last is {NULL, NULL, 0}. */\n"
            "#define TT_EMBED_FILES %d\n"
            "extern const tt_embed_file tt_embed_files[TT_EMBED_FILES + 1];\n\n",
            n);
    for (int i = 0; i < n; i++) {
        fputs("extern const unsigned char ", h);
        put_symbol(h, file[i]);
        fprintf(h, "[%zu];\n", size[i] + 1);
    }
    fputs("\n#endif\n", h);
    close_or_die(h, argv[1]);
    free(size);
    return 0;
}
