import type { Dictionary } from '../../text/text';

export const PROVIDER = {
    title: { vi: 'Tệp của tổ chức chi trả', en: 'Files of the provider' },
    note: { vi: 'Chỉ tệp của tổ chức bạn: tải lệnh chi, nộp kết quả.', en: 'Only the files of your own organisation: take the orders, hand in the answers.' },
    tabBatches: { vi: 'Lệnh chi nhận được', en: 'Orders received' },
    tabResults: { vi: 'Kết quả đã nộp', en: 'Answers handed in' },
    file: { vi: 'Tệp', en: 'File' },
    lines: { vi: 'Số lệnh', en: 'Orders' },
    answerBy: { vi: 'Hạn trả lời', en: 'Answer by' },
    rows: { vi: 'Số dòng', en: 'Rows' },
    applied: { vi: 'Đã ghi', en: 'Applied' },
    suspended: { vi: 'Chờ đối chiếu', en: 'In suspense' },
} satisfies Dictionary;
