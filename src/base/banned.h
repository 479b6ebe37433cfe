/*
 * banned.h -- C functions that the house does not use, made a compile error.
 *
 * Floor 0. Forced into every translation unit of src/ by the build (-include), after the system
 * headers that declare these names, so that only a call is an error.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Macros of glibc's fortified headers (clang warns of a poisoned macro). */
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok atoi atol atoll atof
#undef alloca
#pragma GCC poison gets scanf sscanf gmtime localtime ctime asctime mktime rand srand alloca system

#endif
