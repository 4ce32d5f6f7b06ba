'use client';

import type { ExternalToast } from 'sonner';

// Fetched after the page (Toasts): no first visit pays for it.
const library = () => import('sonner').then((module) => module.toast);

/** Short messages in the corner. */
export const toast = {
  success: (message: string, options?: ExternalToast) =>
    void library().then((show) => show.success(message, options)),
  error: (message: string, options?: ExternalToast) =>
    void library().then((show) => show.error(message, options)),
};
