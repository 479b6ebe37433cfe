#include "codec/pdf_table.h"

#include <cairo/cairo-pdf.h>
#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codec/file_out.h"
#include "codec/utf8.h"

/* In thousandths of a point, so that every place is a whole number. */
enum {
    POINT = 1000,
    PAGE_WIDTH = 842 * POINT, /* A4 across */
    PAGE_HEIGHT = 595 * POINT,
    MARGIN = 34 * POINT,
    PAD = 3 * POINT,
    SIGN_WIDTH = 90 * POINT,
    SIGN_HEIGHT = 24 * POINT, /* of a row that people sign in */
    FOOT_HEIGHT = 16 * POINT,
    SIGNERS_HEIGHT = 96 * POINT,
    FULL_WIDTH = PAGE_WIDTH - 2 * MARGIN,
    LETTERS_MOST = 44, /* a column does not grow beyond this: it wraps */
    LETTERS_LEAST = 4,
    SIZE_SMALL = 7,
    SIZE_BODY = 9,
    SIZE_TITLE = 14,
    CELL_MOST = 4096
};

static const char FONT_FOLDER[] = "/usr/share/fonts/truetype/croscore/";
static const char *const FONT_FILES[] = {"Tinos-Regular.ttf", "Tinos-Bold.ttf"};

#if defined(__SANITIZE_ADDRESS__)
/* fontconfig keeps some 30 kB of a thread's first map for ever, and no more with later ones. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libfontconfig.so";
}
const char *__lsan_default_options(void);
const char *__lsan_default_options(void) {
    return "print_suppressions=0";
}
#endif

struct PdfTable {
    char path[FILE_OUT_PATH_MAX];
    char part_path[FILE_OUT_PATH_MAX];
    FILE *rows; /* scratch: 4 bytes of length, then the text, cell for cell */
    int64_t row_count;
    Str title;
    Str lines[PDF_LINES_MOST];
    size_t line_count;
    PdfColumn columns[PDF_COLUMNS_MOST];
    int64_t letters[PDF_COLUMNS_MOST]; /* the most that a cell of it has */
    int64_t widths[PDF_COLUMNS_MOST];
    size_t column_count;
    Str signature;
    Str signers[PDF_SIGNERS_MOST];
    size_t signer_count;
    bool has_motto;
    int64_t day;
    Language language;
    Str footer;
    PangoContext *context;
    PangoLayout *layout;
    cairo_surface_t *surface;
    cairo_t *cairo; /* NULL while pages are only counted */
    int64_t y;
    int64_t page;
    int64_t page_count;
};

/* ---- drawing: whole numbers in, the library's points out ---- */

#define POINTS(thousandths) ((int)(thousandths) / 1000.0)

typedef enum Face { FACE_PLAIN = 0, FACE_BOLD = 1 } Face;
typedef enum Side { SIDE_LEFT = 0, SIDE_MIDDLE = 1, SIDE_RIGHT = 2 } Side;

typedef struct Place {
    int64_t x;
    int64_t y;
    int64_t width;
} Place;

static void layout_set(PdfTable *pdf, Str text, int size, Face face, int64_t width, Side side) {
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, "Tinos");
    pango_font_description_set_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font,
                                      face == FACE_BOLD ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(pdf->layout, font);
    pango_font_description_free(font);
    pango_layout_set_wrap(pdf->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(pdf->layout, (int)(width * PANGO_SCALE / POINT));
    pango_layout_set_alignment(pdf->layout, side == SIDE_RIGHT    ? PANGO_ALIGN_RIGHT
                                            : side == SIDE_MIDDLE ? PANGO_ALIGN_CENTER
                                                                  : PANGO_ALIGN_LEFT);
    pango_layout_set_text(pdf->layout, text.ptr ? text.ptr : "", (int)text.len);
}

static int64_t layout_height(PdfTable *pdf) {
    int height = 0;
    pango_layout_get_size(pdf->layout, NULL, &height);
    return (int64_t)height * POINT / PANGO_SCALE;
}

/* The height that it takes; draws when pages are drawn. */
static int64_t text_put(PdfTable *pdf, Place place, Str text, int size, Face face, Side side) {
    layout_set(pdf, text, size, face, place.width, side);
    if (pdf->cairo != NULL) {
        cairo_move_to(pdf->cairo, POINTS(place.x), POINTS(place.y));
        pango_cairo_show_layout(pdf->cairo, pdf->layout);
    }
    return layout_height(pdf);
}

