/*
 * row.h -- one row of an intake list, from cells to values.
 *
 * Floor 2. Values only; header_map.h finds the columns, row_read.h fills a RegisterRow.
 */
#ifndef REGISTRY_ROW_H
#define REGISTRY_ROW_H

#include "codec/sheet.h"
#include "registry/account.h"
#include "registry/enrolment.h"
#include "registry/mandate.h"
#include "registry/movement.h"
#include "registry/person.h"

/* What a column may hold. */
typedef enum RowField {
    FIELD_NONE = 0,
    FIELD_STT,
    FIELD_NAME,
    FIELD_BIRTH,
    FIELD_BIRTH_MALE, /* two columns: the sex follows from the column */
    FIELD_BIRTH_FEMALE,
    FIELD_SEX,
    FIELD_SEX_MALE, /* two columns with a cross */
    FIELD_SEX_FEMALE,
    FIELD_ID,
    FIELD_ETHNICITY,
    FIELD_HAMLET,
    FIELD_AREA_CODE,
    FIELD_AREA_NAME,
    FIELD_PHONE_NO,
    FIELD_CATEGORY,
    FIELD_DEGREE,
    FIELD_CHILDREN,
    FIELD_DECISION_NO,
    FIELD_DECISION_DATE,
    FIELD_FROM,
    FIELD_HOUSEHOLD,
    FIELD_POVERTY,
    FIELD_RECIPIENT,
    FIELD_RECIPIENT_NO,
    FIELD_RELATION,
    FIELD_MANDATE_KIND,
    FIELD_MANDATE_DATE,
    FIELD_MANDATE_TO,
    FIELD_CERTIFIER,
    FIELD_CHANNEL,
    FIELD_PROVIDER,
    FIELD_ACCOUNT_NO,
    FIELD_HOLDER,
    FIELD_MOVEMENT_KIND,
    FIELD_MOVEMENT_DATE,
    FIELD_MOVEMENT_REASON,
    FIELD_MOVEMENT_AREA,
    FIELD_COUNT
} RowField;

/* A cell after decoding and cleaning. */
typedef struct RowCell {
    int32_t column; /* from 1 */
    SheetCellKind kind;
    Str text;
    int64_t date;       /* of SHEET_DATE */
    bool is_unreadable; /* in no known encoding */
} RowCell;

/* A commune of the list. */
typedef struct RowArea {
    int64_t area_id;
    Str area_code;
    Str name_fold;
} RowArea;

typedef struct RowProvider {
    int64_t provider_id;
    int64_t kind; /* 1 bank 2 wallet 3 post */
    Str code;
    Str name_fold;
    Str bin;
} RowProvider;

/* What a row is judged by; the same for all rows of a file. */
typedef struct RowRules {
    int64_t today;        /* yyyymmdd */
    int64_t area_id;      /* the commune of the list; 0 = the rows name theirs */
    const RowArea *areas; /* the communes that the list may hold, ordered by code */
    size_t area_count;
    const CategoryRule *categories;
    size_t category_count;
    const RowProvider *providers;
    size_t provider_count;
} RowRules;

/* Texts lie in the arena or in the cells that they were read from. */
typedef struct RegisterRow {
    Person person;
    Enrolment enrolment; /* from_date 0: by the start rule of the law */
    Mandate mandate;
    Account account;
    Str household_code;
    int poverty_class; /* 0 not said 1 poor 2 near-poor 3 neither */
    bool has_mandate;
    bool has_account;
    bool account_is_recipients; /* held by the recipient: under the mandate */
} RegisterRow;

/* A row of a list of movements. */
typedef struct MovementRow {
    char citizen_id[CITIZEN_ID_DIGITS + 1];
    MovementKind kind;
    int64_t on_date;
    Str reason;
    Str to_area_code; /* of a move */
} MovementRow;

#endif
