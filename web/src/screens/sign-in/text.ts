import type { Dictionary } from '../../text/text';

export const SIGN_IN = {
    title: { vi: 'Đăng nhập', en: 'Sign in' },
    about: {
        vi: 'Quản lý và chi trả trợ cấp hằng tháng: đúng người, đúng số tiền, đúng hạn.',
        en: 'Monthly benefits: the right person, the right amount, in time.',
    },
    login: { vi: 'Tên đăng nhập', en: 'Login' },
    code: { vi: 'Mã xác thực 6 số', en: 'Six-digit code' },
    codeHelp: { vi: 'Mở ứng dụng xác thực trên điện thoại để lấy mã.', en: 'Open the authenticator on your telephone.' },
    submit: { vi: 'Đăng nhập', en: 'Sign in' },
    running: { vi: 'Đang đăng nhập…', en: 'Signing in…' },
    forgotten: {
        vi: 'Quên mật khẩu: liên hệ quản trị của đơn vị.',
        en: 'Forgotten the password: ask the administrator of your office.',
    },
} satisfies Dictionary;
