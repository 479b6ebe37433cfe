/*
 * A month over everybody, in two passes over blocks that stay in the cache: first each right as if
 * it were alone, sixteen at once where the machine can; then the persons with several rights,
 * whose combination is decided as for one person and remembered.
 */
#include <string.h>

#include "law/law_month.h"

#if defined(__x86_64__)
#include <x86intrin.h>
#define HAS_WIDE_LOOPS 1
/* gcc lays the wide locals of a function under ASan where they may not be aligned (GCC bug 110027):
 * this one is left out of it; its plain twin is checked. */
#define FOR_AVX512                                                                                 \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"), no_sanitize("address")))
#endif

enum { BLOCK_ROWS = 4096, MEMO_RIGHTS = 2, MEMO_BITS = 12 };

/* What the first pass counts; the second mends it for the persons that it decides again. */
typedef struct Pass {
    int64_t amount_dong;
    int64_t paid_count;
    bool needs_more;
} Pass;

/* The rights of one person in the month: what each gives, how many times. */
typedef struct Rights {
    size_t count;
    int32_t cells[LAW_ENROLMENT_MAX];
    int64_t times[LAW_ENROLMENT_MAX];
    size_t of_candidate[LAW_ENROLMENT_MAX];
    size_t place;
} Rights;

typedef struct Memo {
    uint64_t key;
    uint32_t kept; /* bit i: right i is paid */
} Memo;

typedef struct Run {
    const LawMonth *month;
    const LawColumns *columns;
    LawProbe probe;
    Rights rights;
    LawMonthSum sum;
    Memo memo[1U << MEMO_BITS];
} Run;

/* ---- the table asked about one row ---- */

/* The entry of the table for a row; 0 when the right does not reach into the month. */
static inline int32_t row_entry(const LawMonth *month, const LawColumns *columns, size_t row) {
    int32_t number = month->number;
    int32_t death = columns->death_month[row];
    int32_t age = number - columns->birth_month[row];
    int32_t kind = columns->kind[row];
    bool reaches = (columns->from_month[row] <= number) & (number <= columns->to_month[row]) &
                   ((number <= death) | (death > month->known_number)) & (age >= 0);
    bool known = kind < month->kind_count;
    age = age < LAW_AGE_MONTHS - 1 ? age : LAW_AGE_MONTHS - 1;
    age = age >= 0 ? age : 0;
    kind = known ? kind : 0;
    int32_t entry = month->table[kind * month->class_count + month->class_of[age]];
    entry = known ? entry : LAW_CELL_NEEDS_MORE;
    return reaches ? entry : LAW_CELL_NONE;
}

static inline int64_t entry_times(int32_t entry, uint8_t children) {
    return (entry & LAW_CELL_COUNTS) != 0 ? children : 1;
}

/* ---- the first pass ---- */

typedef void RowsPass(const LawMonth *month, const LawColumns *columns, LawSpan rows,
                      int64_t *amount_dong, Pass *pass);

/* Table and columns are copied, so that the compiler sees that no store changes their pointers. */
static void rows_pass_plain(const LawMonth *table, const LawColumns *all, LawSpan rows,
                            int64_t *amount_dong, Pass *pass) {
    const LawMonth month = *table;
    const LawColumns columns = *all;
    int64_t sum_dong = 0;
    int64_t paid_count = 0;
    bool needs_more = false;
    for (size_t row = rows.first; row < rows.last; row++) {
        int32_t entry = row_entry(&month, &columns, row);
        size_t cell = (size_t)(entry & LAW_CELL_MASK);
        int64_t dong = month.units[cell * month.place_count + columns.place[row]] *
                       entry_times(entry, columns.child_count[row]);
        amount_dong[row] = dong;
        sum_dong += dong;
        paid_count += dong > 0;
        needs_more |= cell == LAW_CELL_NEEDS_MORE;
    }
    pass->amount_dong += sum_dong;
    pass->paid_count += paid_count;
    pass->needs_more = pass->needs_more || needs_more;
}

#ifdef HAS_WIDE_LOOPS

