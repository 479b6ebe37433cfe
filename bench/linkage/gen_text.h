/*
 * gen_text.h -- Vietnamese letters taken apart, and the ways in which they go wrong.
 *
 * Outside the floors. Written for the generator alone: the normaliser of the product is not used.
 */
#ifndef BENCH_LINKAGE_GEN_TEXT_H
#define BENCH_LINKAGE_GEN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXT_MAX = 160, TONE_NONE = 0, TONE_GRAVE, TONE_HOOK, TONE_TILDE, TONE_ACUTE, TONE_DOT };

typedef struct Text {
    uint32_t code[TEXT_MAX];
    size_t count;
} Text;

/* A letter: vowel 0..11 (a ă â e ê i o ô ơ u ư y) with a tone, or the letter đ, or something else.
 */
typedef struct Letter {
    int8_t vowel; /* -1: none */
    int8_t tone;
    bool dd;
    bool upper;
} Letter;

typedef enum Encoding {
    ENCODING_TCVN3,
    ENCODING_VNI,
    ENCODING_VIQR,
    ENCODING_UTF8_AS_1252,
    ENCODING_DECOMPOSED,
    ENCODING_1258,
    ENCODING_COUNT
} Encoding;

Letter letter_of(uint32_t code);
uint32_t letter_make(Letter letter);

void text_set(Text *text, const char *utf8);
void text_put(Text *text, uint32_t code);
size_t text_write(const Text *text, char *ret_utf8, size_t size);
bool text_equals(const Text *text, const char *utf8);
/* Words are parts between single spaces. */
size_t text_word_count(const Text *text);
Text text_word(const Text *text, size_t at);
void text_from_words(Text *text, const Text *words, size_t count);
void text_upper(Text *text);
void text_lower(Text *text);
void text_title(Text *text);
/* No tones, no marks, no đ. */
void text_bare(Text *text);
/* As it looks when it was written in one encoding and read in another. */
void text_misread(Text *text, Encoding encoding);
/* hòa to hoà, thúy to thuý: the tone on the last vowel of oa, oe, uy at the end of a word. */
void text_new_tone_place(Text *text);
/* As typed with the keyboard driver off: Telex or VNI keys. */
void text_keys(Text *text, bool telex);

#endif
