import { Skeleton } from '#components/ui/skeleton.tsx';

/** The numbers and charts of the overview while they are counted. */
export function OverviewSkeleton() {
  return (
    <div role="status" aria-label="Counting sign-ins" className="flex flex-col gap-5">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
        {['a', 'b', 'c', 'd', 'e'].map((key) => (
          <Skeleton key={key} className="h-[5.25rem] max-lg:last:col-span-2" />
        ))}
      </div>
      <Skeleton className="h-80" />
      <div className="grid gap-5 lg:grid-cols-2">
        <Skeleton className="h-64" />
        <Skeleton className="h-64" />
      </div>
    </div>
  );
}
