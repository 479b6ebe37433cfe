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
];

/** For whoever is signed in, and not in the menu. */
export const ACCOUNT = lazy(() => import('./account'));
