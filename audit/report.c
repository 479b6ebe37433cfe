#include "report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

typedef struct CheckText {
    const char *name;
    int number;
    unsigned passes;
    const char *text[2]; /* by Lang */
} CheckText;

static const CheckText CHECKS[CHECK_COUNT] = {
#define CHECK(id, name, number, passes, vi, en) {name, number, passes, {vi, en}},
#include "check.def"
#undef CHECK
};

static const char *const WHATS[WHAT_COUNT][2] = {
#define WHAT(id, vi, en) {vi, en},
#include "what.def"
#undef WHAT
};

static const char *const WHAT_NAMES[WHAT_COUNT] = {
#define WHAT(id, vi, en) #id,
#include "what.def"
#undef WHAT
};

const char *check_name(CheckId check) {
    return CHECKS[check].name;
}

int check_number(CheckId check) {
    return CHECKS[check].number;
}

unsigned check_passes(CheckId check) {
    return CHECKS[check].passes;
}

void report_found(Report *report, CheckId check, What what, const Fact *facts, size_t count) {
    CheckResult *result = &report->checks[check];
    result->found_count++;
    if (result->kept_count >= report->row_limit) {
        return;
    }
    result->findings = memory_grow(result->findings, result->kept_count, &result->kept_capacity,
                                   sizeof(*result->findings));
    Finding *finding = &result->findings[result->kept_count++];
    size_t text_count = 0;

    *finding = (Finding){.what = what, .fact_count = count < FACT_MAX ? count : FACT_MAX};
    for (size_t i = 0; i < finding->fact_count; i++) {
        finding->facts[i] = facts[i];
        if (facts[i].text && text_count < 2) {
            snprintf(finding->texts[text_count++], FACT_TEXT_MAX, "%s", facts[i].text);
        }
    }
}

void report_looked(Report *report, CheckId check, int64_t row_count) {
    report->checks[check].row_count += row_count;
}

void report_done(Report *report) {
    for (int i = 0; i < CHECK_COUNT; i++) {
        free(report->checks[i].findings);
        report->checks[i].findings = NULL;
    }
}

int64_t report_found_count(const Report *report) {
    int64_t count = 0;
    for (int i = 0; i < CHECK_COUNT; i++) {
        count += report->checks[i].wanted ? report->checks[i].found_count : 0;
    }
    return count;
}

bool report_is_complete(const Report *report, CheckId check) {
    const unsigned needs = CHECKS[check].passes;
    return (report->checks[check].passes_run & needs) == needs;
}

static const char *finding_text(const Finding *finding, size_t fact, size_t *text_no) {
    if (!finding->facts[fact].text || *text_no >= 2) {
        return NULL;
    }
    return finding->texts[(*text_no)++];
}

static void finding_print(const Finding *finding, Lang lang, FILE *out) {
    size_t text_no = 0;
    fprintf(out, "          %s:", WHATS[finding->what][lang]);
    for (size_t i = 0; i < finding->fact_count; i++) {
        const char *text = finding_text(finding, i, &text_no);
        if (text) {
            fprintf(out, " %s=%s", finding->facts[i].name, text);
        } else {
            fprintf(out, " %s=%" PRId64, finding->facts[i].name, finding->facts[i].number);
        }
    }
    fputc('\n', out);
}

static const char *check_verdict(const Report *report, CheckId check) {
    if (report->checks[check].found_count > 0) {
        return "BROKEN";
    }
    return report_is_complete(report, check) ? "ok" : "-";
}

static void check_print(const Report *report, CheckId check, FILE *out) {
    const CheckResult *result = &report->checks[check];
    const Lang lang = report->lang;
    fprintf(out, "[%-6s] %2d %-24s %9" PRId64 " %3" PRId64 ".%02" PRId64 " s  %s",
            check_verdict(report, check), CHECKS[check].number, CHECKS[check].name,
            result->row_count, result->time_us / 1000000, result->time_us / 10000 % 100,
            CHECKS[check].text[lang]);
    if (result->found_count > 0) {
        fprintf(out, lang == LANG_VI ? ": %" PRId64 " lỗi" : ": %" PRId64 " found",
                result->found_count);
    }
    fputc('\n', out);
    for (size_t i = 0; i < result->kept_count; i++) {
        finding_print(&result->findings[i], lang, out);
    }
    if (result->found_count > (int64_t)result->kept_count) {
        fprintf(out,
                lang == LANG_VI ? "          ... và %" PRId64 " dòng nữa\n"
                                : "          ... and %" PRId64 " more\n",
                result->found_count - (int64_t)result->kept_count);
    }
}

