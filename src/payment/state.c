/* The table of state.def as an array of 14 x 12 cells; a cell that is not named there is a case. */
#include "payment/state.h"

typedef struct Cell {
    uint8_t result; /* StepResult */
    uint8_t to;     /* 0 = stays */
    uint8_t effect;
} Cell;

static const Cell CELLS[ATTEMPT_STATE_MAX + 1][ATTEMPT_EVENT_MAX + 1] = {
#define STEP(from, event, to, posting)                                                             \
    [ATTEMPT_##from][EVENT_##event] = {STEP_TAKEN, ATTEMPT_##to, POSTING_##posting},
#define CONFLICT_STEP(from, event, posting)                                                        \
    [ATTEMPT_##from][EVENT_##event] = {STEP_CASE, ATTEMPT_CONFLICT, POSTING_##posting},
#define SAME_STEP(from, event) [ATTEMPT_##from][EVENT_##event] = {STEP_SAME, 0, POSTING_NONE},
#include "payment/state.def"
};

typedef enum StateKind { LIVE = 1, FINAL = 2, FREED = 3, LOCKED = 4 } StateKind;

static const uint8_t KINDS[ATTEMPT_STATE_MAX + 1] = {
#define ATTEMPT_STATE(name, number, kind) [number] = (kind),
#include "payment/state.def"
};

static bool is_state(int64_t state) {
    return state >= 1 && state <= ATTEMPT_STATE_MAX;
}

static bool is_event(int64_t event) {
    return event >= 1 && event <= ATTEMPT_EVENT_MAX;
}

StepResult attempt_step(AttemptState from, AttemptEvent event, AttemptState *ret_to,
                        PostingKind *ret_effect) {
    *ret_to = from;
    *ret_effect = POSTING_NONE;
    if (!is_state(from) || !is_event(event)) {
        return STEP_SAME;
    }
    Cell cell = CELLS[from][event];
    if (cell.to != 0) {
        *ret_to = (AttemptState)cell.to;
    }
    *ret_effect = (PostingKind)cell.effect;
    return (StepResult)cell.result;
}

uint32_t attempt_event_bit(AttemptEvent event) {
    return is_event(event) ? (uint32_t)1 << event : 0;
}

bool attempt_state_is_freed(AttemptState state) {
    return is_state(state) && KINDS[state] == FREED;
}

bool attempt_state_is_live(AttemptState state) {
    return is_state(state) && KINDS[state] == LIVE;
}

bool attempt_state_is_work(AttemptState state) {
    return state == ATTEMPT_UNKNOWN || state == ATTEMPT_UNCLAIMED ||
           state == ATTEMPT_RETURN_NOTICED || state == ATTEMPT_CONFLICT ||
           attempt_state_is_freed(state);
}

const char *attempt_state_name(int64_t state) {
    static const char *const NAMES[ATTEMPT_STATE_MAX + 1] = {
        [0] = "",
#define ATTEMPT_STATE(name, number, kind) [number] = #name,
#include "payment/state.def"
    };
    return NAMES[is_state(state) ? state : 0];
}

const char *attempt_event_name(int64_t event) {
    static const char *const NAMES[ATTEMPT_EVENT_MAX + 1] = {
        [0] = "",
#define ATTEMPT_EVENT(name, number) [number] = #name,
#include "payment/state.def"
    };
    return NAMES[is_event(event) ? event : 0];
}

const char *attempt_state_title(int64_t state, bool vietnamese) {
    static const char *const TITLES[ATTEMPT_STATE_MAX + 1][2] = {
        [0] = {"", ""},
        [ATTEMPT_CREATED] = {"created", "đã lập"},
        [ATTEMPT_RELEASED] = {"released", "đã cho chi"},
        [ATTEMPT_SENDING] = {"being sent", "đang gửi"},
        [ATTEMPT_SENT] = {"sent", "đã gửi"},
        [ATTEMPT_ACCEPTED] = {"accepted by the provider", "tổ chức chi trả đã nhận"},
        [ATTEMPT_UNKNOWN] = {"outcome unknown", "chưa rõ kết quả"},
        [ATTEMPT_UNCLAIMED] = {"not collected", "chưa đến nhận"},
        [ATTEMPT_RETURN_NOTICED] = {"return announced", "báo hoàn trả"},
        [ATTEMPT_PAID] = {"paid", "đã chi"},
        [ATTEMPT_RETURNED] = {"returned", "đã hoàn trả"},
        [ATTEMPT_REJECTED] = {"rejected", "bị từ chối"},
        [ATTEMPT_NEVER_RECEIVED] = {"never received by the provider",
                                    "tổ chức chi trả không nhận được"},
        [ATTEMPT_CANCELLED] = {"cancelled", "đã hủy"},
        [ATTEMPT_CONFLICT] = {"conflicting evidence", "chứng từ mâu thuẫn"},
    };
    return TITLES[is_state(state) ? state : 0][vietnamese ? 1 : 0];
}

bool attempt_transition_at(size_t i, AttemptTransition *ret_transition) {
    size_t seen = 0;
    for (int from = 1; from <= ATTEMPT_STATE_MAX; from++) {
        for (int event = 1; event <= ATTEMPT_EVENT_MAX; event++) {
            if (CELLS[from][event].result == STEP_SAME || seen++ != i) {
                continue;
            }
            int to = CELLS[from][event].to;
            *ret_transition = (AttemptTransition){(AttemptState)from, (AttemptEvent)event,
                                                  (AttemptState)(to != 0 ? to : from)};
            return true;
        }
    }
    return false;
}
