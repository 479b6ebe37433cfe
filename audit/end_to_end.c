#include "end_to_end.h"

#include <string.h>

static const char DIGITS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static int digit_value(unsigned char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

/* ISO 7064 MOD 37,36, hybrid system. */
static int check_value(const unsigned char *text, size_t size) {
    int product = 36;
    for (size_t i = 0; i < size; i++) {
        int sum = (product + digit_value(text[i])) % 36;
        sum = sum ? sum : 36;
        product = sum * 2 % 37;
    }
    return (37 - product) % 36;
}

static int64_t base36_read(const unsigned char *text, size_t size) {
    int64_t number = 0;
    for (size_t i = 0; i < size; i++) {
        number = number * 36 + digit_value(text[i]);
    }
    return number;
}

bool end_to_end_read(Bytes text, EndToEnd *ret_id) {
    if (text.size != END_TO_END_SIZE || text.data[0] != 'V' || text.data[1] != 'N') {
        return false;
    }
    for (size_t i = 0; i < END_TO_END_SIZE; i++) {
        if (digit_value(text.data[i]) < 0) {
            return false;
        }
    }
    if (digit_value(text.data[END_TO_END_SIZE - 1]) !=
        check_value(text.data, END_TO_END_SIZE - 1)) {
        return false;
    }
    *ret_id = (EndToEnd){.shard = base36_read(text.data + 2, 2),
                         .batch_id = base36_read(text.data + 4, 7),
                         .line_no = base36_read(text.data + 11, 5)};
    return true;
}

static void base36_write(int64_t number, char *text, size_t size) {
    for (size_t i = size; i > 0; i--) {
        text[i - 1] = DIGITS[number % 36];
        number /= 36;
    }
}

void end_to_end_write(const EndToEnd *id, char text[END_TO_END_SIZE + 1]) {
    text[0] = 'V';
    text[1] = 'N';
    base36_write(id->shard, text + 2, 2);
    base36_write(id->batch_id, text + 4, 7);
    base36_write(id->line_no, text + 11, 5);
    text[16] = DIGITS[check_value((const unsigned char *)text, 16)];
    text[END_TO_END_SIZE] = '\0';
}

bool end_to_end_find(Bytes text, Bytes *ret_id) {
    EndToEnd id;
    for (size_t i = 0; i + END_TO_END_SIZE <= text.size; i++) {
        const Bytes part = {text.data + i, END_TO_END_SIZE};
        if ((i == 0 || digit_value(text.data[i - 1]) < 0) && end_to_end_read(part, &id)) {
            *ret_id = part;
            return true;
        }
    }
    return false;
}

bool line_has_amount(Bytes text, int64_t amount_dong) {
    int64_t number = 0;
    bool inside = false;
    for (size_t i = 0; i <= text.size; i++) {
        const unsigned char c = i < text.size ? text.data[i] : ';';
        const bool digit = c >= '0' && c <= '9';
        const bool separator = (c == '.' || c == ' ') && inside && i + 1 < text.size &&
                               text.data[i + 1] >= '0' && text.data[i + 1] <= '9';
        if (digit && number < INT64_MAX / 100) {
            number = number * 10 + (c - '0');
            inside = true;
        } else if (!separator) {
            if (inside && number == amount_dong) {
                return true;
            }
            number = 0;
            inside = false;
        }
    }
    return false;
}
