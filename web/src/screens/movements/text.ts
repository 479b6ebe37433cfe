import type { Dictionary } from '../../text/text';

export const MOVEMENTS_TEXT = {
    title: { vi: 'Biến động', en: 'Movements' },
    note: { vi: 'Mở hồ sơ một người để ghi tăng, thôi hưởng, tạm dừng, chuyển địa bàn, đổi nơi nhận.', en: 'Open a person to enter an addition, a stop, a suspension, a move or another account.' },
    find: { vi: 'Tìm người để ghi biến động', en: 'Find the person' },
    kind: { vi: 'Biến động', en: 'Movement' },
    effective: { vi: 'Có hiệu lực', en: 'In force' },
} satisfies Dictionary;
