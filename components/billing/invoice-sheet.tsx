import { Theme } from '@radix-ui/themes';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Time } from '#components/ui/time.tsx';
import type { InvoiceLineView, InvoiceView } from '#lib/billing/invoices.ts';
import { monthText } from './month-text.ts';

const LABEL = 'text-xs text-(--gray-11)';

/** An invoice as on paper: white in both themes, and alone on the page when it is printed. */
export function InvoiceSheet({ invoice }: { invoice: InvoiceView }) {
  const { billTo } = invoice;
  return (
    <Theme
      appearance="light"
      accentColor="indigo"
      grayColor="slate"
      radius="medium"
      hasBackground={false}
      className="min-h-0!"
    >
      <article
        aria-label={`Invoice ${invoice.name}`}
        className="rounded-lg border border-(--gray-a5) bg-white! p-5 text-sm text-(--gray-12) sm:p-10 print:rounded-none print:border-0 print:p-0"
      >
        <div className="flex flex-wrap justify-between gap-x-10 gap-y-6">
          <div>
            <p className="text-2xl font-semibold">Invoice</p>
            <p className="mt-1 text-(--gray-11) tabular-nums">{invoice.name}</p>
          </div>
          <Lines lines={invoice.issuer} className="sm:text-right" />
        </div>
        <div className="mt-8 flex flex-wrap justify-between gap-x-10 gap-y-6">
          <div className="min-w-0">
            <p className={LABEL}>Bill to</p>
            <Lines
              lines={[...billTo.envelope, billTo.billingEmail, ...billTo.taxIds]}
              className="mt-1 [overflow-wrap:anywhere]"
            />
          </div>
          <dl className="grid grid-cols-[auto_auto] content-start gap-x-6 gap-y-1">
            <Fact label="Issued">
              <Time value={invoice.issuedAt} dateOnly />
            </Fact>
            <Fact label="Due">
              <Time value={invoice.dueAt} dateOnly />
            </Fact>
            <Fact label="Month">{monthText(invoice.month)}</Fact>
            {billTo.purchaseOrder && (
              <Fact label="Purchase order">
                <span className="[overflow-wrap:anywhere]">{billTo.purchaseOrder}</span>
              </Fact>
            )}
          </dl>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
        <section className="mt-8 overflow-x-auto print:overflow-visible" aria-label="Lines" tabIndex={0}>
          <table className="w-full min-w-[36rem] border-collapse text-left">
            <thead className={LABEL}>
              <tr className="border-b border-(--gray-6)">
                <th className="py-2 pr-4 font-normal">Connection</th>
                <th className="py-2 pr-4 font-normal">Active</th>
                <th className="py-2 pr-4 text-right font-normal">Days</th>
                <th className="py-2 pr-4 text-right font-normal">Per month</th>
                <th className="py-2 text-right font-normal">Amount</th>
              </tr>
            </thead>
            <tbody>
              {invoice.lines.map((line) => (
                <Line key={line.id} line={line} />
              ))}
            </tbody>
          </table>
        </section>
        <dl className="mt-5 ml-auto flex max-w-md flex-col gap-1.5">
          <Sum label="Total" amount={invoice.total} />
          {invoice.credits.map((credit) => (
            <Sum
              key={credit.id}
              label={
                <>
                  Credit of <Time value={credit.createdAt} dateOnly />: {credit.reason}
                </>
              }
              amount={credit.amount}
            />
          ))}
          <Sum label="To pay" amount={invoice.due} strong />
        </dl>
        {invoice.paidAt && (
          <p className="mt-6 font-medium">
            {PAID[invoice.paidHow ?? ''] ?? 'Paid'} on <Time value={invoice.paidAt} dateOnly />
          </p>
        )}
        {invoice.voidedAt && (
          <p className="mt-6 font-medium [overflow-wrap:anywhere]">
            Void since <Time value={invoice.voidedAt} dateOnly />
            {invoice.voidReason && `: ${invoice.voidReason}`}
          </p>
        )}
      </article>
    </Theme>
  );
}

const PAID: Readonly<Record<string, string>> = {
  card: 'Paid by card',
  transfer: 'Paid by transfer',
  credit: 'Settled by credit',
};

function Line({ line }: { line: InvoiceLineView }) {
  return (
    <tr className="break-inside-avoid border-b border-(--gray-4) align-top">
      <th className="py-2.5 pr-4 font-normal">
        <Link
          href={`/dashboard/${line.environmentId}/connections/${line.connectionId}`}
          className="font-medium text-(--accent-11) underline-offset-2 hover:underline print:text-inherit print:no-underline"
        >
          {line.connectionName}
        </Link>
        <span className="block text-xs text-(--gray-11)">
          {`${line.organizationName} · ${line.environmentName}`}
        </span>
      </th>
      <td className="py-2.5 pr-4 text-xs">
        <span className="block">
          Activated <Moment connectionId={line.connectionId} at={line.activatedAt} />
        </span>
        <span className="block text-(--gray-11)">
          {line.deactivatedAt ? (
            <>
              Deactivated <Moment connectionId={line.connectionId} at={line.deactivatedAt} />
            </>
          ) : (
            'Active to the end of the month'
          )}
        </span>
      </td>
      <td className="py-2.5 pr-4 text-right tabular-nums">
        {`${line.days} of ${line.daysInMonth}`}
        <span className="block text-xs whitespace-nowrap text-(--gray-11)">
          {`${line.firstDay.slice(8, 10)} to ${line.lastDay.slice(8, 10)}`}
        </span>
      </td>
      <td className="py-2.5 pr-4 text-right tabular-nums">{line.unitPrice}</td>
      <td className="py-2.5 text-right tabular-nums">{line.amount}</td>
    </tr>
  );
}

/** Leads to what the audit log says about that connection on that day. */
function Moment({ connectionId, at }: { connectionId: string; at: string }) {
  const day = at.slice(0, 10);
  const query = new URLSearchParams({ q: connectionId, from: day, to: day });
  return (
    <Link
      href={`/dashboard/workspace/audit-log?${query}`}
      className="text-(--accent-11) underline-offset-2 hover:underline print:text-inherit print:no-underline"
    >
      <Time value={at} />
    </Link>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-(--gray-11)">{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Sum({ label, amount, strong = false }: { label: ReactNode; amount: string; strong?: boolean }) {
  return (
    <div
      className={`flex justify-between gap-6 ${strong ? 'border-t border-(--gray-6) pt-2 font-semibold' : ''}`}
    >
      <dt className="[overflow-wrap:anywhere]">{label}</dt>
      <dd className="tabular-nums">{amount}</dd>
    </div>
  );
}

function Lines({ lines, className }: { lines: readonly string[]; className: string }) {
  return (
    <ul className={`list-none ${className}`}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
