#include "http/route.h"

#include <string.h>

static RouteList list_at(size_t i) {
    static RouteList (*const LISTS[])(void) = {routes_session, routes_look,    routes_register,
                                               routes_intake,  routes_payroll, routes_payment,
                                               routes_books,   routes_admin,   routes_jobs,
                                               routes_audit,   routes_linkage};
    return i < sizeof LISTS / sizeof LISTS[0] ? LISTS[i]() : (RouteList){NULL, 0};
}

const Route *route_at(size_t i) {
    for (size_t list_no = 0;; list_no++) { /* ends: past the last list there is an empty one */
        RouteList list = list_at(list_no);
        if (list.routes == NULL) {
            return NULL;
        }
        if (i < list.count) {
            return &list.routes[i];
        }
        i -= list.count;
    }
}

/* One part of a path against one of a pattern; a {name} takes a whole number above zero. */
static bool part_fits(Str pattern, Str part, int64_t *values, size_t *count) {
    if (pattern.len == 0 || pattern.ptr[0] != '{') {
        return str_equal(pattern, part);
    }
    int64_t number = 0;
    bool plain = part.len > 0 && part.len <= 18 && part.ptr[0] != '0' && part.ptr[0] != '-';
    if (!plain || !str_to_int64(part, &number) || *count == ROUTE_PATH_VALUES) {
        return false;
    }
    values[(*count)++] = number;
    return true;
}

static bool path_fits(const Route *route, Str path, int64_t *values) {
    Str pattern = str_of(route->path);
    Str pattern_part;
    Str part;
    size_t count = 0;
    while (str_split_next(&pattern, '/', &pattern_part)) {
        if (!str_split_next(&path, '/', &part) || !part_fits(pattern_part, part, values, &count)) {
            return false;
        }
    }
    return path.ptr == NULL;
}

RouteMatch route_find(Str method, Str path) {
    const Route *route = NULL;
    RouteMatch match = {.route = NULL};
    for (size_t i = 0; (route = route_at(i)) != NULL; i++) { /* some eighty: a scan is enough */
        int64_t values[ROUTE_PATH_VALUES] = {0};
        if (!path_fits(route, path, values)) {
            continue;
        }
        match.path_known = true;
        if (str_equal(method, str_of(route->method))) {
            match.route = route;
            memcpy(match.values, values, sizeof values);
            return match;
        }
    }
    return match;
}