static void line_across(PdfTable *pdf, int64_t y) {
    if (pdf->cairo != NULL) {
        cairo_set_line_width(pdf->cairo, POINTS(400));
        cairo_move_to(pdf->cairo, POINTS(MARGIN), POINTS(y));
        cairo_line_to(pdf->cairo, POINTS(MARGIN + FULL_WIDTH), POINTS(y));
        cairo_stroke(pdf->cairo);
    }
}

static void lines_down(PdfTable *pdf, int64_t from_y, int64_t to_y) {
    int64_t x = MARGIN;
    if (pdf->cairo == NULL) {
        return;
    }
    cairo_set_line_width(pdf->cairo, POINTS(400));
    for (size_t i = 0; i <= pdf->column_count; i++) {
        cairo_move_to(pdf->cairo, POINTS(x), POINTS(from_y));
        cairo_line_to(pdf->cairo, POINTS(x), POINTS(to_y));
        x += i < pdf->column_count ? pdf->widths[i] : 0;
    }
    cairo_move_to(pdf->cairo, POINTS(MARGIN + FULL_WIDTH), POINTS(from_y));
    cairo_line_to(pdf->cairo, POINTS(MARGIN + FULL_WIDTH), POINTS(to_y));
    cairo_stroke(pdf->cairo);
}

/* ---- rows ---- */

/* How high a row must be: letters that surely fit are not measured. */
static int64_t row_height(PdfTable *pdf, const Str *cells, Face face) {
    int64_t height = 0;
    layout_set(pdf, STR("Ắg"), SIZE_BODY, face, FULL_WIDTH, SIDE_LEFT);
    int64_t line = layout_height(pdf);
    for (size_t i = 0; i < pdf->column_count; i++) {
        int64_t room = pdf->widths[i] - 2 * PAD;
        bool fits =
            (int64_t)cells[i].len * SIZE_BODY * POINT < room; /* no letter is wider than high */
        if (!fits) {
            layout_set(pdf, cells[i], SIZE_BODY, face, room, SIDE_LEFT);
        }
        int64_t needed = fits ? line : layout_height(pdf);
        height = needed > height ? needed : height;
    }
    height += 2 * PAD;
    bool signs = face == FACE_PLAIN && !str_is_empty(pdf->signature);
    return signs && height < SIGN_HEIGHT ? SIGN_HEIGHT : height;
}

static void row_put(PdfTable *pdf, const Str *cells, Face face, int64_t height) {
    int64_t x = MARGIN;
    for (size_t i = 0; i < pdf->column_count && pdf->cairo != NULL; i++) {
        Place place = {x + PAD, pdf->y + PAD, pdf->widths[i] - 2 * PAD};
        Side side = face == FACE_BOLD          ? SIDE_MIDDLE
                    : pdf->columns[i].is_right ? SIDE_RIGHT
                                               : SIDE_LEFT;
        (void)text_put(pdf, place, cells[i], SIZE_BODY, face, side);
        x += pdf->widths[i];
    }
    if (face == FACE_BOLD && !str_is_empty(pdf->signature)) {
        Place place = {MARGIN + FULL_WIDTH - SIGN_WIDTH + PAD, pdf->y + PAD, SIGN_WIDTH - 2 * PAD};
        (void)text_put(pdf, place, pdf->signature, SIZE_BODY, face, SIDE_MIDDLE);
    }
    lines_down(pdf, pdf->y, pdf->y + height);
    pdf->y += height;
    line_across(pdf, pdf->y);
}

/* ---- pages ---- */

static void header_put(PdfTable *pdf) {
    Str titles[PDF_COLUMNS_MOST];
    for (size_t i = 0; i < pdf->column_count; i++) {
        titles[i] = pdf->columns[i].title;
    }
    line_across(pdf, pdf->y);
    row_put(pdf, titles, FACE_BOLD, row_height(pdf, titles, FACE_BOLD));
}

static Status foot_put(Ctx *ctx, PdfTable *pdf) {
    int64_t y = PAGE_HEIGHT - MARGIN - FOOT_HEIGHT + 2 * PAD;
    Str number;
    if (pdf->cairo == NULL) {
        return OK;
    }
    TRY(ctx_print(ctx, &number, pdf->language == LANGUAGE_VI ? "Trang %lld/%lld" : "Page %lld/%lld",
                  (long long)pdf->page, (long long)pdf->page_count));
    (void)text_put(pdf, (Place){MARGIN, y, FULL_WIDTH - 80 * POINT}, pdf->footer, SIZE_SMALL,
                   FACE_PLAIN, SIDE_LEFT);
    (void)text_put(pdf, (Place){MARGIN, y, FULL_WIDTH}, number, SIZE_SMALL, FACE_PLAIN, SIDE_RIGHT);
    return OK;
}

