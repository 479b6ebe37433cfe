/*
 * syllable.h -- what a written Vietnamese syllable is, by rule: initial, rhyme, tone.
 *
 * Floor 1. Pure. Tells an encoding that makes sense from one that does not (encoding.h) and where
 * a tone belongs (name.h). Names of minorities often are no Vietnamese syllables; that is no error.
 */
#ifndef TEXT_SYLLABLE_H
#define TEXT_SYLLABLE_H

#include <stddef.h>

#include "text/letter.h"

enum { SYLLABLE_LETTERS_MAX = 7 }; /* nghiêng */

typedef struct Syllable {
    Letter letter[SYLLABLE_LETTERS_MAX];
    size_t count;
    size_t vowel_at;    /* first letter of the nucleus: behind q-u, and behind g-i before a vowel */
    size_t vowel_count; /* glides included: oai is three */
    Tone tone;
} Syllable;

/* False when the letters are no syllable, whatever the case and wherever the tone is written. */
bool syllable_parse(const Letter *letters, size_t count, Syllable *ret_syllable);
/* Index of the letter that carries the tone in the old style (hòa, thúy, but hoàn, quý). */
size_t syllable_tone_place(const Syllable *syllable);

#endif
