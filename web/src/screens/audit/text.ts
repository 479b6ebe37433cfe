import type { Dictionary } from '../../text/text';

export const AUDIT = {
    title: { vi: 'Nhật ký', en: 'Log' },
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
