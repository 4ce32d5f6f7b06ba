/** The shape of something on its way. Say what it is on the element around: role="status" and a label. */
export function Skeleton({ className = '' }: { className?: string }) {
  return <div aria-hidden className={`animate-pulse rounded-md bg-(--gray-a3) ${className}`} />;
}

/** A page on its way: a title and a list. */
export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4">
      <Skeleton className="h-8 w-48" />
      <Skeleton className="h-4 w-80 max-w-full" />
      <Skeleton className="mt-3 h-9 w-full max-w-md" />
      <Skeleton className="h-72 w-full" />
    </div>
  );
}
