/** The mark of the product: a gate with a keyhole. Decoration; the name stands beside it. */
export function BrandMark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none">
      <path
        d="M3 21V10.5a9 9 0 0 1 18 0V21h-5v-8.5a4 4 0 0 0-8 0V21H3Z"
        fill="var(--accent-9)"
        stroke="var(--accent-9)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <circle cx="12" cy="14" r="1.6" fill="var(--accent-9)" />
      <path d="M12 15v4.5" stroke="var(--accent-9)" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