FOR_AVX512 static inline __m512i load_16(const uint16_t *from, size_t row) {
    return _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)(from + row)));
}

FOR_AVX512 static inline __m512i load_bytes_16(const uint8_t *from, size_t row) {
    return _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)(from + row)));
}

/* row_entry() of sixteen rows. */
FOR_AVX512 static inline __m512i entries_16(const LawMonth *month, const LawColumns *columns,
                                            size_t row) {
    const __m512i number = _mm512_set1_epi32(month->number);
    __m512i death = load_16(columns->death_month, row);
    __m512i age = _mm512_sub_epi32(number, load_16(columns->birth_month, row));
    __m512i kind = load_16(columns->kind, row);
    __mmask16 lives = _mm512_cmple_epi32_mask(number, death) |
                      _mm512_cmpgt_epi32_mask(death, _mm512_set1_epi32(month->known_number));
    __mmask16 reaches = _mm512_cmple_epi32_mask(load_16(columns->from_month, row), number) &
                        _mm512_cmple_epi32_mask(number, load_16(columns->to_month, row)) &
                        _mm512_cmpge_epi32_mask(age, _mm512_setzero_si512()) & lives;
    __mmask16 known =
        _mm512_mask_cmplt_epi32_mask(reaches, kind, _mm512_set1_epi32(month->kind_count));
    age = _mm512_min_epi32(age, _mm512_set1_epi32(LAW_AGE_MONTHS - 1));
    __m512i class_no =
        _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), known, age, month->class_of, 4);
    __m512i at =
        _mm512_add_epi32(_mm512_mullo_epi32(kind, _mm512_set1_epi32(month->class_count)), class_no);
    __m512i unknown = _mm512_maskz_set1_epi32(reaches, LAW_CELL_NEEDS_MORE);
    return _mm512_mask_i32gather_epi32(unknown, known, at, month->table, 4);
}

FOR_AVX512 static inline __m512i amounts_8(const LawMonth *month, __m256i units, __m256i times) {
    return _mm512_mullo_epi64(_mm512_i32gather_epi64(units, month->units, 8),
                              _mm512_cvtepi32_epi64(times));
}

FOR_AVX512 static void rows_pass_avx512(const LawMonth *month, const LawColumns *columns,
                                        LawSpan rows, int64_t *amount_dong, Pass *pass) {
    const __m512i zero = _mm512_setzero_si512();
    const __m512i one = _mm512_set1_epi32(1);
    const __m512i place_count = _mm512_set1_epi32((int32_t)month->place_count);
    __m512i sum = zero;
    int64_t paid_count = 0;
    __mmask16 needs_more = 0;
    size_t row = rows.first;
    for (; row + 16 <= rows.last; row += 16) {
        __m512i entry = entries_16(month, columns, row);
        __m512i cell = _mm512_and_si512(entry, _mm512_set1_epi32(LAW_CELL_MASK));
        __mmask16 counts = _mm512_test_epi32_mask(entry, _mm512_set1_epi32(LAW_CELL_COUNTS));
        __m512i times =
            _mm512_mask_mov_epi32(one, counts, load_bytes_16(columns->child_count, row));
        __m512i unit = _mm512_add_epi32(_mm512_mullo_epi32(cell, place_count),
                                        load_bytes_16(columns->place, row));
        __m512i low = amounts_8(month, _mm512_castsi512_si256(unit), _mm512_castsi512_si256(times));
        __m512i high = amounts_8(month, _mm512_extracti32x8_epi32(unit, 1),
                                 _mm512_extracti32x8_epi32(times, 1));
        _mm512_storeu_si512(amount_dong + row, low);
        _mm512_storeu_si512(amount_dong + row + 8, high);
        sum = _mm512_add_epi64(sum, _mm512_add_epi64(low, high));
        paid_count += __builtin_popcount(_mm512_cmpgt_epi64_mask(low, zero)) +
                      __builtin_popcount(_mm512_cmpgt_epi64_mask(high, zero));
        needs_more |= _mm512_cmpeq_epi32_mask(cell, _mm512_set1_epi32(LAW_CELL_NEEDS_MORE));
    }
    pass->amount_dong += _mm512_reduce_add_epi64(sum);
    pass->paid_count += paid_count;
    pass->needs_more = pass->needs_more || needs_more != 0;
    rows_pass_plain(month, columns, (LawSpan){row, rows.last}, amount_dong, pass);
}

