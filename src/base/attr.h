/*
 * attr.h -- the few compiler attributes that the house uses, under readable names.
 *
 * Floor 0. Nothing here changes control flow; TRY (status.h) is the only macro that does.
 */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

/* The result must be looked at: every Status carries it. */
#define MUST_CHECK __attribute__((warn_unused_result))
/* fn(&variable) runs when the variable leaves its scope; destructors accept a NULL handle. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))
/* A printf-like function: argument `fmt` is the format, checking starts at argument `first`. */
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define UNUSED __attribute__((unused))
#define NORETURN __attribute__((noreturn))

#endif
