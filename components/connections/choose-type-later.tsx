'use client';

import dynamic from 'next/dynamic';

/** ChooseType for a page that hardly ever shows it: fetched only where it is shown. */
export const ChooseTypeLater = dynamic(() => import('./choose-type.tsx').then((module) => module.ChooseType));
