/*
 * fold.h -- text reduced to what people search by, and letters in the other case.
 *
 * Floor 1. Pure; results lie in the arena of ctx. Input is UTF-8, best NFC.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/ctx.h"

/*
 * Lower case without tones and marks, đ as d: "Thuý Hoà" and "Thúy Hòa" give "thuy hoa". Letters of
 * other alphabets keep their base, marks of any kind go.
 */
Status text_fold(Ctx *ctx, Str in, Str *ret_folded) MUST_CHECK;
Status text_lower(Ctx *ctx, Str in, Str *ret_lower) MUST_CHECK;
Status text_upper(Ctx *ctx, Str in, Str *ret_upper) MUST_CHECK;
/* The first letter of each word upper, after ' and - too (H'Hen, Ê-Đê), the others lower. */
Status text_title(Ctx *ctx, Str in, Str *ret_title) MUST_CHECK;

#endif