void report_print(const Report *report, const ReportHead *head, FILE *out) {
    static const char *const HEADS[2] = {"Kiểm toán độc lập", "Independent audit"};
    static const char *const CLEAN[2] = {"KẾT LUẬN: sạch", "RESULT: clean"};
    static const char *const BROKEN[2] = {"KẾT LUẬN: có lỗi, không được chi tiếp",
                                          "RESULT: broken, nothing may be released"};
    static const char *const NOT_RUN[2] = {"KHÔNG CHẠY ĐƯỢC", "COULD NOT RUN"};
    const Lang lang = report->lang;
    const int64_t found = report_found_count(report);

    fprintf(out, "%s: %s", HEADS[lang], head->db);
    if (head->period) {
        fprintf(out, " (%04" PRId64 "-%02" PRId64 ")", head->period / 100, head->period % 100);
    }
    fputc('\n', out);
    for (int i = 0; i < CHECK_COUNT; i++) {
        if (report->checks[i].wanted) {
            check_print(report, (CheckId)i, out);
        }
    }
    if (head->why) {
        fprintf(out, "%s: %s\n", NOT_RUN[lang], head->why);
        return;
    }
    fprintf(out, "%s (%" PRId64 "; %" PRId64 ".%02" PRId64 " s)\n",
            found > 0 ? BROKEN[lang] : CLEAN[lang], found, head->time_us / 1000000,
            head->time_us / 10000 % 100);
}

static void json_text(const char *text, FILE *out) {
    fputc('"', out);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\') {
            fprintf(out, "\\%c", *c);
        } else if (*c < 0x20) {
            fprintf(out, "\\u%04x", *c);
        } else {
            fputc(*c, out);
        }
    }
    fputc('"', out);
}

static void finding_print_json(const Finding *finding, FILE *out) {
    size_t text_no = 0;
    fprintf(out, "{\"what\":\"%s\"", WHAT_NAMES[finding->what]);
    for (size_t i = 0; i < finding->fact_count; i++) {
        const char *text = finding_text(finding, i, &text_no);
        fprintf(out, ",\"%s\":", finding->facts[i].name);
        if (text) {
            json_text(text, out);
        } else {
            fprintf(out, "%" PRId64, finding->facts[i].number);
        }
    }
    fputc('}', out);
}

void report_print_json(const Report *report, const ReportHead *head, FILE *out) {
    const int64_t found = report_found_count(report);
    const char *verdict = head->why ? "could_not_run" : found > 0 ? "broken" : "clean";
    bool first = true;

    fputs("{\"db\":", out);
    json_text(head->db, out);
    fprintf(out, ",\"period\":%" PRId64 ",\"full\":%s,\"verdict\":\"%s\",\"found_count\":%" PRId64,
            head->period, head->full ? "true" : "false", verdict, found);
    if (head->why) {
        fputs(",\"why\":", out);
        json_text(head->why, out);
    }
    fprintf(out, ",\"time_us\":%" PRId64 ",\"checks\":[", head->time_us);
    for (int i = 0; i < CHECK_COUNT; i++) {
        const CheckResult *result = &report->checks[i];
        if (!result->wanted) {
            continue;
        }
        fprintf(out,
                "%s\n{\"check\":\"%s\",\"number\":%d,\"verdict\":\"%s\",\"row_count\":%" PRId64
                ",\"found_count\":%" PRId64 ",\"time_us\":%" PRId64 ",\"findings\":[",
                first ? "" : ",", CHECKS[i].name, CHECKS[i].number,
                result->found_count > 0                  ? "broken"
                : report_is_complete(report, (CheckId)i) ? "ok"
                                                         : "not_run",
                result->row_count, result->found_count, result->time_us);
        for (size_t j = 0; j < result->kept_count; j++) {
            fputs(j ? "," : "", out);
            finding_print_json(&result->findings[j], out);
        }
        fputs("]}", out);
        first = false;
    }
    fputs("]}\n", out);
}
