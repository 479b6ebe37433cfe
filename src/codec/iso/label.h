/*
 * label.h -- Vietnamese words brought to plain ASCII, to compare and to send.
 *
 * Floor 1. Pure. Two uses only: header and status words of a provider's table are the same word
 * however they are accented, cased and spaced; and what a bank takes is upper-case ASCII.
 */
#ifndef CODEC_ISO_LABEL_H
#define CODEC_ISO_LABEL_H

#include "base/ctx.h"

enum { LABEL_MAX = 160 };

/* Lower-case ASCII letters and digits, one space between words; cut at LABEL_MAX. */
Str label_fold(Str text, char room[LABEL_MAX]);
/*
 * Upper-case ASCII; marks are dropped, white space becomes one space each, characters beyond Latin
 * become "."; cut at `size`.
 */
Str ascii_upper_fold(Str text, char *room, size_t size);

#endif
