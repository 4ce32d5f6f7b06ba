'use client';

import { setNonce } from 'get-nonce';
import { useState } from 'react';

/**
 * Hands the page's nonce to the library that locks scrolling behind dialogs and menus with a style element.
 * Only the first one: the policy in force is that of the document, and a later render brings a newer nonce.
 */
export function StyleNonce({ nonce }: { nonce: string }) {
  useState(() => {
    if (typeof window !== 'undefined') setNonce(nonce);
    return nonce;
  });
  return null;
}
