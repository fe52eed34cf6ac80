#!/bin/sh
# What the compiler was asked for is in the program, and no network code is.
set -u
bad=0
want() { # want TEXT COMMAND...: the output holds TEXT
    text=$1
    shift
    "$@" 2> /dev/null | grep -qE -- "$text" || { echo "not in '$*': $text"; bad=1; }
}
refuse() {
    text=$1
    shift
    ! "$@" 2> /dev/null | grep -E -- "$text" || { echo "in '$*': $text"; bad=1; }
}
case $TT in */build/tradetrace) ;; *) echo "only the release build is hardened in full"; exit 0 ;; esac
want 'Type: +DYN' readelf -h "$TT"
want 'GNU_RELRO' readelf -lW "$TT"
want 'BIND_NOW|NOW' readelf -d "$TT"
want 'GNU_STACK .* RW ' readelf -lW "$TT"
refuse 'RWE' readelf -lW "$TT"
want '__stack_chk_fail' readelf -sW --dyn-syms "$TT"
want '_chk@' readelf -sW --dyn-syms "$TT"
refuse ' (socket|connect|bind|listen|getaddrinfo|dlopen|system|popen|execve?)@' readelf -sW --dyn-syms "$TT"
refuse 'RPATH|RUNPATH' readelf -d "$TT"
refuse "$ROOT" strings "$TT"
exit $bad
