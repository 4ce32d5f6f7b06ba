import { CopyButton } from '#components/ui/copy-button.tsx';
import { ScrollBox } from '#components/ui/scroll-box.tsx';

/** A program to copy. Scrolls inside its own box, by keyboard too. */
export function CodeSample({ label, code }: { label: string; code: string }) {
  return (
    <div className="overflow-hidden rounded-md border border-(--gray-a5) bg-(--gray-a2)">
      <div className="flex items-center justify-between gap-3 border-b border-(--gray-a4) py-1.5 pr-3 pl-3 text-xs text-(--gray-11)">
        {label}
        <CopyButton value={code} label={`Copy ${label}`} />
      </div>
      <ScrollBox label={label} className="max-h-96">
        <pre className="w-max min-w-full p-3 text-[12.5px] leading-relaxed text-(--gray-12)">
          <code>{code}</code>
        </pre>
      </ScrollBox>
    </div>
  );
}
