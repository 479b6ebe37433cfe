/*
 * show.h -- how tables, replies, failures and progress reach a person or a program.
 *
 * Floor 6. Terminal: columns aligned by what the eye sees (UTF-8 letters count once), amounts with
 * dots (in English commas) between thousands. JSON: one object per row, keys as in the code. Files:
 * CSV or XLSX.
 */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "app/reply.h"
#include "app/table.h"

/* Writers for the terminal, for JSON lines, and for a file by its ending. State lives in the arena.
 */
Status show_terminal_table(Ctx *ctx, TableOut *ret_out) MUST_CHECK;
Status show_json_table(Ctx *ctx, TableOut *ret_out) MUST_CHECK;
Status show_file_table(Ctx *ctx, Str path, TableOut *ret_out) MUST_CHECK;
/* What a page says below its title; without effect when tables go elsewhere. */
void show_file_heading(const TableOut *out, Str heading);

Status show_reply(Ctx *ctx, const Reply *reply, bool json) MUST_CHECK;
/* On standard error: sentence, detail, remedy; with --json one object on standard output. */
void show_failure(const Ctx *ctx, Status status, bool json);
/* A bar on the terminal: in which language, and whether it stands there now. */
typedef struct ProgressBar {
    Language language;
    bool is_shown;
} ProgressBar;

/*
 * A bar on standard error when that is a terminal, else nothing. `bar` belongs to the caller.
 * show_progress_clear() takes it away before something else is written.
 */
Progress show_progress(bool quiet, ProgressBar *bar);
void show_progress_clear(const Ctx *ctx);
/* What people see for a field of a reply, for a stage of work; the name itself when there is none.
 */
const char *show_label(Language language, const char *name);
const char *show_stage(Language language, const char *stage);
/* Letters that the eye sees. */
size_t show_letters(Str text);

#endif
