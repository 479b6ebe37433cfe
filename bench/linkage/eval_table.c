/* Reading: CSV with or without quotes, columns by name, ids as strings. */
#include "eval.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 128 };

typedef struct Csv {
    FILE *file;
    const char *path;
    FILE *log;
    char *line;
    size_t size;
    uint64_t line_no;
    char *cell[COLUMNS];
    int count;
} Csv;

static uint64_t hash_of(const char *text) {
    uint64_t hash = 14695981039346656037ULL;
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 1099511628211ULL;
    }
    return hash ^ hash >> 29;
}

static void *grow(void *memory, size_t count, size_t size) {
    void *bigger = reallocarray(memory, count, size);
    if (bigger == NULL) {
        fprintf(stderr, "evaluate: no memory for %zu x %zu bytes\n", count, size);
        exit(2);
    }
    return bigger;
}

static uint32_t slot_of(const Names *names, const char *text) {
    uint32_t at = (uint32_t)hash_of(text) & (names->size - 1);
    while (names->slot[at] != 0 && strcmp(names->text[names->slot[at] - 1], text) != 0) {
        at = (at + 1) & (names->size - 1); /* ends: a quarter of the slots are free */
    }
    return at;
}

uint32_t names_find(const Names *names, const char *text) {
    if (names->size == 0) {
        return EVAL_NONE;
    }
    uint32_t place = names->slot[slot_of(names, text)];
    return place == 0 ? EVAL_NONE : place - 1;
}

uint32_t names_add(Names *names, const char *text) {
    if (names->count + names->count / 3 + 1 >= names->size) {
        names->size = names->size == 0 ? 1024 : names->size * 2;
        free(names->slot);
        names->slot = calloc(names->size, sizeof *names->slot);
        names->text = grow(names->text, names->size, sizeof *names->text);
        if (names->slot == NULL) {
            fprintf(stderr, "evaluate: no memory for %u names\n", names->size);
            exit(2);
        }
        for (uint32_t i = 0; i < names->count; i++) {
            names->slot[slot_of(names, names->text[i])] = i + 1;
        }
    }
    uint32_t at = slot_of(names, text);
    if (names->slot[at] == 0) {
        names->text[names->count] = strdup(text);
        names->slot[at] = ++names->count;
    }
    return names->slot[at] - 1;
}

/* Cuts the line in place; a doubled quote inside quotes is one quote. */
static void cut(Csv *csv) {
    char *from = csv->line;
    csv->count = 0;
    for (;;) { /* ends: each turn moves past one cell */
        char *to = from;
        char *start = from;
        bool quoted = *from == '"';
        from += quoted;
        while (*from != '\0' && (quoted || *from != ',')) {
            if (quoted && *from == '"') {
                if (from[1] != '"') {
                    quoted = false;
                    from++;
                    continue;
                }
                from++;
            }
            *to++ = *from++;
        }
        bool last = *from == '\0';
        *to = '\0';
        if (csv->count < COLUMNS) {
            csv->cell[csv->count++] = start;
        }
        if (last) {
            return;
        }
        from++;
    }
}

static bool csv_next(Csv *csv) {
    ssize_t len = getline(&csv->line, &csv->size, csv->file);
    if (len < 0) {
        return false;
    }
    while (len > 0 && (csv->line[len - 1] == '\n' || csv->line[len - 1] == '\r')) {
        csv->line[--len] = '\0';
    }
    if (csv->line_no++ == 0 && strncmp(csv->line, "\xEF\xBB\xBF", 3) == 0) {
        memmove(csv->line, csv->line + 3,
                (size_t)len - 2); /* a byte order mark is no part of a name */
    }
    cut(csv);
    return true;
}

static int csv_open(Csv *csv, const char *path, FILE *log) {
    *csv = (Csv){.path = path, .log = log, .file = fopen(path, "r")};
    if (csv->file == NULL) {
        fprintf(log, "evaluate: %s: %s\n", path, strerror(errno));
        return 1;
    }
    if (!csv_next(csv)) {
        fprintf(log, "evaluate: %s is empty\n", path);
        fclose(csv->file);
        free(csv->line);
        return 1;
    }
    return 0;
}

static void csv_close(Csv *csv) {
    fclose(csv->file);
    free(csv->line);
}

static int column_of(const Csv *csv, const char *const *names) {
    for (; *names != NULL; names++) {
        for (int i = 0; i < csv->count; i++) {
            if (strcmp(csv->cell[i], *names) == 0) {
                return i;
            }
        }
    }
    return -1;
}

