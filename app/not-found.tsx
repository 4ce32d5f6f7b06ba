import type { Metadata } from 'next';
import { NotFoundNotice } from '#components/layout/not-found-notice.tsx';

export const metadata: Metadata = { title: 'Not found' };

/** For pages without a notice of their own. */
export default function NotFound() {
  return (
    <main>
      <NotFoundNotice />
    </main>
  );
}
