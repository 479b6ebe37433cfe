/*
 * rng.h -- repeatable random numbers for demo data, simulators and tests. Never for keys (sys/).
 *
 * Floor 0. xoshiro256** seeded through splitmix64 (Blackman and Vigna, "Scrambled linear
 * pseudorandom number generators", 2018).
 */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Rng {
    uint64_t word[4];
} Rng;

void rng_seed(Rng *rng, uint64_t seed);
uint64_t rng_next(Rng *rng);
/* Uniform in [0, below); 0 when below is 0. */
uint64_t rng_below(Rng *rng, uint64_t below);
/* True in `parts` of 100,000 cases. */
bool rng_chance(Rng *rng, uint32_t parts_of_100000);

#endif
