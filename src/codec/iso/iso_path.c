#include "codec/iso/iso_path.h"

/* Positions are written out, since a row names its parent by position; a test checks the order. */
static const IsoPath PAIN_002[] = {
    /* 0 */ {0, "Document", FIELD_NONE},
    /* 1 */ {0, "CstmrPmtStsRpt", FIELD_NONE},
    /* 2 */ {1, "GrpHdr", FIELD_NONE},
    /* 3 */ {2, "MsgId", FIELD_MESSAGE_ID},
    /* 4 */ {2, "CreDtTm", FIELD_CREATED},
    /* 5 */ {1, "OrgnlGrpInfAndSts", FIELD_NONE},
    /* 6 */ {5, "OrgnlMsgId", FIELD_ORIGINAL_MESSAGE_ID},
    /* 7 */ {5, "GrpSts", FIELD_GROUP_STATUS},
    /* 8 */ {5, "StsRsnInf", FIELD_NONE},
    /* 9 */ {8, "Rsn", FIELD_NONE},
    /* 10 */ {9, "Cd", FIELD_GROUP_REASON},
    /* 11 */ {9, "Prtry", FIELD_GROUP_REASON},
    /* 12 */ {8, "AddtlInf", FIELD_GROUP_TEXT},
    /* 13 */ {5, "NbOfTxsPerSts", FIELD_NONE},
    /* 14 */ {13, "DtldNbOfTxs", FIELD_PER_STATUS_COUNT},
    /* 15 */ {13, "DtldCtrlSum", FIELD_PER_STATUS_SUM},
    /* 16 */ {1, "OrgnlPmtInfAndSts", FIELD_NONE},
    /* 17 */ {16, "TxInfAndSts", FIELD_ROW},
    /* 18 */ {17, "OrgnlEndToEndId", FIELD_ROW_ID},
    /* 19 */ {17, "TxSts", FIELD_ROW_STATUS},
    /* 20 */ {17, "StsRsnInf", FIELD_NONE},
    /* 21 */ {20, "Rsn", FIELD_NONE},
    /* 22 */ {21, "Cd", FIELD_ROW_REASON},
    /* 23 */ {21, "Prtry", FIELD_ROW_REASON},
    /* 24 */ {20, "AddtlInf", FIELD_ROW_TEXT},
    /* 25 */ {17, "AccptncDtTm", FIELD_ROW_DAY},
    /* 26 */ {17, "OrgnlTxRef", FIELD_NONE},
    /* 27 */ {26, "Amt", FIELD_NONE},
    /* 28 */ {27, "InstdAmt", FIELD_ROW_AMOUNT},
    /* 29 */ {17, "FctvIntrBkSttlmDt", FIELD_NONE},
    /* 30 */ {29, "Dt", FIELD_ROW_DAY},
    /* 31 */ {29, "DtTm", FIELD_ROW_DAY},
    /* 32 */ {16, "PmtInfSts", FIELD_GROUP_STATUS},
    /* 33 */ {16, "StsRsnInf", FIELD_NONE},
    /* 34 */ {33, "Rsn", FIELD_NONE},
    /* 35 */ {34, "Cd", FIELD_GROUP_REASON},
    /* 36 */ {34, "Prtry", FIELD_GROUP_REASON},
    /* 37 */ {33, "AddtlInf", FIELD_GROUP_TEXT},
};

