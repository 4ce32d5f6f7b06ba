'use client';

import { Button } from '@radix-ui/themes';
import { Printer } from 'lucide-react';

/** Opens the browser's print dialog. */
export function PrintButton() {
  return (
    <Button variant="soft" color="gray" onClick={() => window.print()}>
      <Printer size={15} aria-hidden />
      Print
    </Button>
  );
}
