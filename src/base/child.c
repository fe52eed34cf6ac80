/*
 * child.c - posix_spawn, and waiting without a clock.
 */
#include <dirent.h> /* system headers before base/: see banned.h */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"

enum { STEP_MS = 5 };

const char *tt_temp_folder(tt_arena *a)
{
    static const char root[] = "/tmp", name[] = "/tradetrace-XXXXXX";
    char *path = tt_new_n(a, char, sizeof root + sizeof name);
    if (!path)
        return NULL;
    memcpy(path, root, sizeof root - 1);
    memcpy(path + sizeof root - 1, name, sizeof name);
    return mkdtemp(path);
}

void tt_temp_remove(const char *folder)
{
    DIR *dir = folder ? opendir(folder) : NULL;
    if (!dir)
        return;
    const struct dirent *e;
    while ((e = readdir(dir)) != NULL)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            (void)unlinkat(dirfd(dir), e->d_name, 0);
    (void)closedir(dir);
    (void)rmdir(folder);
}

const char *tt_child_find(const char *program, tt_arena *a)
{
    static const char *const folders[] = {"/usr/bin", "/usr/local/bin", "/bin"};
    for (size_t i = 0; i < TT_LEN(folders); i++) {
        const char *path = tt_arena_printf(a, "%s/%s", folders[i], program);
        if (path && access(path, X_OK) == 0)
            return path;
    }
    return NULL;
}

/* True when it has ended; *fine: with status 0. */
static bool has_ended(pid_t pid, int flags, bool *fine)
{
    int status = 0;
    pid_t got;
    do
        got = waitpid(pid, &status, flags);
    while (got < 0 && errno == EINTR);
    *fine = got == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return got != 0;
}

static bool is_over(const tt_child_limits *max)
{
    struct stat sb;
    return max->file && stat(max->file, &sb) == 0 && (uint64_t)sb.st_size > max->bytes;
}

static bool wait_for(pid_t pid, const tt_child_limits *max)
{
    const struct timespec step = {0, STEP_MS * 1000000};
    bool fine = false;
    for (unsigned i = 0; i < max->seconds * (1000 / STEP_MS) && !is_over(max); i++) {
        if (has_ended(pid, WNOHANG, &fine))
            return fine;
        (void)nanosleep(&step, NULL);
    }
    (void)kill(pid, SIGKILL);
    (void)has_ended(pid, 0, &fine);
    return false;
}

bool tt_child_run(const char *const *argv, const char *out, const tt_child_limits *max)
{
    static char locale[] = "LC_ALL=C.UTF-8";
    char *const environment[] = {locale, NULL};
    posix_spawn_file_actions_t files;
    pid_t pid = 0;
    if (posix_spawn_file_actions_init(&files) != 0)
        return false;
    const int write = O_WRONLY | O_CREAT | O_TRUNC;
    bool fine =
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0) == 0 &&
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out ? out : "/dev/null", write,
                                         0600) == 0 &&
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", write, 0600) == 0;
    char *const *args;
    memcpy(&args, &argv, sizeof args); /* posix_spawn changes none of them */
    fine = fine && posix_spawn(&pid, argv[0], &files, NULL, args, environment) == 0;
    (void)posix_spawn_file_actions_destroy(&files);
    return fine && wait_for(pid, max);
}
