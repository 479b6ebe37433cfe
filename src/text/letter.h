/*
 * letter.h -- the Vietnamese letters, taken apart into base, mark and tone and put together again.
 *
 * Floor 1. Pure; the common ground of the other files of text/. 12 vowels in 6 tones and đ, in both
 * cases, are the 134 letters beyond the plain ones; a plain Latin letter is one without mark and
 * tone.
 */
#ifndef TEXT_LETTER_H
#define TEXT_LETTER_H

#include <stdbool.h>
#include <stdint.h>

typedef enum Mark {
    MARK_NONE = 0,
    MARK_BREVE = 1,      /* ă */
    MARK_CIRCUMFLEX = 2, /* â ê ô */
    MARK_HORN = 3,       /* ơ ư */
    MARK_BAR = 4,        /* đ */
} Mark;

/* In the order of dictionaries. */
typedef enum Tone {
    TONE_LEVEL = 0, /* ngang */
    TONE_GRAVE = 1, /* huyền */
    TONE_HOOK = 2,  /* hỏi */
    TONE_TILDE = 3, /* ngã */
    TONE_ACUTE = 4, /* sắc */
    TONE_DOT = 5,   /* nặng */
} Tone;

typedef struct Letter {
    char base; /* 'a'..'z' */
    Mark mark;
    Tone tone;
    bool is_upper;
} Letter;

/* False when it is no letter of a-z and no Vietnamese one. */
bool letter_split(uint32_t code_point, Letter *ret_letter);
/* The composed code point; 0 when there is no such letter (a tone on a consonant). */
uint32_t letter_join(Letter letter);
bool letter_is_vowel(Letter letter);
/* Place in the alphabet a ă â b c d đ e ê ... y, from 0; f j w z stand behind ê i v y as halves. */
int letter_rank(Letter letter);

#endif
