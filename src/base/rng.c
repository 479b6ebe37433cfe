#include "base/rng.h"

static uint64_t rotate_left(uint64_t x, int bits) {
    return (x << bits) | (x >> (64 - bits));
}

void rng_seed(Rng *rng, uint64_t seed) {
    for (int i = 0; i < 4; i++) {
        seed += 0x9e3779b97f4a7c15U;
        uint64_t z = seed;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        rng->word[i] = z ^ (z >> 31);
    }
}

uint64_t rng_next(Rng *rng) {
    uint64_t *s = rng->word;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

uint64_t rng_below(Rng *rng, uint64_t below) {
    if (below == 0) {
        return 0;
    }
    uint64_t limit = UINT64_MAX - UINT64_MAX % below; /* throw away the uneven rest */
    uint64_t x = rng_next(rng);
    while (x >= limit) { /* ends: each round passes with probability above one half */
        x = rng_next(rng);
    }
    return x % below;
}

bool rng_chance(Rng *rng, uint32_t parts_of_100000) {
    return rng_below(rng, 100000) < parts_of_100000;
}
