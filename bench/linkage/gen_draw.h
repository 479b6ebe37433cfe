/*
 * gen_draw.h -- repeatable chance: one stream per household, person and row, and weighted choice.
 *
 * Outside the floors. Streams are told apart by seed, kind and number, so that any of them can be
 * drawn without the ones before.
 */
#ifndef BENCH_LINKAGE_GEN_DRAW_H
#define BENCH_LINKAGE_GEN_DRAW_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Draw {
    uint64_t state;
} Draw;

/* Walker's alias table: one of n in constant time. */
typedef struct Wheel {
    uint32_t count;
    uint32_t *cut;
    uint16_t *item;
    uint16_t *other;
} Wheel;

static inline uint64_t draw_mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}
static inline uint64_t draw_next(Draw *draw) { /* splitmix64 */
    return draw_mix(draw->state += 0x9E3779B97F4A7C15ULL);
}
static inline uint32_t draw_below(Draw *draw, uint32_t below) {
    return (uint32_t)(((draw_next(draw) >> 32) * below) >> 32);
}
static inline bool draw_hit(Draw *draw, uint64_t chance_of_2_32) {
    return (draw_next(draw) >> 32) < chance_of_2_32;
}
Draw draw_begin(uint64_t seed, uint64_t stream, uint64_t index);
uint16_t wheel_draw(const Wheel *wheel, Draw *draw);
void wheel_make(Wheel *wheel, const uint16_t *items, const double *weights, uint32_t count);

#endif
