/*
 * encoding.h -- the encodings in which Vietnamese lists arrive, told apart and decoded.
 *
 * Floor 1. Pure. A legacy encoding comes as raw bytes (CSV) or as Unicode text whose letters are
 * Latin look-alikes of those bytes (XLSX, or CSV saved as UTF-8): "NguyÔn V¨n A" in TCVN3,
 * "Nguyeãn Vaên A" in VNI. Which one it is shows only over many cells: sample a column into
 * EncodingVotes, decide once, decode each cell.
 *   EN1  what encoding_decode() gives is UTF-8 in NFC
 *   EN2  a cell with letters that only Unicode has is never decoded as a legacy one
 *   EN3  the decision does not depend on the order of the cells
 * Decode first, clean (clean.h) afterwards.
 */
#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H

#include "base/ctx.h"

typedef enum EncodingKind {
    ENCODING_ASCII = 0,      /* nothing to decode */
    ENCODING_UTF8 = 1,       /* composed or not: NFD and half-composed text become NFC */
    ENCODING_UTF8_TWICE = 2, /* UTF-8 taken for Windows-1252 and encoded again */
    ENCODING_TCVN3 =
        3,            /* TCVN 5712:1993 VN3, fonts .Vn*; capitals by font or in words of capitals */
    ENCODING_VNI = 4, /* VNI Windows, fonts VNI-* */
    ENCODING_CP1258 = 5,
    ENCODING_VISCII = 6, /* RFC 1456 */
    ENCODING_VIQR = 7,   /* RFC 1456, ASCII */
    ENCODING_KINDS = 8,
} EncodingKind;

typedef struct Encoding {
    EncodingKind kind;
    bool is_raw;     /* bytes of the encoding itself, not look-alikes in UTF-8 */
    bool is_capital; /* TCVN3 written for a capital font (.VnTimeH): decoded in capitals */
} Encoding;

/* What the cells of one column speak for; begins as zeros. */
typedef struct EncodingVotes {
    int64_t cells;
    int64_t cells_not_utf8;
    int64_t words;                    /* all of them, for the share that VIQR must reach */
    int64_t tried[2][ENCODING_KINDS]; /* words that would change; [1] as raw bytes */
    int64_t valid[2][ENCODING_KINDS]; /* of these, Vietnamese syllables */
    EncodingKind font_kind;           /* what the fonts say, ASCII = nothing */
    bool font_is_capital;
} EncodingVotes;

void encoding_votes_add(EncodingVotes *votes, Str cell);
/* The font of the column's cells, where the file knows it: .VnTime, .VnTimeH, VNI-Times. */
void encoding_votes_font(EncodingVotes *votes, Str font_name);
/*
 * The encoding of the column. E_TEXT_ENCODING when there are bytes that are not UTF-8 and no
 * encoding makes syllables of them.
 */
Status encoding_decide(Ctx *ctx, const EncodingVotes *votes, Encoding *ret_encoding) MUST_CHECK;
/* E_TEXT_ENCODING when the column is Unicode and this cell is not. */
Status encoding_decode(Ctx *ctx, Encoding encoding, Str in, Str *ret_nfc) MUST_CHECK;
/* "TCVN3", "VNI", ...: for reports. */
const char *encoding_name(EncodingKind kind);

#endif