/* A statement and a notification differ in two element names only. One row a line, as a table. */
/* clang-format off */
#define CAMT_TABLE(root, statement)                         \
    /* 0 */ {0, "Document", FIELD_NONE},                    \
    /* 1 */ {0, root, FIELD_NONE},                          \
    /* 2 */ {1, "GrpHdr", FIELD_NONE},                      \
    /* 3 */ {2, "MsgId", FIELD_MESSAGE_ID},                 \
    /* 4 */ {2, "CreDtTm", FIELD_CREATED},                  \
    /* 5 */ {1, statement, FIELD_STATEMENT},                \
    /* 6 */ {5, "Id", FIELD_STATEMENT_ID},                  \
    /* 7 */ {5, "FrToDt", FIELD_NONE},                      \
    /* 8 */ {7, "ToDtTm", FIELD_STATEMENT_TO},              \
    /* 9 */ {5, "Bal", FIELD_BALANCE},                      \
    /* 10 */ {9, "Tp", FIELD_NONE},                         \
    /* 11 */ {10, "CdOrPrtry", FIELD_NONE},                 \
    /* 12 */ {11, "Cd", FIELD_BALANCE_CODE},                \
    /* 13 */ {9, "Amt", FIELD_BALANCE_AMOUNT},              \
    /* 14 */ {9, "CdtDbtInd", FIELD_BALANCE_SIGN},          \
    /* 15 */ {9, "Dt", FIELD_NONE},                         \
    /* 16 */ {15, "Dt", FIELD_BALANCE_DAY},                 \
    /* 17 */ {15, "DtTm", FIELD_BALANCE_DAY},               \
    /* 18 */ {5, "TxsSummry", FIELD_NONE},                  \
    /* 19 */ {18, "TtlNtries", FIELD_NONE},                 \
    /* 20 */ {19, "NbOfNtries", FIELD_ENTRY_COUNT},         \
    /* 21 */ {19, "Sum", FIELD_ENTRY_SUM},                  \
    /* 22 */ {5, "Ntry", FIELD_ENTRY},                      \
    /* 23 */ {22, "Amt", FIELD_ENTRY_AMOUNT},               \
    /* 24 */ {22, "CdtDbtInd", FIELD_ENTRY_SIGN},           \
    /* 25 */ {22, "RvslInd", FIELD_ENTRY_REVERSAL},         \
    /* 26 */ {22, "Sts", FIELD_NONE},                       \
    /* 27 */ {26, "Cd", FIELD_ENTRY_STATUS},                \
    /* 28 */ {26, "Prtry", FIELD_ENTRY_STATUS},             \
    /* 29 */ {22, "BookgDt", FIELD_NONE},                   \
    /* 30 */ {29, "Dt", FIELD_ENTRY_DAY},                   \
    /* 31 */ {29, "DtTm", FIELD_ENTRY_DAY},                 \
    /* 32 */ {22, "NtryDtls", FIELD_NONE},                  \
    /* 33 */ {32, "TxDtls", FIELD_ROW},                     \
    /* 34 */ {33, "Refs", FIELD_NONE},                      \
    /* 35 */ {34, "EndToEndId", FIELD_ROW_ID},              \
    /* 36 */ {33, "Amt", FIELD_ROW_AMOUNT},                 \
    /* 37 */ {33, "CdtDbtInd", FIELD_ROW_SIGN},             \
    /* 38 */ {33, "RtrInf", FIELD_ROW_RETURN},              \
    /* 39 */ {38, "Rsn", FIELD_NONE},                       \
    /* 40 */ {39, "Cd", FIELD_ROW_REASON},                  \
    /* 41 */ {39, "Prtry", FIELD_ROW_REASON},               \
    /* 42 */ {38, "AddtlInf", FIELD_ROW_TEXT},              \
    /* 43 */ {33, "AddtlTxInf", FIELD_ROW_TEXT},            \
    /* 44 */ {22, "AddtlNtryInf", FIELD_ENTRY_TEXT},

/* clang-format on */

static const IsoPath CAMT_053[] = {CAMT_TABLE("BkToCstmrStmt", "Stmt")};
static const IsoPath CAMT_054[] = {CAMT_TABLE("BkToCstmrDbtCdtNtfctn", "Ntfctn")};

#define TABLE_SIZE(table) (sizeof(table) / sizeof(table)[0])

const IsoPath *iso_path_table(IsoMessage message, size_t *ret_count) {
    if (message == ISO_CAMT_053_08) {
        *ret_count = TABLE_SIZE(CAMT_053);
        return CAMT_053;
    }
    if (message == ISO_CAMT_054_08) {
        *ret_count = TABLE_SIZE(CAMT_054);
        return CAMT_054;
    }
    *ret_count = TABLE_SIZE(PAIN_002);
    return PAIN_002;
}
