import type { Metadata } from 'next';
import { NotFoundNotice } from '#components/layout/not-found-notice.tsx';

export const metadata: Metadata = { title: 'Not found' };

/** Outside any environment. */
export default function DashboardNotFound() {
  return (
    <main>
      <NotFoundNotice />
    </main>
  );
}