static void page_begin(PdfTable *pdf) {
    pdf->page++;
    pdf->y = MARGIN;
}

static Status page_end(Ctx *ctx, PdfTable *pdf) {
    TRY(foot_put(ctx, pdf));
    if (pdf->cairo != NULL) {
        cairo_show_page(pdf->cairo);
    }
    return OK;
}

/* Room for something of that height, on this page or the next. */
static Status room_make(Ctx *ctx, PdfTable *pdf, int64_t height, bool with_header) {
    if (pdf->y + height <= PAGE_HEIGHT - MARGIN - FOOT_HEIGHT) {
        return OK;
    }
    TRY(page_end(ctx, pdf));
    page_begin(pdf);
    if (with_header) {
        header_put(pdf);
    }
    return OK;
}

static void head_put(PdfTable *pdf) {
    Place whole = {MARGIN, pdf->y, FULL_WIDTH};
    if (pdf->has_motto) {
        Place right = {MARGIN + FULL_WIDTH / 2, pdf->y, FULL_WIDTH / 2};
        right.y += text_put(pdf, right, STR("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), SIZE_BODY + 1,
                            FACE_BOLD, SIDE_MIDDLE);
        right.y += text_put(pdf, right, STR("Độc lập - Tự do - Hạnh phúc"), SIZE_BODY + 1,
                            FACE_BOLD, SIDE_MIDDLE);
        whole.y = right.y + 2 * PAD;
    }
    whole.y += text_put(pdf, whole, pdf->title, SIZE_TITLE, FACE_BOLD, SIDE_MIDDLE) + PAD;
    for (size_t i = 0; i < pdf->line_count; i++) {
        whole.y += text_put(pdf, whole, pdf->lines[i], SIZE_BODY, FACE_PLAIN, SIDE_MIDDLE);
    }
    pdf->y = whole.y + 2 * PAD;
}

static Status signers_put(Ctx *ctx, PdfTable *pdf) {
    bool vietnamese = pdf->language == LANGUAGE_VI;
    Str day;
    if (pdf->signer_count == 0) {
        return OK;
    }
    TRY(room_make(ctx, pdf, SIGNERS_HEIGHT, false));
    int64_t width = FULL_WIDTH / (int64_t)pdf->signer_count;
    TRY(ctx_print(ctx, &day, vietnamese ? "Ngày %02d tháng %02d năm %04d" : "%02d/%02d/%04d",
                  (int)(pdf->day % 100), (int)(pdf->day / 100 % 100), (int)(pdf->day / 10000)));
    int64_t y = pdf->y + 4 * PAD;
    Place last = {MARGIN + FULL_WIDTH - width, y, width};
    y += text_put(pdf, last, day, SIZE_BODY, FACE_PLAIN, SIDE_MIDDLE);
    for (size_t i = 0; i < pdf->signer_count; i++) {
        Place place = {MARGIN + (int64_t)i * width, y, width};
        place.y += text_put(pdf, place, pdf->signers[i], SIZE_BODY + 1, FACE_BOLD, SIDE_MIDDLE);
        (void)text_put(pdf, place,
                       vietnamese ? STR("(Ký, ghi rõ họ tên)") : STR("(signature, full name)"),
                       SIZE_BODY, FACE_PLAIN, SIDE_MIDDLE);
    }
    return OK;
}

/* ---- the scratch file ---- */

static int64_t letters_of(Str text) {
    int64_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return count;
}

Status pdf_table_row(Ctx *ctx, PdfTable *pdf, const Str *cells) {
    for (size_t i = 0; i < pdf->column_count; i++) {
        /* A text that is no UTF-8 or without end would spoil the page: it is cut at a letter. */
        size_t len = 0;
        while (len < cells[i].len && len < CELL_MOST - 4) { /* ends: moves on by each letter */
            size_t letter = codec_utf8_sequence_length(str_part(cells[i], len, cells[i].len));
            if (letter == 0 || cells[i].ptr[len] == '\0') {
                break;
            }
            len += letter;
        }
        Str text = str_part(cells[i], 0, len);
        uint32_t size = (uint32_t)len;
        int64_t letters = letters_of(text);
        pdf->letters[i] = letters > pdf->letters[i] ? letters : pdf->letters[i];
        if (fwrite(&size, sizeof size, 1, pdf->rows) != 1 ||
            (len > 0 && fwrite(text.ptr, 1, len, pdf->rows) != len)) {
            return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", pdf->part_path, strerror(errno));
        }
    }
    pdf->row_count++;
    return OK;
}

static Status row_read(Ctx *ctx, PdfTable *pdf, char *room, Str *ret_cells) {
    for (size_t i = 0; i < pdf->column_count; i++) {
        uint32_t size = 0;
        char *at = room + i * CELL_MOST;
        if (fread(&size, sizeof size, 1, pdf->rows) != 1 || size >= CELL_MOST ||
            fread(at, 1, size, pdf->rows) != size) {
            return ctx_fail(ctx, E_FILE_READ, "%s: the rows kept beside it", pdf->path);
        }
        ret_cells[i] = (Str){at, size};
    }
    return OK;
}

/* ---- the whole ---- */

/* Columns share the width by the letters that they need. */
static void widths_set(PdfTable *pdf) {
    int64_t whole = FULL_WIDTH - (str_is_empty(pdf->signature) ? 0 : SIGN_WIDTH);
    int64_t sum = 0;
    int64_t used = 0;
    int64_t needs[PDF_COLUMNS_MOST];
    for (size_t i = 0; i < pdf->column_count; i++) {
        int64_t title = letters_of(pdf->columns[i].title) / 2 + 1; /* in two lines */
        int64_t need = pdf->letters[i] > title ? pdf->letters[i] : title;
        need = need > LETTERS_MOST ? LETTERS_MOST : need;
        needs[i] = (need < LETTERS_LEAST ? LETTERS_LEAST : need) + 2;
        sum += needs[i];
    }
    for (size_t i = 0; i < pdf->column_count; i++) {
        bool last = i + 1 == pdf->column_count;
        pdf->widths[i] = last ? whole - used : whole * needs[i] / sum;
        used += pdf->widths[i];
    }
}

/* Once to count the pages, once to draw them. */
static Status pages_run(Ctx *ctx, PdfTable *pdf) {
    char *room = NULL;
    Str cells[PDF_COLUMNS_MOST];
    TRY(ctx_alloc(ctx, pdf->column_count * CELL_MOST, (void **)&room));
    if (fseeko(pdf->rows, 0, SEEK_SET) != 0) {
        return ctx_fail(ctx, E_FILE_READ, "%s: %s", pdf->path, strerror(errno));
    }
    pdf->page = 0;
    page_begin(pdf);
    head_put(pdf);
    header_put(pdf);
    for (int64_t row = 0; row < pdf->row_count; row++) {
        ArenaMark mark = arena_mark(ctx->arena);
        TRY(row_read(ctx, pdf, room, cells));
        int64_t height = row_height(pdf, cells, FACE_PLAIN);
        TRY(room_make(ctx, pdf, height, true));
        row_put(pdf, cells, FACE_PLAIN, height);
        arena_rewind(ctx->arena, mark);
    }
    TRY(signers_put(ctx, pdf));
    return page_end(ctx, pdf);
}

/* The font map of this thread, which knows nothing but Tinos: made once, since what pango and
 * fontconfig keep of a map outlives it. */
static Status font_map_take(Ctx *ctx, PangoFontMap **ret_map) {
    static const char MARK[] = "ansinh-fonts";
    PangoFontMap *map = pango_cairo_font_map_get_default();
    if (g_object_get_data(G_OBJECT(map), MARK) != NULL) {
        *ret_map = map;
        return OK;
    }
    FcConfig *fonts = FcConfigCreate();
    for (size_t i = 0; i < sizeof FONT_FILES / sizeof FONT_FILES[0]; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s%s", FONT_FOLDER, FONT_FILES[i]);
        if (fonts == NULL || access(path, R_OK) != 0 ||
            !FcConfigAppFontAddFile(fonts, (const FcChar8 *)path)) {
            FcConfigDestroy(fonts);
            return ctx_fail(ctx, E_FILE_OPEN, "%s (fonts-croscore)", path);
        }
    }
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), fonts);
    FcConfigDestroy(fonts); /* the map holds it */
    g_object_set_data(G_OBJECT(map), MARK, map);
    *ret_map = map;
    return OK;
}

