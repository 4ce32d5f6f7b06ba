import { Badge, Callout, Heading, Text } from '@radix-ui/themes';
import { Building2, CircleAlert, Code2, Info, LayoutDashboard, UserRound } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { CopyField } from '#components/ui/copy-field.tsx';
import { Time } from '#components/ui/time.tsx';
import type { FailureView, RemedyView, SessionDetail } from '#lib/sso/session-detail.ts';
import type { FixPage, Responsible } from '#lib/sso/session-explanation.ts';
import { CertificatePanel } from './certificate-panel.tsx';

/** Pages that can be linked to from here; a page the reader may not open is null. */
export type FixLinks = Readonly<Record<FixPage, { href: string; label: string } | null>>;

const ICONS = {
  customer: Building2,
  workspace: LayoutDashboard,
  developer: Code2,
  user: UserRound,
} as const satisfies Record<Responsible, unknown>;

/** Why an attempt failed: which of the five, what happened, the two sides of the evidence, and who does what now. */
export function FailurePanel({
  failure,
  reading,
  links,
}: {
  failure: FailureView;
  reading: SessionDetail['reading'];
  links: FixLinks;
}) {
  const compared = failure.certificates !== null || failure.encryption !== null || failure.domain !== null;
  return (
    <section
      aria-labelledby="why"
      className="overflow-hidden rounded-(--radius-4) bg-(--color-panel-solid) shadow-[inset_0_0_0_1px_var(--red-a6)]"
    >
      <header className="border-b border-(--red-a5) bg-(--red-a2) px-4 py-4 sm:px-5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <CircleAlert size={18} aria-hidden className="text-(--red-11)" />
          <Heading as="h2" size="4" id="why">
            {failure.error?.title ?? failure.title}
          </Heading>
        </div>
        {failure.error && (
          <Text as="p" size="3" weight="medium" mt="2">
            {failure.title}
          </Text>
        )}
        <Text as="p" size="2" mt="1" className="max-w-prose">
          {failure.happened}
        </Text>
      </header>
      <div className="flex flex-col gap-6 px-4 py-5 sm:px-5">
        {failure.certificates && <Certificates compared={failure.certificates} />}
        {failure.encryption && <Encryption compared={failure.encryption} />}
        {failure.domain && <Domain compared={failure.domain} />}
        {!compared && failure.code === 'attributes_missing' && reading?.profile && (
          <MissingAttributes reading={reading} />
        )}
        {!compared && failure.code !== 'attributes_missing' && (failure.expected || failure.received) && (
          <div className="grid gap-4 md:grid-cols-2">
            {failure.expected && (
              <Side title={failure.expected.label} side="Expected" values={failure.expected.values} />
            )}
            {failure.received && (
              <Side
                title={failure.received.label}
                side="Received"
                values={failure.received.values}
                differsAt={failure.mistake?.at ?? null}
              />
            )}
            {failure.mistake && (
              <Text as="p" size="2" className="max-w-prose md:col-span-2">
                {failure.mistake.sentence}
              </Text>
            )}
          </div>
        )}
        <div>
          <Heading as="h3" size="3" mb="3">
            What to do
          </Heading>
          <ol className="m-0 flex list-none flex-col gap-4 p-0">
            {failure.remedies.map((remedy) => (
              <li key={remedy.what}>
                <Remedy remedy={remedy} links={links} />
              </li>
            ))}
          </ol>
        </div>
        <Text as="p" size="1" color="gray" className="[overflow-wrap:anywhere]">
          {failure.detail && <>{failure.detail} </>}
          {failure.place?.xpath && (
            <>
              Found at <code className="font-mono">{failure.place.xpath}</code>
              {failure.place.line !== null &&
                `, line ${failure.place.line}${failure.place.formatted ? ' below' : ' as received'}`}
              .{' '}
            </>
          )}
          Code: <code className="font-mono">{failure.code}</code>
        </Text>
      </div>
    </section>
  );
}

