import type { Metadata } from 'next';
import { NotFoundNotice } from '#components/layout/not-found-notice.tsx';

export const metadata: Metadata = { title: 'Not found' };

/** Inside the shell, which brings the page's landmarks. */
export default function EnvironmentNotFound() {
  return <NotFoundNotice />;
}
