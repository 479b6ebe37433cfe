/** Words that more than one screen says. */
import type { Dictionary } from './text';

export const COMMON = {
    app: { vi: 'An Sinh', en: 'An Sinh' },
    appLong: { vi: 'Chi trả an sinh xã hội', en: 'Social benefit payments' },
    skip: { vi: 'Đến nội dung chính', en: 'Skip to the content' },
    menu: { vi: 'Danh mục chính', en: 'Main menu' },
    signOut: { vi: 'Đăng xuất', en: 'Sign out' },
    account: { vi: 'Tài khoản của tôi', en: 'My account' },
    loading: { vi: 'Đang tải…', en: 'Loading…' },
    empty: { vi: 'Chưa có gì ở đây', en: 'There is nothing here yet' },
    more: { vi: 'Tải thêm', en: 'Load more' },
    allLoaded: { vi: 'Đã hiện tất cả {count} dòng', en: 'All {count} rows are shown' },
    someLoaded: { vi: 'Đang hiện {count} dòng đầu', en: 'The first {count} rows are shown' },
    retry: { vi: 'Thử lại', en: 'Try again' },
    remedy: { vi: 'Cách xử lý', en: 'What to do' },
    reference: { vi: 'Mã tra cứu', en: 'Reference' },
    cancel: { vi: 'Thôi', en: 'Cancel' },
    confirm: { vi: 'Đồng ý', en: 'Confirm' },
    close: { vi: 'Đóng', en: 'Close' },
    save: { vi: 'Ghi', en: 'Save' },
    search: { vi: 'Tìm', en: 'Search' },
    open: { vi: 'Mở', en: 'Open' },
    download: { vi: 'Tải về', en: 'Download' },
    exportTo: { vi: 'Xuất ra tệp', en: 'Export' },
    exportPurpose: { vi: 'Mục đích sử dụng', en: 'What it is for' },
    exportPurposeHelp: {
        vi: 'Mục đích và tên của bạn được ghi vào nhật ký và vào tệp.',
        en: 'The purpose and your name go into the log and into the file.',
    },
    format: { vi: 'Định dạng', en: 'Format' },
    print: { vi: 'In', en: 'Print' },
    required: { vi: 'Cần điền ô này', en: 'This field is needed' },
    badDay: { vi: 'Ngày viết như 15/03/2026', en: 'A day is written like 15/03/2026' },
    badPeriod: { vi: 'Tháng viết như 06/2026', en: 'A month is written like 06/2026' },
    stepUpTitle: { vi: 'Nhập lại mật khẩu', en: 'Give your password again' },
    stepUpWhy: {
        vi: 'Việc này làm thay đổi tiền hoặc quyền, nên cần chắc chắn là chính bạn.',
        en: 'This changes money or rights, so we make sure that it is you.',
    },
    password: { vi: 'Mật khẩu', en: 'Password' },
    area: { vi: 'Địa bàn', en: 'Area' },
    areaCode: { vi: 'Mã địa bàn', en: 'Area code' },
    wholeArea: { vi: 'Toàn địa bàn', en: 'The whole area' },
    period: { vi: 'Kỳ', en: 'Month' },
    amount: { vi: 'Số tiền (đ)', en: 'Amount (đ)' },
    people: { vi: 'Số người', en: 'People' },
    state: { vi: 'Trạng thái', en: 'State' },
    reason: { vi: 'Lý do', en: 'Reason' },
    channel: { vi: 'Hình thức nhận', en: 'Channel' },
    provider: { vi: 'Tổ chức chi trả', en: 'Provider' },
    name: { vi: 'Họ và tên', en: 'Name' },
    at: { vi: 'Thời điểm', en: 'When' },
    by: { vi: 'Người thực hiện', en: 'Who' },
    total: { vi: 'Cộng', en: 'Total' },
    done: { vi: 'Đã xong', en: 'Done' },
    notFound: { vi: 'Không có trang này', en: 'There is no such page' },
    backHome: { vi: 'Về trang đầu', en: 'Back to the first page' },
    noRight: { vi: 'Bạn không có quyền xem trang này', en: 'You have no right to see this page' },
    broken: { vi: 'Trang này gặp lỗi', en: 'This page has failed' },
    brokenHelp: {
        vi: 'Tải lại trang; nếu vẫn lỗi, gửi nội dung dưới đây cho quản trị.',
        en: 'Load the page again; if it stays, send the text below to the administrator.',
    },
    sessionEnded: { vi: 'Phiên làm việc đã hết', en: 'Your session has ended' },
    sessionEndedHelp: {
        vi: 'Đăng nhập lại tại đây; những gì đang mở vẫn còn nguyên.',
        en: 'Sign in again here; what you have open stays as it is.',
    },
    chartTable: { vi: 'Xem dạng bảng', en: 'Show as a table' },
} satisfies Dictionary;

