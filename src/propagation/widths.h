/* Loops that the compiler lays out for several widths of vectors. */
#ifndef PROPAGATION_WIDTHS_H
#define PROPAGATION_WIDTHS_H

/* The same integers on every processor, only sooner on those with wider vectors. Sanitizers and the functions that
 * choose among clones when a program starts do not go together. Clones are static: others would be exported. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) &&                           \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define FOR_EVERY_WIDTH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EVERY_WIDTH
#endif

/* What such a loop calls must become part of it, or it would be laid out for the narrowest. */
#if defined(__GNUC__)
#define PART_OF_LOOP static inline __attribute__((always_inline))
#else
#define PART_OF_LOOP static inline
#endif

#endif
