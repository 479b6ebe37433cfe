/*
 * clean.h -- one spelling of equal text: Unicode NFC, plain spaces, no invisible characters.
 *
 * Floor 1. Pure; results lie in the arena of ctx, or are the input itself where nothing changed.
 * Legacy encodings are decoded before (encoding.h): in TCVN3 a soft hyphen is the letter ư.
 *   T1  what comes out is UTF-8 in NFC (TCVN 6909:2001 is the composed form)
 */
#ifndef TEXT_CLEAN_H
#define TEXT_CLEAN_H

#include "base/ctx.h"

/* E_TEXT_ENCODING when `in` is not UTF-8; E_MEMORY_LIMIT. */
Status text_nfc(Ctx *ctx, Str in, Str *ret_nfc) MUST_CHECK;
/*
 * NFC, and: invisible characters gone, every kind of space and control a single space, none at the
 * ends; look-alikes of Đ (Icelandic Ð, African Ɖ) made Đ; typographic apostrophes made '.
 * Fails as text_nfc().
 */
Status text_clean(Ctx *ctx, Str in, Str *ret_clean) MUST_CHECK;

#endif