static Status fonts_open(Ctx *ctx, PdfTable *pdf) {
    PangoFontMap *map = NULL;
    TRY(font_map_take(ctx, &map));
    pdf->context = pango_font_map_create_context(map);
    pdf->layout = pango_layout_new(pdf->context);
    return OK;
}

static void texts_keep(PdfTable *pdf, const PdfTableOptions *options) {
    pdf->title = options->title;
    pdf->line_count = options->line_count;
    pdf->column_count = options->column_count;
    pdf->signature = options->signature;
    pdf->signer_count = options->signer_count;
    pdf->has_motto = options->has_motto;
    pdf->day = options->day;
    pdf->language = options->language;
    for (size_t i = 0; i < options->column_count; i++) {
        pdf->columns[i] = options->columns[i];
    }
    for (size_t i = 0; i < options->line_count; i++) {
        pdf->lines[i] = options->lines[i];
    }
    for (size_t i = 0; i < options->signer_count; i++) {
        pdf->signers[i] = options->signers[i];
    }
}

Status pdf_table_open(Ctx *ctx, const char *path, const PdfTableOptions *options,
                      PdfTable **ret_pdf) {
    CLEANUP(pdf_table_close) PdfTable *pdf = calloc(1, sizeof *pdf);
    if (pdf == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a page");
    }
    if (options->column_count == 0 || options->column_count > PDF_COLUMNS_MOST ||
        options->line_count > PDF_LINES_MOST || options->signer_count > PDF_SIGNERS_MOST) {
        return ctx_fail(ctx, E_BUG, "%zu columns, %zu lines, %zu signers", options->column_count,
                        options->line_count, options->signer_count);
    }
    texts_keep(pdf, options);
    TRY(file_out_begin(ctx, path, pdf->part_path));
    snprintf(pdf->path, sizeof pdf->path, "%s", path);
    /* Scratch without a name: opened under that of the part, which the pages take later. */
    pdf->rows = fopen(pdf->part_path, "w+be");
    if (pdf->rows == NULL || unlink(pdf->part_path) != 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", pdf->part_path, strerror(errno));
    }
    TRY(fonts_open(ctx, pdf));
    *ret_pdf = pdf;
    pdf = NULL;
    return OK;
}

