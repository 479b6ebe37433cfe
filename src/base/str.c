#include "base/str.h"

#include <string.h>

#include "base/checked.h"

Str str_of(const char *cstr) {
    return cstr ? (Str){cstr, strlen(cstr)} : (Str){"", 0};
}

bool str_equal(Str a, Str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_compare(Str a, Str b) {
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
    if (order != 0) {
        return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool str_is_empty(Str s) {
    return s.len == 0;
}

bool str_starts_with(Str s, Str prefix) {
    return s.len >= prefix.len && str_equal((Str){s.ptr, prefix.len}, prefix);
}

bool str_ends_with(Str s, Str suffix) {
    return s.len >= suffix.len && str_equal((Str){s.ptr + s.len - suffix.len, suffix.len}, suffix);
}

size_t str_find(Str s, Str needle, size_t from) {
    if (from > s.len || needle.len > s.len - from) {
        return SIZE_MAX;
    }
    if (needle.len == 0) {
        return from;
    }
    const char *hit = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

static bool is_ascii_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

Str str_trim(Str s) {
    while (s.len > 0 && is_ascii_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && is_ascii_space(s.ptr[s.len - 1])) {
        s.len--;
    }
    return s;
}

Str str_part(Str s, size_t from, size_t len) {
    if (from > s.len) {
        from = s.len;
    }
    if (len > s.len - from) {
        len = s.len - from;
    }
    return (Str){from > 0 ? s.ptr + from : s.ptr, len}; /* s.ptr may be NULL: no offset on it */
}

static char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_equal_ignoring_case(Str a, Str b) {
    if (a.len != b.len) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i])) {
            return false;
        }
    }
    return true;
}

bool str_split_next(Str *rest, char separator, Str *ret_part) {
    if (rest->ptr == NULL) {
        return false;
    }
    const char *hit = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    if (hit == NULL) {
        *ret_part = *rest;
        *rest = (Str){NULL, 0};
        return true;
    }
    *ret_part = (Str){rest->ptr, (size_t)(hit - rest->ptr)};
    rest->len -= ret_part->len + 1;
    rest->ptr = hit + 1;
    return true;
}

bool str_to_int64(Str s, int64_t *ret_number) {
    bool negative = s.len > 0 && s.ptr[0] == '-';
    size_t at = negative ? 1 : 0;
    int64_t number = 0;
    if (at == s.len) {
        return false;
    }
    for (; at < s.len; at++) {
        if (s.ptr[at] < '0' || s.ptr[at] > '9') {
            return false;
        }
        int digit = s.ptr[at] - '0';
        if (ckd_mul(&number, number, 10) || ckd_sub(&number, number, digit)) {
            return false; /* built below zero, so that INT64_MIN can be read */
        }
    }
    if (!negative && ckd_mul(&number, number, -1)) {
        return false;
    }
    *ret_number = number;
    return true;
}
