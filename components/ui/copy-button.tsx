'use client';

import { IconButton } from '@radix-ui/themes';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

/** Copies `value` and says so, to the eye and to screen readers. `label` names the thing: "Copy session ID". */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <>
      <IconButton
        type="button"
        variant="ghost"
        color="gray"
        size="2"
        aria-label={label}
        title={copied ? 'Copied' : label}
        onClick={async () => {
          await navigator.clipboard.writeText(value);
          setCopied(true);
          setTimeout(() => setCopied(false), 2000);
        }}
      >
        {copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
      </IconButton>
      <span className="sr-only" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}