static Status surface_open(Ctx *ctx, PdfTable *pdf) {
    char created[32];
    char title[512];
    pdf->surface =
        cairo_pdf_surface_create(pdf->part_path, POINTS(PAGE_WIDTH), POINTS(PAGE_HEIGHT));
    snprintf(created, sizeof created, "%04d-%02d-%02dT00:00:00", (int)(pdf->day / 10000),
             (int)(pdf->day / 100 % 100), (int)(pdf->day % 100));
    snprintf(title, sizeof title, "%.*s", STR_ARG(pdf->title));
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_TITLE, title);
    pdf->cairo = cairo_create(pdf->surface);
    cairo_status_t state = cairo_status(pdf->cairo);
    return state == CAIRO_STATUS_SUCCESS
               ? OK
               : ctx_fail(ctx, E_FILE_WRITE, "%s: %s", pdf->path, cairo_status_to_string(state));
}

Status pdf_table_finish(Ctx *ctx, PdfTable **pdf, Str footer) {
    CLEANUP(pdf_table_close) PdfTable *own = *pdf;
    *pdf = NULL;
    own->footer = footer;
    if (fflush(own->rows) != 0) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", own->path, strerror(errno));
    }
    widths_set(own);
    TRY(pages_run(ctx, own));
    own->page_count = own->page;
    TRY(surface_open(ctx, own));
    TRY(pages_run(ctx, own));
    cairo_surface_finish(own->surface);
    cairo_status_t state = cairo_surface_status(own->surface);
    if (state != CAIRO_STATUS_SUCCESS) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", own->path, cairo_status_to_string(state));
    }
    TRY(file_out_publish(ctx, own->part_path, own->path));
    own->part_path[0] = '\0';
    return OK;
}

void pdf_table_close(PdfTable **pdf) {
    PdfTable *own = *pdf;
    if (own == NULL) {
        return;
    }
    if (own->cairo != NULL) {
        cairo_destroy(own->cairo);
    }
    if (own->surface != NULL) {
        cairo_surface_destroy(own->surface);
    }
    if (own->layout != NULL) {
        g_object_unref(own->layout);
        g_object_unref(own->context);
    }
    if (own->rows != NULL) {
        fclose(own->rows);
    }
    if (own->part_path[0] != '\0') {
        unlink(own->part_path);
    }
    free(own);
    *pdf = NULL;
}
