#include "codec/utf8.h"

#include <string.h>

size_t codec_utf8_sequence_length(Str text) {
    const unsigned char *p = (const unsigned char *)text.ptr;
    if (text.len == 0) {
        return 0;
    }
    if (p[0] < 0x80) {
        return 1;
    }
    size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || text.len < length) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool is_overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
    bool is_surrogate = p[0] == 0xED && p[1] > 0x9F;
    bool is_too_large = p[0] == 0xF4 && p[1] > 0x8F;
    return is_overlong || is_surrogate || is_too_large ? 0 : length;
}

/* Bytes at the head of `text` that are ASCII, eight at a time. */
static size_t ascii_run(Str text) {
    size_t at = 0;
    while (text.len - at >= 8) {
        uint64_t word;
        memcpy(&word, text.ptr + at, 8);
        if (word & UINT64_C(0x8080808080808080)) {
            break;
        }
        at += 8;
    }
    while (at < text.len && (unsigned char)text.ptr[at] < 0x80) {
        at++;
    }
    return at;
}

bool codec_utf8_is_valid(Str text) {
    while (text.len > 0) {
        size_t length = ascii_run(text);
        if (length == 0) {
            length = codec_utf8_sequence_length(text);
        }
        if (length == 0) {
            return false;
        }
        text = (Str){text.ptr + length, text.len - length};
    }
    return true;
}

size_t codec_utf8_encode(uint32_t code, char *bytes) {
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    bytes[0] = (char)(0xF0 | code >> 18);
    bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
    bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
    bytes[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t codec_utf8_count(Str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return count;
}