#endif

static RowsPass *rows_pass_choose(void) {
#ifdef HAS_WIDE_LOOPS
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512bw")) {
        return rows_pass_avx512;
    }
#endif
    return rows_pass_plain;
}

/* ---- the second pass: several rights of one person ---- */

/* The same candidates, the same combination as for one person alone; *ret_kept by right. */
static Status person_combine(Ctx *ctx, Run *run, uint32_t *ret_kept) {
    const LawMonth *month = run->month;
    Rights *rights = &run->rights;
    LawProbe *probe = &run->probe;
    LawWork *work = &probe->work;
    uint32_t kept = 0;
    work->candidate_count = 0;
    probe->person.enrolment_count = 0;
    for (size_t i = 0; i < rights->count; i++) {
        size_t cell = (size_t)rights->cells[i];
        const LawMonthCell *gives = &month->cells[cell * month->place_count + rights->place];
        if (cell == LAW_CELL_NONE || rights->times[i] == 0) {
            continue;
        }
        size_t at = work->candidate_count++;
        rights->of_candidate[at] = i;
        probe->person.enrolment_count = at + 1;
        probe->person.enrolments[at].enrolment_id = (int64_t)i;
        work->candidates[at] = (LawCandidate){.row = gives->row,
                                              .enrolment = (int32_t)at,
                                              .component = gives->row->component,
                                              .base_dong = gives->base_dong,
                                              .hundredths = gives->hundredths * rights->times[i],
                                              .amount_dong = gives->unit_dong * rights->times[i],
                                              .verified = gives->verified};
    }
    TRY(law_combine(ctx, work));
    for (size_t i = 0; i < work->candidate_count; i++) {
        bool paid = work->candidates[i].reason == LAW_REASON_PAID;
        kept |= (uint32_t)paid << rights->of_candidate[i];
    }
    *ret_kept = kept;
    return OK;
}

/*
 * What was decided for the same two rights before. The decision depends on nothing but cells,
 * counts and place, and a country has few hundred different ones.
 */
static Status person_decide(Ctx *ctx, Run *run, uint32_t *ret_kept) {
    const Rights *rights = &run->rights;
    if (rights->count > MEMO_RIGHTS) {
        return person_combine(ctx, run, ret_kept);
    }
    uint64_t key = 1; /* an empty entry of the memory has key 0 */
    key = key << 7 | rights->place;
    key = key << 28 | (uint64_t)rights->cells[0] << 8 | (uint64_t)rights->times[0];
    key = key << 28 | (uint64_t)rights->cells[1] << 8 | (uint64_t)rights->times[1];
    Memo *memo = &run->memo[key * 0x9E3779B97F4A7C15U >> (64 - MEMO_BITS)];
    if (memo->key != key) {
        TRY(person_combine(ctx, run, &memo->kept));
        memo->key = key;
    }
    *ret_kept = memo->kept;
    return OK;
}

/* The first pass paid each right of the person; only what is kept stays. */
static Status person_run(Ctx *ctx, Run *run, size_t person, int64_t *amount_dong) {
    const LawMonth *month = run->month;
    const LawColumns *columns = run->columns;
    Rights *rights = &run->rights;
    size_t first = columns->first_row[person];
    size_t count = columns->first_row[person + 1] - first;
    size_t giving = 0;
    uint32_t kept = 0;
    if (count > LAW_ENROLMENT_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "more than %d rights of one person", LAW_ENROLMENT_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        giving += amount_dong[first + i] > 0;
    }
    if (giving < 2) {
        return OK; /* nothing to combine: the first pass said it */
    }
    rights->place = columns->place[first];
    rights->count = count;
    for (size_t i = 0; i < count; i++) {
        int32_t entry = row_entry(month, columns, first + i);
        rights->cells[i] = entry & LAW_CELL_MASK;
        rights->times[i] = entry_times(entry, columns->child_count[first + i]);
    }
    TRY(person_decide(ctx, run, &kept));
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t dong = amount_dong[first + i];
        bool stays = (kept >> i & 1U) != 0;
        amount_dong[first + i] = stays ? dong : 0;
        run->sum.amount_dong -= stays ? 0 : dong;
        left += stays && dong > 0;
    }
    run->sum.amount_count -= (int64_t)(giving - left);
    run->sum.person_count -= (int64_t)(giving - (left > 0));
    return OK;
}

