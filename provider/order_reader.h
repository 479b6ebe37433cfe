/*
 * order_reader.h -- reads what we are sent: pain.001.001.09, or a list made by a template.
 *
 * Outside the floors: the simulator. A list is recognised by its headings, so that no manifest is
 * needed: the template all of whose column titles stand in one row is the one that made it.
 *
 * Invariant: orders are given in the order of the file; a file that is not whole gives a failure
 * and the caller pays nothing of it.
 */
#ifndef PROVIDER_ORDER_READER_H
#define PROVIDER_ORDER_READER_H

#include "books.h"

/* Takes one order; its texts live during the call. */
typedef Status (*OrderTake)(Ctx *ctx, void *arg, Str end_to_end_id, int64_t amount_dong);

/* Fills reference, template_name and kind of *sent, then calls `take` per order. */
Status orders_read(Ctx *ctx, Str path, Sent *sent, OrderTake take, void *arg) MUST_CHECK;

#endif