function Side({
  title,
  side,
  values,
  differsAt = null,
}: {
  title: string;
  side: 'Expected' | 'Received' | 'Published';
  values: readonly string[];
  /** The first character that is another one than was expected. */
  differsAt?: number | null;
}) {
  return (
    <div className="min-w-0">
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <Badge color={side === 'Expected' ? 'green' : 'red'}>{side}</Badge>
        <Text size="2" weight="medium">
          {title}
        </Text>
      </div>
      <ul className="m-0 max-h-72 list-none overflow-auto rounded-(--radius-3) bg-(--gray-a2) p-0 px-3 py-2 shadow-[inset_0_0_0_1px_var(--gray-a4)]">
        {values.map((value) => (
          <li key={value} className="py-0.5 font-mono text-[12.5px] [overflow-wrap:anywhere]">
            {value === '' ? (
              <span className="font-sans text-(--gray-11)">Nothing</span>
            ) : differsAt === null ? (
              value
            ) : (
              <>
                {value.slice(0, differsAt)}
                <mark className="rounded-xs bg-(--amber-a5) text-inherit">{value.charAt(differsAt)}</mark>
                {value.slice(differsAt + 1)}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Column({
  side,
  title,
  children,
}: {
  side: 'Expected' | 'Received' | 'Published';
  title: string;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <Heading as="h3" size="2" mb="2" className="flex flex-wrap items-center gap-2">
        <Badge color={side === 'Expected' ? 'green' : 'red'}>{side}</Badge>
        {title}
      </Heading>
      <div className="flex flex-col gap-3">{children}</div>
    </div>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return (
    <Text as="p" size="2" color="gray">
      {children}
    </Text>
  );
}

function Certificates({ compared }: { compared: NonNullable<FailureView['certificates']> }) {
  const { addedSince, received, stored } = compared;
  return (
    <>
      {addedSince && (
        <Callout.Root color="green" size="1">
          <Callout.Icon>
            <Info size={15} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            The certificate of this response has been added to the connection since. Signing in again should
            work.
          </Callout.Text>
        </Callout.Root>
      )}
      <div className="grid gap-5 lg:grid-cols-2">
        <Column side="Received" title="Certificate in the response">
          {received ? (
            <CertificatePanel certificate={received} against={stored} />
          ) : (
            <Nothing>The response does not say which certificate signed it.</Nothing>
          )}
        </Column>
        <Column
          side="Expected"
          title={stored.length === 1 ? 'Certificate of the connection' : 'Certificates of the connection'}
        >
          {stored.length === 0 && <Nothing>The connection had no certificate at that moment.</Nothing>}
          {stored.map((certificate) => (
            <CertificatePanel
              key={certificate.pem}
              certificate={certificate}
              against={received ? [received] : []}
            />
          ))}
        </Column>
        {compared.metadata && (
          <Column
            side="Published"
            title={
              compared.metadata.length === 1
                ? 'Certificate of the metadata now'
                : 'Certificates of the metadata now'
            }
          >
            {compared.metadata.length === 0 && (
              <Nothing>The metadata has not been fetched yet, or lists no certificate.</Nothing>
            )}
            {compared.metadata.map((certificate) => (
              <CertificatePanel
                key={certificate.pem}
                certificate={certificate}
                against={received ? [received] : []}
              />
            ))}
          </Column>
        )}
      </div>
    </>
  );
}

function Encryption({ compared }: { compared: NonNullable<FailureView['encryption']> }) {
  const { madeFor, ours, retired } = compared;
  const known = ours.some((one) => one.read?.fingerprint === madeFor);
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <Column side="Received" title="Certificate it was encrypted for">
        {madeFor === null ? (
          <Nothing>
            The response does not name the certificate it was encrypted for. Compare the one that is
            configured at the identity provider.
          </Nothing>
        ) : (
          <div className="rounded-(--radius-3) bg-(--color-panel-solid) px-3 py-2 shadow-[inset_0_0_0_1px_var(--gray-a5)]">
            <Text as="p" size="1" color="gray">
              Fingerprint (SHA-256){' '}
              <Badge color={known ? 'green' : 'amber'} size="1" ml="1">
                {known ? 'One of ours' : retired ? 'Ours, retired' : 'Not ours'}
              </Badge>
            </Text>
            <Text as="p" className="font-mono text-[12px] [overflow-wrap:anywhere]">
              {madeFor}
            </Text>
            {retired && (
              <Text as="p" size="2" mt="2">
                This connection had it until version {retired.last}; {retired.by} retired it on{' '}
                <Time value={retired.at} />. The customer has to replace it with the certificate beside. Until
                then, version {retired.last} can be restored in the history of the connection.
              </Text>
            )}
          </div>
        )}
        <dl className="m-0 text-[13px]">
          <dt className="text-(--gray-11)">Content encrypted with</dt>
          <dd className="m-0 mb-1 font-mono text-[12px] [overflow-wrap:anywhere]">
            {compared.algorithm ?? 'Not stated'}
          </dd>
          <dt className="text-(--gray-11)">Key encrypted with</dt>
          <dd className="m-0 font-mono text-[12px] [overflow-wrap:anywhere]">
            {compared.keyAlgorithm ?? 'Not stated'}
          </dd>
        </dl>
      </Column>
      <Column
        side="Expected"
        title={ours.length === 1 ? 'Our encryption certificate' : 'Our encryption certificates'}
      >
        {ours.length === 0 && (
          <Nothing>The connection had no encryption certificate, so nothing could be opened.</Nothing>
        )}
        {ours.map((certificate) => (
          <CertificatePanel key={certificate.pem} certificate={certificate} against={[]} />
        ))}
      </Column>
    </div>
  );
}

function Domain({ compared }: { compared: NonNullable<FailureView['domain']> }) {
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <Column side="Received" title="Email domain of the person">
        <p className="m-0 text-[15px] font-medium [overflow-wrap:anywhere]">{compared.domain}</p>
        <Text as="p" size="2" color="gray" className="[overflow-wrap:anywhere]">
          {compared.email}
        </Text>
      </Column>
      <Column side="Expected" title="Verified domains of the organization">
        {compared.allowed.length === 0 ? (
          <Nothing>None: until one is verified, nobody belongs to the organization.</Nothing>
        ) : (
          <ul className="m-0 flex list-none flex-wrap gap-2 p-0">
            {compared.allowed.map((domain) => (
              <li key={domain}>
                <Badge color="gray" size="2">
                  {domain}
                </Badge>
              </li>
            ))}
          </ul>
        )}
      </Column>
    </div>
  );
}

function MissingAttributes({ reading }: { reading: NonNullable<SessionDetail['reading']> }) {
  const missing = (reading.profile ?? []).filter((field) => field.required && field.problem !== null);
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <Column side="Expected" title="Required and not there">
        <ul className="m-0 flex list-none flex-col gap-3 p-0">
          {missing.map((field) => (
            <li key={field.field}>
              <div className="flex flex-wrap items-center gap-2">
                <Text size="2" weight="medium">
                  {field.label}
                </Text>
                <Badge color="red">{field.problem}</Badge>
              </div>
              {field.value !== null && (
                <Text as="p" size="2" className="[overflow-wrap:anywhere]">
                  Received “{field.value}”{field.source !== null && <> in {field.source}</>}
                </Text>
              )}
              <Text as="p" size="1" color="gray" className="[overflow-wrap:anywhere]">
                {field.mapped ? 'Read only from ' : 'Looked for '}
                <span className="font-mono">{field.lookedFor.slice(0, 4).join(', ')}</span>
                {field.lookedFor.length > 4 && ` and ${field.lookedFor.length - 4} more`}
              </Text>
            </li>
          ))}
        </ul>
      </Column>
      <Column side="Received" title="Attributes in the response">
        {!reading.attributes || reading.attributes.length === 0 ? (
          <Nothing>None at all.</Nothing>
        ) : (
          <ul className="m-0 flex list-none flex-col gap-1 p-0">
            {reading.attributes.map((attribute) => (
              <li key={attribute.name} className="text-[13px] [overflow-wrap:anywhere]">
                <span className="font-mono text-[12px]">{attribute.name}</span>{' '}
                <span className="text-(--gray-11)">{attribute.values.join(', ') || '(empty)'}</span>
              </li>
            ))}
          </ul>
        )}
      </Column>
    </div>
  );
}

function Remedy({ remedy, links }: { remedy: RemedyView; links: FixLinks }) {
  const Icon = ICONS[remedy.by];
  const link = remedy.page === null ? null : links[remedy.page];
  return (
    <div className="grid grid-cols-[28px_minmax(0,1fr)] gap-x-3">
      <span className="flex size-7 items-center justify-center rounded-full bg-(--gray-a3) text-(--gray-12)">
        <Icon size={15} aria-hidden />
      </span>
      <div className="min-w-0">
        <Text as="p" size="2" weight="medium">
          {remedy.who}
          <Text color="gray" weight="regular">
            {', who '}
            {remedy.meaning}
          </Text>
        </Text>
        <Text as="p" size="2" className="max-w-prose">
          {remedy.what}
        </Text>
        {remedy.console && <ConsolePlace place={remedy.console} />}
        {link && (
          <Link
            href={link.href}
            className="mt-1 inline-flex min-h-6 items-center text-sm text-(--accent-11) underline underline-offset-2"
          >
            {link.label}
          </Link>
        )}
      </div>
    </div>
  );
}

function ConsolePlace({ place }: { place: NonNullable<RemedyView['console']> }) {
  return (
    <div className="mt-2 flex max-w-2xl flex-col gap-2 border-l-2 border-(--gray-a5) pl-3">
      <Text as="p" size="2" color="gray">
        In {place.product}: {place.where}
        {place.field !== null && place.value === null && `: ${place.field}`}
      </Text>
      {place.field !== null && place.value !== null && <CopyField label={place.field} value={place.value} />}
      {place.attributes.length > 0 && (
        <table className="w-full text-left text-[13px]">
          <thead>
            <tr className="text-(--gray-11)">
              <th scope="col" className="py-1 pr-3 font-normal">
                Attribute name
              </th>
              <th scope="col" className="py-1 font-normal">
                Value at {place.product}
              </th>
            </tr>
          </thead>
          <tbody>
            {place.attributes.map((attribute) => (
              <tr key={attribute.name} className="border-t border-(--gray-a4) align-top">
                <td className="py-1 pr-3 font-mono text-[12px] [overflow-wrap:anywhere]">{attribute.name}</td>
                <td className="py-1 [overflow-wrap:anywhere]">{attribute.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
