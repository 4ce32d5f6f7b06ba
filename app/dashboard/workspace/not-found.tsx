import type { Metadata } from 'next';
import { NotFoundNotice } from '#components/layout/not-found-notice.tsx';

export const metadata: Metadata = { title: 'Not found' };

/** Beside the navigation, so that one gets on from here. */
export default function WorkspaceNotFound() {
  return <NotFoundNotice />;
}