/* ---- the month ---- */

static Status needs_more(Ctx *ctx, const LawMonth *month, const LawColumns *columns, LawSpan rows) {
    for (size_t row = rows.first; row < rows.last; row++) {
        if ((row_entry(month, columns, row) & LAW_CELL_MASK) != LAW_CELL_NEEDS_MORE) {
            continue;
        }
        int32_t category_no = law_columns_category(columns, row);
        if (columns->kind[row] >= month->kind_count || category_no == 0) {
            return ctx_fail(ctx, E_ARGUMENT, "no category has the number %d", category_no);
        }
        const LawCategory *category = law_category_at(month->book, category_no);
        return ctx_fail(ctx, E_ARGUMENT, "%.*s needs facts that columns do not have",
                        STR_ARG(category->category_code));
    }
    return ctx_fail(ctx, E_BUG, "a row needs more, and none does");
}

/* The first of the persons with several rights that is not before `person`. */
static size_t several_from(const LawColumns *columns, size_t person) {
    size_t low = 0;
    size_t high = columns->several_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (columns->several[middle] < person) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static Status span_run(Ctx *ctx, Run *run, LawSpan persons, int64_t *amount_dong) {
    const LawColumns *columns = run->columns;
    RowsPass *pass_of_rows = rows_pass_choose();
    size_t end = columns->first_row[persons.last];
    size_t next = several_from(columns, persons.first);
    for (size_t row = columns->first_row[persons.first]; row < end;) {
        LawSpan rows = {row, end - row < BLOCK_ROWS ? end : row + BLOCK_ROWS};
        Pass pass = {0, 0, false};
        pass_of_rows(run->month, columns, rows, amount_dong, &pass);
        if (pass.needs_more) {
            return needs_more(ctx, run->month, columns, rows);
        }
        run->sum.amount_dong += pass.amount_dong;
        run->sum.amount_count += pass.paid_count;
        run->sum.person_count += pass.paid_count;
        for (; next < columns->several_count && columns->several[next] < persons.last &&
               columns->first_row[columns->several[next] + 1] <= rows.last;
             next++) {
            TRY(person_run(ctx, run, columns->several[next], amount_dong));
        }
        row = rows.last;
    }
    return OK;
}

Status law_month_run(Ctx *ctx, const LawMonth *month, const LawColumns *columns, LawSpan persons,
                     int64_t *amount_dong, LawMonthSum *ret_sum) {
    Run *run = NULL;
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(ctx_alloc(ctx, sizeof *run, (void **)&run));
    run->month = month;
    run->columns = columns;
    law_probe_begin(month, NULL, 0, &run->probe);
    TRY(span_run(ctx, run, persons, amount_dong));
    LawMonthSum sum = run->sum;
    arena_rewind(ctx->arena, mark);
    *ret_sum = sum;
    return OK;
}

bool law_month_clause(const LawMonth *month, const LawColumns *columns, size_t row,
                      int64_t *ret_clause_id, int32_t *ret_component) {
    int32_t cell = row_entry(month, columns, row) & LAW_CELL_MASK;
    if (cell < LAW_CELL_FIRST) {
        return false;
    }
    const LawMonthCell *gives =
        &month->cells[(size_t)cell * month->place_count + columns->place[row]];
    *ret_clause_id = gives->row->clause_id;
    *ret_component = gives->row->component;
    return true;
}
