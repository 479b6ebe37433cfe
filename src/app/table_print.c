#include "app/table_print.h"

#include <string.h>

typedef enum Signing {
    SIGN_MAKER = 1, /* maker and head of the office */
    SIGN_PAID = 2,  /* maker, who paid out, head; and each person in a column */
    SIGN_BOOKS = 3  /* maker, chief accountant, head (Luật Kế toán 2015, Điều 16) */
} Signing;

static const struct {
    const char *name;
    const char *vi;
    const char *en;
    Signing signing;
} PAPERS[] = {
    {"pay_list", "DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI", "PAY-LIST OF SOCIAL BENEFITS", SIGN_PAID},
    {"beneficiaries", "DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI", "BENEFICIARIES", SIGN_MAKER},
    {"funnel", "TÌNH HÌNH MỞ VÀ CHI TRẢ QUA TÀI KHOẢN", "ACCOUNTS AND PAYMENT THROUGH THEM",
     SIGN_MAKER},
    {"difference_persons", "BIẾN ĐỘNG SO VỚI THÁNG TRƯỚC", "DIFFERENCE TO THE MONTH BEFORE",
     SIGN_MAKER},
    {"difference", "BIẾN ĐỘNG SO VỚI THÁNG TRƯỚC THEO LÝ DO",
     "DIFFERENCE TO THE MONTH BEFORE, BY REASON", SIGN_MAKER},
    {"held", "DANH SÁCH TẠM GIỮ CHI TRẢ", "PAYMENTS HELD", SIGN_MAKER},
    {"work", "DANH SÁCH LỆNH CHI CẦN XỬ LÝ", "ATTEMPTS THAT NEED WORK", SIGN_MAKER},
    {"issues", "SAI SÓT TRONG DANH SÁCH NẠP", "DEFECTS OF A LIST TAKEN IN", SIGN_MAKER},
    {"defects", "SAI SÓT PHÁT HIỆN KHI NẠP", "DEFECTS FOUND AT INTAKE", SIGN_MAKER},
    {"movements", "TỔNG HỢP BIẾN ĐỘNG TRONG THÁNG", "MOVEMENTS OF THE MONTH", SIGN_MAKER},
    {"accounts", "TÌNH HÌNH MỞ TÀI KHOẢN", "ACCOUNTS", SIGN_MAKER},
    {"payments", "TỔNG HỢP CHI TRẢ", "PAYMENTS", SIGN_BOOKS},
    {"settlement", "BẢNG QUYẾT TOÁN KINH PHÍ CHI TRẢ", "SETTLEMENT", SIGN_BOOKS},
    {"balance", "BẢNG CÂN ĐỐI TÀI KHOẢN", "TRIAL BALANCE", SIGN_BOOKS},
};

static void signer_add(TablePaper *paper, bool vietnamese, const char *vi, const char *en) {
    paper->signers[paper->signer_count++] = str_of(vietnamese ? vi : en);
}

TablePaper table_paper_of(const char *name, Language language) {
    bool vietnamese = language == LANGUAGE_VI;
    Signing signing = SIGN_MAKER;
    TablePaper paper = {.title = str_of(name), .signature = STR("")};
    for (size_t i = 0; i < sizeof PAPERS / sizeof PAPERS[0]; i++) {
        if (strcmp(PAPERS[i].name, name) == 0) {
            paper.title = str_of(vietnamese ? PAPERS[i].vi : PAPERS[i].en);
            signing = PAPERS[i].signing;
        }
    }
    signer_add(&paper, vietnamese, "Người lập biểu", "Made by");
    if (signing == SIGN_PAID) {
        paper.signature = str_of(vietnamese ? "Ký nhận" : "Signature");
        signer_add(&paper, vietnamese, "Người chi trả", "Paid out by");
    } else if (signing == SIGN_BOOKS) {
        signer_add(&paper, vietnamese, "Kế toán trưởng", "Chief accountant");
    }
    signer_add(&paper, vietnamese, "Thủ trưởng đơn vị", "Head of the office");
    return paper;
}
