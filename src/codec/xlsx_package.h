/*
 * xlsx_package.h -- the zip around a workbook: looked over once, then read part by part on a
 * budget.
 *
 * Floor 1, codec, for xlsx_*.c only. Names of parts are keys into the zip, never paths of the
 * machine. Whatever is inflated is counted; the counter, the clock and the number of entries bound
 * the work.
 */
#ifndef CODEC_XLSX_PACKAGE_H
#define CODEC_XLSX_PACKAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <zip.h>

#include "base/ctx.h"
#include "codec/sheet.h"

enum { XLSX_PART_NAME_MAX = 256 };

typedef struct XlsxPackage {
    zip_t *zip;
    SheetLimits limits; /* no zeros left */
    int64_t inflated_bytes;
    int64_t deadline_us;
} XlsxPackage;

/* Opens and checks: E_XLSX_UNSAFE, E_XLSX_LIMIT (entries), E_XLSX_SYNTAX. */
Status xlsx_package_open(Ctx *ctx, const char *path, const SheetLimits *limits,
                         XlsxPackage *ret_package) MUST_CHECK;
void xlsx_package_close(XlsxPackage *package);
bool xlsx_package_has(const XlsxPackage *package, const char *part_name);
Status xlsx_package_open_part(Ctx *ctx, XlsxPackage *package, const char *part_name,
                              zip_file_t **ret_file) MUST_CHECK;
/* Up to `size` inflated bytes; 0 at the end. E_XLSX_LIMIT: inflated bytes or time. */
Status xlsx_package_read(Ctx *ctx, XlsxPackage *package, zip_file_t *file, char *bytes, size_t size,
                         size_t *ret_length) MUST_CHECK;
/*
 * The part that `target` means when it stands in a part of folder `base` ("xl" for
 * xl/workbook.xml). `part_name` holds XLSX_PART_NAME_MAX. E_XLSX_UNSAFE when it climbs out of the
 * package.
 */
Status xlsx_package_resolve(Ctx *ctx, Str base, Str target, char *part_name) MUST_CHECK;

#endif
