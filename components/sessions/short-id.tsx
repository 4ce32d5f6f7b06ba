/** The end of a session id, which tells sessions apart; the beginning is the time and the same for neighbors. */
export function ShortId({ id }: { id: string }) {
  return (
    <span className="font-mono text-[12px] whitespace-nowrap" title={id}>
      …{id.slice(-8)}
    </span>
  );
}
