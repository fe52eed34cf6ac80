#!/bin/sh
# A third-party header has one door (seams.txt); everything else in <> is C11 or POSIX.
. "$(dirname "$0")/common.sh"
for f in $(sources src include tests); do
    code_and_text "$f" | awk -v file="$f" '
    BEGIN {
        n = split("assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp " \
            "signal stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string " \
            "tgmath threads time uchar wchar wctype dirent fcntl ftw glob poll pthread regex sched " \
            "semaphore strings termios unistd sys/file sys/ioctl sys/mman sys/resource sys/select " \
            "sys/socket sys/stat sys/statvfs sys/time sys/times sys/types sys/uio sys/utsname sys/wait", h, " ")
        for (i = 1; i <= n; i++) standard[h[i] ".h"] = 1
    }
    FNR == NR {
        if ($0 !~ /^[ \t]*(#|$)/) {
            header[++n_door] = $1
            door[n_door] = $2
        }
        next
    }
    /^[ \t]*#[ \t]*include[ \t]*</ {
        path = $0
        sub(/^[^<]*</, "", path)
        sub(/>.*/, "", path)
        if (path in standard) next
        known = ok = 0
        for (i = 1; i <= n_door; i++)
            if (path == header[i] || (header[i] ~ /\/$/ && index(path, header[i]) == 1)) {
                known = 1
                if (file == door[i] || (door[i] ~ /\/$/ && index(file, door[i]) == 1)) ok = 1
            }
        if (!known) print file ":" FNR ": <" path "> has no door in seams.txt"
        else if (!ok) print file ":" FNR ": <" path "> has its door elsewhere, see seams.txt"
    }' tests/lint/seams.txt - >> "$lint/found"
done
finish
