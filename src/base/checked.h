/*
 * checked.h -- integer arithmetic that says when it does not fit.
 *
 * Floor 0. The names are those of C23's <stdckdint.h>: true means "overflowed". Money goes through
 * value/money.h, which turns that into a Status.
 */
#ifndef BASE_CHECKED_H
#define BASE_CHECKED_H

#define ckd_add(ret, a, b) __builtin_add_overflow((a), (b), (ret))
#define ckd_sub(ret, a, b) __builtin_sub_overflow((a), (b), (ret))
#define ckd_mul(ret, a, b) __builtin_mul_overflow((a), (b), (ret))

#endif
