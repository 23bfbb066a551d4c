#!/bin/sh
# Prints, for the checkout that it runs in, the fields of the build information, quoted for a C string.
commit=$(git rev-parse HEAD 2>/dev/null) || commit=unknown
git diff --quiet HEAD 2>/dev/null
case $? in 0) dirty=false ;; 1) dirty=true ;; *) dirty=null ;; esac
printf '\\"commit\\":\\"%s\\",\\"dirty\\":%s\n' "$commit" "$dirty"
