import { Badge, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Time } from '#components/ui/time.tsx';
import type { CertificateView } from '#lib/sso/session-detail.ts';

/**
 * One side of a comparison of certificates. What differs from every certificate in `against` is marked; what has
 * expired says so.
 */
export function CertificatePanel({
  certificate,
  against,
}: {
  certificate: CertificateView;
  against: readonly CertificateView[];
}) {
  const { read } = certificate;
  if (!read) {
    return (
      <Box>
        <Text as="p" size="2">
          This is no certificate that can be read.
        </Text>
        <Pem pem={certificate.pem} subject="unreadable certificate" />
      </Box>
    );
  }
  const others = against.flatMap((one) => one.read ?? []);
  const row = (
    label: string,
    value: string,
    same: (other: (typeof others)[number]) => boolean,
    shown?: ReactNode,
  ) => {
    const differs = others.length > 0 && !others.some(same);
    return (
      <div className="grid gap-x-3 py-1.5 sm:grid-cols-[6.5rem_minmax(0,1fr)]">
        <dt className="text-[12px] leading-5 text-(--gray-11)">{label}</dt>
        <dd className="m-0 min-w-0 text-[13px] leading-5 [overflow-wrap:anywhere]">
          {shown ?? value}
          {differs && (
            <Badge color="amber" size="1" ml="2">
              Differs
            </Badge>
          )}
        </dd>
      </div>
    );
  };
  return (
    <Box>
      <dl className="m-0 divide-y divide-(--gray-a4)">
        {row(
          'SHA-256',
          read.fingerprint,
          (other) => other.fingerprint === read.fingerprint,
          <span className="font-mono text-[12px]">{read.fingerprint}</span>,
        )}
        {row('Subject', read.subject || 'None', (other) => other.subject === read.subject)}
        {row('Issuer', read.issuer || 'None', (other) => other.issuer === read.issuer)}
        {row(
          'Valid',
          '',
          (other) => other.notBefore === read.notBefore && other.notAfter === read.notAfter,
          <>
            <Time value={read.notBefore} dateOnly /> to <Time value={read.notAfter} dateOnly />
            {read.validity !== 'valid' && (
              <Badge color="red" size="1" ml="2">
                {read.validity === 'expired' ? 'Expired at the sign-in' : 'Not valid yet at the sign-in'}
              </Badge>
            )}
          </>,
        )}
        {row('Key', read.key, (other) => other.key === read.key)}
      </dl>
      <Pem pem={certificate.pem} subject={read.subject || 'certificate'} />
    </Box>
  );
}

function Box({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-(--radius-3) bg-(--color-panel-solid) px-3 py-2 shadow-[inset_0_0_0_1px_var(--gray-a5)]">
      {children}
    </div>
  );
}

function Pem({ pem, subject }: { pem: string; subject: string }) {
  return (
    <div className="flex items-start justify-between gap-3 pt-2">
      <details className="min-w-0 grow">
        <summary className="min-h-6 cursor-pointer rounded text-[13px]">PEM</summary>
        <pre className="m-0 font-mono text-[11px] whitespace-pre-wrap [overflow-wrap:anywhere]">{pem}</pre>
      </details>
      <span className="flex px-1 pt-0.5">
        <CopyButton value={pem} label={`Copy PEM of ${subject}`} />
      </span>
    </div>
  );
}
