'use client';

import { ErrorNotice, type ErrorNoticeProps } from '#components/layout/error-notice.tsx';

/** For pages outside the shell of an environment. */
export default function PageError(props: ErrorNoticeProps) {
  return (
    <main>
      <ErrorNotice {...props} />
    </main>
  );
}