/** Codes that come from the server, in words. */
export const CHANNELS = {
    bank: { vi: 'Tài khoản ngân hàng', en: 'Bank account' },
    wallet: { vi: 'Ví điện tử', en: 'Wallet' },
    cash_point: { vi: 'Tiền mặt tại điểm chi', en: 'Cash at a pay point' },
    cash_home: { vi: 'Tiền mặt tại nhà', en: 'Cash at home' },
    none: { vi: 'Chưa có', en: 'None yet' },
} satisfies Dictionary;

export const ROLES = {
    commune_officer: { vi: 'Cán bộ xã', en: 'Commune officer' },
    commune_chair: { vi: 'Chủ tịch xã', en: 'Commune chair' },
    province_officer: { vi: 'Cán bộ tỉnh', en: 'Province officer' },
    accountant: { vi: 'Kế toán', en: 'Accountant' },
    provider: { vi: 'Tổ chức chi trả', en: 'Provider' },
    leader: { vi: 'Lãnh đạo', en: 'Leader' },
    auditor: { vi: 'Kiểm toán', en: 'Auditor' },
    administrator: { vi: 'Quản trị', en: 'Administrator' },
} satisfies Dictionary;

/** States of an attempt and of a batch (GLOSSARY.md). */
export const STATES = {
    CREATED: { vi: 'Đã lập', en: 'Created' },
    RELEASED: { vi: 'Đã chuyển chi', en: 'Released' },
    SENDING: { vi: 'Đang gửi', en: 'Sending' },
    SENT: { vi: 'Đã gửi', en: 'Sent' },
    ACCEPTED: { vi: 'Đã tiếp nhận', en: 'Accepted' },
    UNKNOWN: { vi: 'Chưa rõ kết quả', en: 'Outcome unknown' },
    UNCLAIMED: { vi: 'Chưa đến nhận', en: 'Uncollected' },
    RETURN_NOTICED: { vi: 'Báo hoàn trả', en: 'Return announced' },
    PAID: { vi: 'Đã chi', en: 'Paid' },
    RETURNED: { vi: 'Đã hoàn trả', en: 'Returned' },
    REJECTED: { vi: 'Bị từ chối', en: 'Rejected' },
    NEVER_RECEIVED: { vi: 'Không nhận được', en: 'Never received' },
    CANCELLED: { vi: 'Đã hủy', en: 'Cancelled' },
    CONFLICT: { vi: 'Chứng từ mâu thuẫn', en: 'Conflicting evidence' },
} satisfies Dictionary;

export const MOVEMENTS = {
    added: { vi: 'Tăng mới', en: 'Added' },
    stopped: { vi: 'Thôi hưởng', en: 'Stopped' },
    suspended: { vi: 'Tạm dừng', en: 'Suspended' },
    resumed: { vi: 'Hưởng lại', en: 'Resumed' },
    moved_out: { vi: 'Chuyển đi', en: 'Moved out' },
    moved_in: { vi: 'Chuyển đến', en: 'Moved in' },
    died: { vi: 'Mất', en: 'Died' },
    changed: { vi: 'Thay đổi thông tin', en: 'Changed' },
    account_changed: { vi: 'Đổi nơi nhận tiền', en: 'Account changed' },
    mandate_added: { vi: 'Thêm người nhận thay', en: 'Recipient added' },
    mandate_revoked: { vi: 'Thu hồi người nhận thay', en: 'Recipient revoked' },
} satisfies Dictionary;

/** A code of the server in words; a code that is not known is shown as it is. */
export function wordOf(words: Record<string, string>, code: string | null | undefined): string {
    return code ? (words[code] ?? code) : '';
}
