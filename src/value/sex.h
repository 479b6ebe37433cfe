/*
 * sex.h -- sex as the register keeps it (person.sex).
 *
 * Floor 1.
 */
#ifndef VALUE_SEX_H
#define VALUE_SEX_H

typedef enum Sex { SEX_UNKNOWN = 0, SEX_MALE = 1, SEX_FEMALE = 2 } Sex;

#endif
