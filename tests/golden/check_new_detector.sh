#!/bin/sh
# `make new-detector` in a copy of the project: the set is whole, the row in order, the code without
# a warning, its test and its sample pass.
set -eu
unset MAKEFLAGS MAKELEVEL
tar -C "$ROOT" -cf - --exclude=./.git --exclude=./samples/tour --exclude=./build/demo --exclude=./build/san-* \
    --exclude=./build/cover --exclude=./build/fuzzer . | tar -xf -
cp src/detect/registry.def before
make -s new-detector NAME=pay_aa_first
make -s new-detector NAME=route_zz_last
make -s new-detector NAME=flow_middle
[ "$(diff before src/detect/registry.def | grep -c '^>')" -eq 3 ]
sh tests/lint/bundles.sh
ONLY="src/detect/flow_middle.c tests/detect/test_flow_middle.c" sh tests/lint/format.sh
make -s test T=detect/flow_middle
! make -s new-detector NAME=flow_middle 2> /dev/null
! make -s new-detector NAME=Flow 2> /dev/null
make -s all
/usr/bin/python3 tests/golden/samples.py build/tradetrace samples/detect/flow_middle samples/detect/pay_aa_first
