#include "cli/help.h"

#include <stdio.h>

#include "cli/show.h"

const OptionSpec GLOBAL_OPTIONS[GLOBAL_COUNT] = {
    {"db", "FILE|postgres://...", false, "cơ sở dữ liệu (mặc định: biến ANSINH_DB, hoặc ansinh.db)",
     "the database (default: the variable ANSINH_DB, or ansinh.db)"},
    {"keys", "FILE", false, "tệp khóa (mặc định cạnh cơ sở dữ liệu)",
     "key file (default: beside the database)"},
    {"files", "DIR", false, "thư mục lưu tệp gốc (mặc định cạnh cơ sở dữ liệu)",
     "where originals are kept (default: beside the database)"},
    {"as", "LOGIN", false, "người thực hiện (hoặc biến ANSINH_USER)",
     "who acts (or the variable ANSINH_USER)"},
    {"lang", "vi|en", false, "ngôn ngữ (hoặc biến ANSINH_LANG)",
     "language (or the variable ANSINH_LANG)"},
    {"request-key", "KEY", false, "khóa chống thực hiện hai lần",
     "idempotency key: the same key is carried out once"},
    {"to", "FILE.csv|.xlsx|.pdf", false, "ghi bảng vào tệp", "write tables to a file"},
    {"json", NULL, false, "trả lời dạng JSON, mỗi dòng một đối tượng",
     "answer in JSON, one object a line"},
    {"quiet", NULL, false, "không hiện tiến độ", "no progress bars"},
    {"help", NULL, false, "trợ giúp", "help"},
};

static void print_options(const Ctx *ctx, const OptionSpec *options, size_t max) {
    for (size_t i = 0; i < max && options[i].name != NULL; i++) {
        char left[120];
        snprintf(left, sizeof left, "--%s %s", options[i].name,
                 options[i].value_name ? options[i].value_name : "");
        printf("  %-42s %s%s\n", left, ctx_say(ctx, options[i].help_vi, options[i].help_en),
               options[i].required ? ctx_say(ctx, " (bắt buộc)", " (required)") : "");
    }
}

static void print_one(const Ctx *ctx, const Command *command) {
    bool optional = command->argument && command->argument[0] == '?';
    printf("ansinh %s%s%s", command->noun, *command->verb ? " " : "", command->verb);
    if (command->argument) {
        printf(optional ? " [%s]" : " %s", command->argument + optional);
    }
    for (size_t i = 0; command->options[i].name != NULL; i++) {
        if (command->options[i].required) {
            printf(" --%s %s", command->options[i].name, command->options[i].value_name);
        }
    }
    printf("\n  %s\n\n", ctx_say(ctx, command->help_vi, command->help_en));
    if (command->options[0].name != NULL) {
        print_options(ctx, command->options, OPTION_MAX);
        putchar('\n');
    }
    printf("%s\n", ctx_say(ctx, "Tùy chọn chung:", "Options of every command:"));
    print_options(ctx, GLOBAL_OPTIONS, GLOBAL_COUNT);
}

static void print_noun(const Ctx *ctx, Str noun) {
    const Command *command = NULL;
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        if (str_equal(noun, str_of(command->noun))) {
            char name[64];
            snprintf(name, sizeof name, "%s %s", command->noun, command->verb);
            printf("  %-24s %s\n", name, ctx_say(ctx, command->help_vi, command->help_en));
        }
    }
}

/* Whether the noun of command i stood before it already. */
static bool noun_is_known(size_t i) {
    Str noun = str_of(command_at(i)->noun);
    for (size_t k = 0; k < i; k++) {
        if (str_equal(noun, str_of(command_at(k)->noun))) {
            return true;
        }
    }
    return false;
}

void help_print(const Ctx *ctx, const Command *command, Str noun) {
    if (command) {
        print_one(ctx, command);
        return;
    }
    if (str_is_empty(noun)) {
        printf("%s\n\n", ctx_say(ctx,
                                 "An Sinh: chi trả trợ cấp đúng người, đủ tiền, một lần, đúng "
                                 "ngày.\n\nansinh <đối tượng> <việc> [tùy chọn]",
                                 "An Sinh: benefits to the right person, in full, once, on the "
                                 "day.\n\nansinh <noun> <verb> [options]"));
        for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
            if (!noun_is_known(i)) {
                print_noun(ctx, str_of(command->noun));
            }
        }
    } else {
        print_noun(ctx, noun);
    }
    printf("\n%s\n",
           ctx_say(ctx,
                   "Mỗi lệnh có --help (--lang en: tiếng Anh). Mã thoát: 0 xong, 1 bị từ chối, "
                   "2 thử lại, 3 sự cố, 4 lỗi chương trình.",
                   "Every command has --help (--lang vi: Vietnamese). Exit codes: 0 done, 1 "
                   "refused, 2 try again, 3 fault, 4 bug."));
}

Status help_list_verbs(Ctx *ctx, Str noun, Str *ret_verbs) {
    const Command *command = NULL;
    Str verbs = STR("");
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        if (str_equal(noun, str_of(command->noun))) {
            TRY(ctx_print(ctx, &verbs, "%.*s%s%s", STR_ARG(verbs), verbs.len ? ", " : "",
                          command->verb));
        }
    }
    *ret_verbs = verbs;
    return OK;
}
