'use client';

import { ErrorNotice, type ErrorNoticeProps } from '#components/layout/error-notice.tsx';

/** Inside the shell, so that the way to other pages stays open. */
export default function EnvironmentError(props: ErrorNoticeProps) {
  return <ErrorNotice {...props} />;
}