static int complain(const Csv *csv, const char *what, const char *cell) {
    fprintf(csv->log, "evaluate: %s, line %llu: %s%s%s\n", csv->path,
            (unsigned long long)csv->line_no, what, cell == NULL ? "" : ": ",
            cell == NULL ? "" : cell);
    return 1;
}

static int truth_columns(const Csv *csv, Truth *truth, int *ret_id, int *ret_entity,
                         int *ret_groups) {
    *ret_id = column_of(csv, (const char *const[]){truth->id_column, NULL});
    *ret_entity = column_of(csv, (const char *const[]){truth->entity_column, NULL});
    if (*ret_id < 0 || *ret_entity < 0) {
        return complain(csv, "no such column",
                        *ret_id < 0 ? truth->id_column : truth->entity_column);
    }
    for (int i = 0; i < truth->group_count; i++) {
        ret_groups[i] = column_of(csv, (const char *const[]){truth->group_names[i], NULL});
        if (ret_groups[i] < 0) {
            return complain(csv, "no such column", truth->group_names[i]);
        }
    }
    return 0;
}

static int truth_row(Truth *truth, const Csv *csv, int id_at, int entity_at, const int *groups) {
    if (id_at >= csv->count || entity_at >= csv->count) {
        return complain(csv, "too few cells", NULL);
    }
    if (names_find(&truth->ids, csv->cell[id_at]) != EVAL_NONE) {
        return complain(csv, "an id stands twice", csv->cell[id_at]);
    }
    uint32_t id = names_add(&truth->ids, csv->cell[id_at]);
    if ((id & (id - 1)) == 0) { /* at each power of two */
        size_t room = id == 0 ? 1 : (size_t)id * 2;
        truth->entity = grow(truth->entity, room, sizeof *truth->entity);
        truth->groups = grow(truth->groups, room, sizeof *truth->groups);
    }
    const char *entity = csv->cell[entity_at];
    bool alone = *entity == '\0';
    if (alone && !truth->links) {
        return complain(csv, "a record without an entity", csv->cell[id_at]);
    }
    truth->entity[id] = alone ? EVAL_NONE : names_add(&truth->entities, entity);
    truth->groups[id] = 0;
    for (int i = 0; i < truth->group_count; i++) {
        const char *cell = groups[i] < csv->count ? csv->cell[groups[i]] : "";
        if (*cell != '\0' && strcmp(cell, "0") != 0) {
            truth->groups[id] |= (uint8_t)(1U << i);
        }
    }
    return 0;
}

int truth_read(Truth *truth, const char *path, const char *id_column, const char *entity_column,
               FILE *log) {
    Csv csv;
    int id_at = 0;
    int entity_at = 0;
    int groups[EVAL_GROUPS];
    truth->id_column = id_column;
    truth->entity_column = entity_column;
    if (csv_open(&csv, path, log) != 0) {
        return 1;
    }
    int bad = truth_columns(&csv, truth, &id_at, &entity_at, groups);
    while (bad == 0 && csv_next(&csv)) {
        bad = truth_row(truth, &csv, id_at, entity_at, groups);
    }
    csv_close(&csv);
    return bad;
}

static Decision decision_read(const char *cell) {
    static const char *const LINKS[] = {"link", "accept", "match", "same"};
    for (size_t i = 0; i < sizeof LINKS / sizeof LINKS[0]; i++) {
        if (strcmp(cell, LINKS[i]) == 0) {
            return DECISION_LINK;
        }
    }
    return strcmp(cell, "review") == 0 ? DECISION_REVIEW : DECISION_NO;
}

