#include "codec/iso/xml_validate.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

Status xml_validate(Ctx *ctx, XmlSource source, IsoMessage message) {
    CLEANUP(xml_pump_close) XmlPump *pump = NULL;
    TRY(xml_pump_open(ctx, source, (unsigned)message, &pump));
    bool complete = false;
    while (!complete) { /* ends: each step takes in bytes, or completes, or fails */
        TRY(xml_pump_step(ctx, pump, &complete));
    }
    return OK;
}

Status xml_validate_file(Ctx *ctx, const char *path, IsoMessage message) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", path, strerror(errno));
    }
    Status status = xml_validate(ctx, xml_source_fd(&fd), message);
    (void)close(fd);
    return status;
}
