import { Callout, Text } from '@radix-ui/themes';
import { Check, Info, Minus, X } from 'lucide-react';
import type { LadderView, RungView } from '#lib/sso/session-detail.ts';

const LOOKS = {
  passed: { Icon: Check, word: 'Passed', className: 'text-(--green-11)' },
  failed: { Icon: X, word: 'Failed', className: 'text-(--red-11)' },
  not_reached: { Icon: Minus, word: 'Not reached', className: 'text-(--gray-11)' },
  nothing_to_check: { Icon: Minus, word: 'Nothing to check', className: 'text-(--gray-11)' },
} as const;

/** Address of a check on the page, and of a line of the formatted response: each links to the other. */
export const checkAnchor = (id: string) => `check-${id}`;
export const lineAnchor = (line: number) => `response-line-${line}`;

/**
 * The validator's checks in order, each with what it wanted and what it found. The verdict ends at the first failure;
 * what the remaining checks say about the recorded bytes stands below it, set apart. Works without JavaScript.
 */
export function ValidationLadder({ ladder }: { ladder: LadderView }) {
  const { caveat, rungs } = ladder;
  const failed = rungs.some(({ outcome }) => outcome === 'failed');
  const verdict = rungs.filter(({ judged }) => judged);
  const after = rungs.filter(({ judged }) => !judged);
  return (
    <details open={failed} className="group">
      <summary className="min-h-6 cursor-pointer rounded text-sm font-medium">
        {summaryOf(verdict, after)}
      </summary>
      {caveat !== null && (
        <Text as="p" size="1" color="gray" mt="2" className="max-w-prose">
          {caveat}
        </Text>
      )}
      {verdict.length > 0 && <Rungs rungs={verdict} label="Checks that decided" />}
      {after.length > 0 && (
        <>
          <Callout.Root color="gray" size="1" mt="3">
            <Callout.Icon>
              <Info size={15} aria-hidden />
            </Callout.Icon>
            <Callout.Text>
              {verdict.length > 0
                ? 'The verdict ends above. The checks below were run afterwards on the recorded bytes, to show what else would stop this sign-in. Nothing they read is verified.'
                : 'This sign-in was refused before the response was judged. The checks below were run afterwards on the recorded bytes. Nothing they read is verified.'}
            </Callout.Text>
          </Callout.Root>
          <Rungs rungs={after} label="Checks run afterwards" />
        </>
      )}
    </details>
  );
}

function summaryOf(verdict: readonly RungView[], after: readonly RungView[]): string {
  const count = (rungs: readonly RungView[], outcome: RungView['outcome']) =>
    rungs.filter((rung) => rung.outcome === outcome && !rung.idle).length;
  const more = count(after, 'failed');
  const unread = count(after, 'not_reached');
  const found = more === 1 ? '1 more would fail' : `${more} more would fail`;
  const unseen = unread === 1 ? '1 could not be run' : `${unread} could not be run`;
  const rest =
    more === 0 && unread === 0
      ? 'nothing else is wrong'
      : [...(more > 0 ? [found] : []), ...(unread > 0 ? [unseen] : [])].join(', ');
  if (count(verdict, 'failed') > 0) return `${count(verdict, 'passed')} passed, then one failed; ${rest}`;
  if (verdict.length > 0) return `All ${count(verdict, 'passed')} checks passed`;
  return more === 0 && unread === 0 ? 'Every check would pass' : `Not judged; ${rest}`;
}

function Rungs({ rungs, label }: { rungs: readonly RungView[]; label: string }) {
  return (
    <ol aria-label={label} className="mt-3 list-none p-0">
      {rungs.map((rung) => (
        <Rung key={rung.id} rung={rung} />
      ))}
    </ol>
  );
}

function Rung({ rung }: { rung: RungView }) {
  const { idle } = rung;
  const { Icon, className, word } = LOOKS[idle ? 'nothing_to_check' : rung.outcome];
  const failed = rung.outcome === 'failed';
  const reached = rung.outcome !== 'not_reached';
  const evidence =
    rung.expected.length > 0 ||
    rung.received.length > 0 ||
    (failed && rung.detail !== null) ||
    (reached && !failed && rung.meaning !== '');
  const title = (
    <Text
      as="span"
      size="2"
      {...(rung.outcome === 'not_reached' ? { color: 'gray' as const } : {})}
      {...(failed ? { weight: 'medium' as const } : {})}
    >
      {rung.title}
      <span className="sr-only">: {word}</span>
    </Text>
  );
  return (
    <li
      id={checkAnchor(rung.id)}
      className={`mb-0.5 grid scroll-mt-20 grid-cols-[16px_minmax(0,1fr)] items-start gap-2 rounded px-2 py-1 target:shadow-[inset_0_0_0_2px_var(--amber-8)] ${failed ? (rung.judged ? 'bg-(--red-a3)' : 'bg-(--amber-a3)') : ''}`}
    >
      <Icon size={15} aria-hidden className={`mt-1 ${className}`} />
      <div className="min-w-0">
        {evidence ? (
          <details open={failed}>
            <summary className="min-h-6 cursor-pointer rounded">{title}</summary>
            {!failed && rung.meaning !== '' && (
              <p className="m-0 max-w-prose text-[12px] text-(--gray-11)">{rung.meaning}</p>
            )}
            <Evidence rung={rung} />
          </details>
        ) : (
          <p className="m-0 min-h-6">{title}</p>
        )}
        {(failed || rung.outcome === 'not_reached') && rung.meaning !== '' && (
          <p className="m-0 max-w-prose text-[12px] text-(--gray-11)">{rung.meaning}</p>
        )}
        {idle && <p className="m-0 text-[12px] text-(--gray-11)">{rung.detail}</p>}
        <p className="m-0 flex flex-wrap items-center gap-x-3 text-[12px] text-(--gray-11)">
          <span>{rung.specification}</span>
          {rung.line !== null && (
            <a
              href={`#${lineAnchor(rung.line)}`}
              className="inline-flex min-h-6 items-center text-(--accent-11) underline underline-offset-2"
            >
              In the response<span className="sr-only">: {rung.title}</span>, line {rung.line}
            </a>
          )}
          {failed && rung.line === null && rung.xpath !== null && (
            <span className="font-mono [overflow-wrap:anywhere]">{rung.xpath}</span>
          )}
        </p>
      </div>
    </li>
  );
}

function Evidence({ rung }: { rung: RungView }) {
  return (
    <div className="py-1">
      {rung.outcome === 'failed' && rung.detail !== null && (
        <Text as="p" size="2" mb="1" className="[overflow-wrap:anywhere]">
          {rung.detail}
        </Text>
      )}
      <dl className="m-0 grid gap-x-4 gap-y-1 text-[12.5px] sm:grid-cols-2">
        <Side label="Expected" values={rung.expected} />
        <Side label="Received" values={rung.received} />
      </dl>
    </div>
  );
}

function Side({ label, values }: { label: string; values: readonly string[] }) {
  if (values.length === 0) return null;
  return (
    <div className="min-w-0">
      <dt className="text-(--gray-11)">{label}</dt>
      <dd className="m-0">
        <ul className="m-0 max-h-40 list-none overflow-auto p-0">
          {values.map((value, index) => (
            <li key={index} className="font-mono text-[12px] [overflow-wrap:anywhere]">
              {value === '' ? <span className="font-sans text-(--gray-11)">Nothing</span> : value}
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}