static int pair_row(Pairs *pairs, const Truth *truth, const Csv *csv, const int at[4]) {
    for (int i = 0; i < 3; i++) {
        if (at[i] >= csv->count) {
            return complain(csv, "too few cells", NULL);
        }
    }
    const char *left = csv->cell[at[0]];
    const char *right = csv->cell[at[1]];
    char *end;
    Pair pair = {.probability = strtod(csv->cell[at[2]], &end)};
    if (*end != '\0' || end == csv->cell[at[2]] ||
        !(pair.probability >= 0 && pair.probability <= 1)) {
        return complain(csv, "no probability", csv->cell[at[2]]);
    }
    pair.a = names_find(&truth->ids, left);
    if (pair.a == EVAL_NONE && truth->links) { /* the other file stands on the left */
        pair.a = names_find(&truth->ids, right);
        right = left;
    }
    pair.b = truth->links ? names_find(&truth->entities, right) : names_find(&truth->ids, right);
    pair.other = hash_of(right);
    if (pair.a == EVAL_NONE || (pair.b == EVAL_NONE && !truth->links)) {
        return complain(csv, "an id that the truth does not know",
                        pair.a == EVAL_NONE ? csv->cell[at[0]] : right);
    }
    if (!truth->links && pair.a == pair.b) {
        return complain(csv, "a record paired with itself", left);
    }
    if (!truth->links && pair.a > pair.b) {
        uint32_t kept = pair.a;
        pair.a = pair.b;
        pair.b = kept;
    }
    pair.is_true = pair.b != EVAL_NONE &&
                   truth->entity[pair.a] == (truth->links ? pair.b : truth->entity[pair.b]);
    pair.decision =
        at[3] >= 0 && at[3] < csv->count ? decision_read(csv->cell[at[3]]) : DECISION_UNKNOWN;
    if (pairs->count == pairs->size) {
        pairs->size = pairs->size == 0 ? 4096 : pairs->size * 2;
        pairs->row = grow(pairs->row, pairs->size, sizeof *pairs->row);
    }
    pairs->row[pairs->count++] = pair;
    return 0;
}

int pairs_read(Pairs *pairs, const Truth *truth, const char *path, FILE *log) {
    static const char *const NAMES[4][4] = {{"id_l", "unique_id_l", "rec_id_l", NULL},
                                            {"id_r", "unique_id_r", "rec_id_r", NULL},
                                            {"probability", "match_probability", NULL, NULL},
                                            {"decision", NULL, NULL, NULL}};
    Csv csv;
    int at[4];
    if (csv_open(&csv, path, log) != 0) {
        return 1;
    }
    int bad = 0;
    for (int i = 0; i < 4; i++) {
        at[i] = column_of(&csv, NAMES[i]);
        if (at[i] < 0 && i < 3 && bad == 0) {
            bad = complain(&csv, "no such column", NAMES[i][0]);
        }
    }
    while (bad == 0 && csv_next(&csv)) {
        bad = pair_row(pairs, truth, &csv, at);
    }
    csv_close(&csv);
    return bad;
}

int clusters_read(uint32_t **ret_cluster, const Truth *truth, const char *path, FILE *log) {
    static const char *const IDS[] = {"id", "unique_id", "rec_id", NULL};
    static const char *const CLUSTERS[] = {"cluster", "cluster_id", NULL};
    Csv csv;
    Names names = {.count = 0};
    if (csv_open(&csv, path, log) != 0) {
        return 1;
    }
    int id_at = column_of(&csv, IDS);
    int cluster_at = column_of(&csv, CLUSTERS);
    int bad = id_at < 0 || cluster_at < 0 ? complain(&csv, "no column id, or no cluster", NULL) : 0;
    uint32_t *cluster = grow(NULL, (size_t)truth->ids.count + 1, sizeof *cluster);
    for (uint32_t i = 0; i < truth->ids.count; i++) {
        cluster[i] = EVAL_NONE;
    }
    while (bad == 0 && csv_next(&csv)) {
        bool enough = id_at < csv.count && cluster_at < csv.count;
        uint32_t id = enough ? names_find(&truth->ids, csv.cell[id_at]) : EVAL_NONE;
        if (id == EVAL_NONE || cluster[id] != EVAL_NONE) {
            bad = complain(&csv, "an id that is unknown, or stands twice",
                           enough ? csv.cell[id_at] : NULL);
        } else {
            cluster[id] = names_add(&names, csv.cell[cluster_at]);
        }
    }
    for (uint32_t i = 0; i < truth->ids.count; i++) { /* whoever is in no cluster is alone */
        cluster[i] = cluster[i] == EVAL_NONE ? names.count + i : cluster[i];
    }
    for (uint32_t i = 0; i < names.count; i++) {
        free(names.text[i]);
    }
    free(names.text);
    free(names.slot);
    csv_close(&csv);
    if (bad != 0) {
        free(cluster);
        return bad;
    }
    *ret_cluster = cluster;
    return 0;
}

void truth_done(Truth *truth) {
    Names *const both[2] = {&truth->ids, &truth->entities};
    for (int i = 0; i < 2; i++) {
        for (uint32_t j = 0; j < both[i]->count; j++) {
            free(both[i]->text[j]);
        }
        free(both[i]->text);
        free(both[i]->slot);
    }
    free(truth->entity);
    free(truth->groups);
    *truth = (Truth){.links = false};
}
