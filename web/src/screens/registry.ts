/** The screens, in the order of the menu. A new one is a line here and a folder beside this file. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

import type { Right } from '../api/session';
import type { Words } from '../text/text';

export interface Screen {
    /** The screen also answers for everything below its path. */
    path: string;
    title: Words;
    /** Whoever has one of them sees it. */
    rights: Right[];
    page: LazyExoticComponent<ComponentType>;
}

export const SCREENS: Screen[] = [
    {
        path: '/overview',
        title: { vi: 'Tổng quan', en: 'Overview' },
        rights: ['report'],
        page: lazy(() => import('./overview')),
    },
    {
        path: '/beneficiaries',
        title: { vi: 'Đối tượng', en: 'Beneficiaries' },
        rights: ['register_read'],
        page: lazy(() => import('./beneficiaries')),
    },
    {
        path: '/intake',
        title: { vi: 'Nhập dữ liệu', en: 'Intake' },
        rights: ['register_read'],
        page: lazy(() => import('./intake')),
    },
    {
        path: '/movements',
        title: { vi: 'Biến động', en: 'Movements' },
        rights: ['register_read'],
        page: lazy(() => import('./movements')),
    },
    {
        path: '/payments',
        title: { vi: 'Chi trả', en: 'Payments' },
        rights: ['payroll_make', 'payroll_approve', 'payment_release', 'register_read'],
        page: lazy(() => import('./payments')),
    },
    {
        path: '/settlement',
        title: { vi: 'Quyết toán', en: 'Settlement' },
        rights: ['report'],
        page: lazy(() => import('./settlement')),
    },
    {
        path: '/provider',
        title: { vi: 'Tệp chi trả', en: 'Payment files' },
        rights: ['provider_files'],
        page: lazy(() => import('./provider')),
    },
    {
        path: '/log',
        title: { vi: 'Kiểm toán, nhật ký', en: 'Audit and log' },
        rights: ['log_read'],
        page: lazy(() => import('./audit')),
    },
    {
        path: '/administration',
        title: { vi: 'Quản trị', en: 'Administration' },
        rights: ['administer'],
        page: lazy(() => import('./administration')),
    },
];

/** For whoever is signed in, and not in the menu. */
export const ACCOUNT = lazy(() => import('./account'));
