import type { Dictionary } from '../../text/text';

export const ACCOUNT_TEXT = {
    title: { vi: 'Tài khoản của tôi', en: 'My account' },
    login: { vi: 'Tên đăng nhập', en: 'Login' },
    roles: { vi: 'Vai trò', en: 'Roles' },
    begun: { vi: 'Đăng nhập lúc', en: 'Signed in at' },
    change: { vi: 'Đổi mật khẩu', en: 'Change the password' },
    old: { vi: 'Mật khẩu đang dùng', en: 'Present password' },
    next: { vi: 'Mật khẩu mới (từ 10 ký tự)', en: 'New password (10 characters or more)' },
    again: { vi: 'Nhập lại mật khẩu mới', en: 'The new one again' },
    differs: { vi: 'Hai lần nhập không giống nhau', en: 'The two are not the same' },
    short: { vi: 'Cần ít nhất 10 ký tự', en: 'At least 10 characters' },
    changed: { vi: 'Đã đổi. Đăng nhập lại bằng mật khẩu mới.', en: 'Changed. Sign in again with the new one.' },
    totp: { vi: 'Xác thực hai lớp', en: 'Second factor' },
    totpOn: { vi: 'Đang bật: mỗi lần đăng nhập cần mã từ điện thoại.', en: 'On: signing in asks for a code from your telephone.' },
    totpOff: { vi: 'Chưa bật. Nên bật nếu bạn phê duyệt hoặc chuyển chi.', en: 'Off. Set it up if you approve or release payments.' },
    begin: { vi: 'Bật xác thực hai lớp', en: 'Set it up' },
    secret: { vi: 'Nhập khóa này vào ứng dụng xác thực trên điện thoại', en: 'Type this key into the authenticator on your telephone' },
    code: { vi: 'Mã 6 số mà ứng dụng hiện ra', en: 'The six digits that it shows' },
} satisfies Dictionary;
