/*
 * gen_world.h -- what the country is made of, read once from the tables of this folder and of
 * data/.
 *
 * Outside the floors. The world is constant while persons are made.
 */
#ifndef BENCH_LINKAGE_GEN_WORLD_H
#define BENCH_LINKAGE_GEN_WORLD_H

#include "gen.h"

/* Ends the program with a message when a table is wrong. */
World *world_new(const Options *options);
void world_free(World **world);

/* Sexes, ages, households, numbers of one chunk; moves `counters` on. Returns how many persons. */
size_t chunk_people(const World *world, uint64_t chunk, Counters *counters, Person *ret_people);
/* Where they live, what they are called. After chunk_people(). */
void chunk_details(const World *world, uint64_t chunk, Person *people, size_t count);
/* A name for one person; kin must have theirs already. */
void person_name(const World *world, Draw *draw, Person *people, size_t index);
/* Somebody of the same household whom the register does not know. */
Person person_unregistered(const World *world, Draw *draw, const Person *neighbour);
/* The citizen number at a place in the row of all numbers of their province, sex and year. */
void person_serial(Person *person, uint64_t place);
int person_age(const Person *person);
/* Chance of 2^32 to be on the list. */
uint64_t person_listed(const World *world, const Person *person);
/* Sets the chances so that about the wanted number is listed. */
void world_calibrate(World *world);

#endif
