import type { Dictionary } from '../../text/text';

export const AUDIT = {
    title: { vi: 'Kiểm toán và nhật ký', en: 'Audit and log' },
    tabLog: { vi: 'Nhật ký', en: 'Log' },
    tabAudit: { vi: 'Kết quả kiểm toán', en: 'Audits' },
    run: { vi: 'Kiểm toán ngay', en: 'Run the auditor' },
    runWhat: { vi: 'Chương trình kiểm toán độc lập đọc toàn bộ sổ và tệp đã giữ; không sửa gì.', en: 'The independent auditor reads the whole books and the kept files; it changes nothing.' },
    running: { vi: 'Đang kiểm toán', en: 'The auditor is running' },
    done: { vi: 'Kiểm toán xong: {findings} phát hiện trong {checks} phép kiểm', en: 'Done: {findings} findings in {checks} checks' },
    last: { vi: 'Lần gần nhất', en: 'The last one' },
    all: { vi: 'Các lần kiểm toán', en: 'All audits' },
    check: { vi: 'Phép kiểm', en: 'Check' },
    verdict: { vi: 'Kết luận', en: 'Verdict' },
    rows: { vi: 'Số dòng đã xem', en: 'Rows looked at' },
    findings: { vi: 'Phát hiện', en: 'Findings' },
    report: { vi: 'Tải báo cáo', en: 'The report' },
    never: { vi: 'Chưa kiểm toán lần nào từ máy chủ này', en: 'The auditor has not been run from this server yet' },
    note: { vi: 'Mọi việc ghi dữ liệu, nối thành chuỗi mã; không ai sửa được dòng cũ mà không đứt chuỗi.', en: 'Everything that was written, chained by hashes: no old line can be changed without breaking the chain.' },
    login: { vi: 'Tên đăng nhập', en: 'Login' },
    useCase: { vi: 'Việc', en: 'What was done' },
    summary: { vi: 'Chi tiết', en: 'Details' },
    number: { vi: 'Số', en: 'No.' },
    hash: { vi: 'Mã chuỗi', en: 'Hash' },
    filter: { vi: 'Lọc', en: 'Filter' },
    looks: { vi: 'Ai đã xem một người: mở hồ sơ của người đó, mục "Ai đã xem".', en: 'Who saw a person: open that person, tab "Who looked".' },
    ledger: { vi: 'Mã tóm lược sổ cái hiện nay', en: 'Digest of the ledger now' },
} satisfies Dictionary;

export const VERDICTS = {
    clean: { vi: 'Sạch', en: 'Clean' },
    broken: { vi: 'Có sai phạm', en: 'Broken' },
    could_not_run: { vi: 'Không chạy được', en: 'Could not run' },
    ok: { vi: 'Đúng', en: 'Holds' },
} satisfies Dictionary;
