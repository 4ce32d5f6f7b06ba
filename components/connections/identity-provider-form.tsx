'use client';

import { Button, Flex, Text } from '@radix-ui/themes';
import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { identityProviderAction } from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { Segments } from '#components/ui/segments.tsx';
import { SelectInput } from '#components/ui/select-input.tsx';
import { TextAreaInput } from '#components/ui/text-area-input.tsx';
import type { ConnectionView, IdentityProviderPreview } from '#lib/connections/connection-view.ts';
import { BINDINGS } from './bindings.ts';
import { CertificateCard } from './certificate-card.tsx';

type Way = 'metadata_url' | 'metadata_xml' | 'fields';

const WAYS: readonly { value: Way; label: string }[] = [
  { value: 'metadata_url', label: 'Metadata URL' },
  { value: 'metadata_xml', label: 'Metadata XML' },
  { value: 'fields', label: 'By hand' },
];

/** The identity provider in one of three ways; what was read is shown before it is saved. */
export function IdentityProviderForm({
  connection,
  environmentId,
  onDone,
}: {
  connection: ConnectionView;
  environmentId: string;
  onDone?: () => void;
}) {
  const stored = connection.identityProvider;
  const [way, setWay] = useState<Way>(stored && stored.metadataUrl === null ? 'fields' : 'metadata_url');
  const [preview, setPreview] = useState<IdentityProviderPreview | null>(null);
  const xml = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  return (
    <ActionForm
      action={identityProviderAction}
      environmentId={environmentId}
      keepValues
      onSaved={(_message, result) => {
        setPreview(result ?? null);
        if (!result) onDone?.();
      }}
    >
      <input type="hidden" name="connectionId" value={connection.id} />
      <input type="hidden" name="as_read" value={preview?.hash ?? ''} />
      <Flex direction="column" gap="1">
        <Text as="p" size="2" weight="medium" id="idp-way">
          How do you have it?
        </Text>
        <Segments
          name="from"
          options={WAYS}
          value={way}
          onChoose={(value) => {
            setWay(value);
            setPreview(null);
          }}
          aria-labelledby="idp-way"
        />
      </Flex>
      {/* A changed value makes what was read from the old one out of date. */}
      <div onInput={() => setPreview(null)}>
        <div hidden={way !== 'metadata_url'}>
          <TextInput
            name="idp_metadata_url"
            label="Metadata URL"
            type="url"
            initial={stored?.metadataUrl ?? ''}
            placeholder="https://idp.example.com/metadata"
            autoComplete="off"
            spellCheck={false}
            help="The best way: the values are fetched from the identity provider itself, and fetching them again picks up new certificates."
          />
        </div>
        <div hidden={way !== 'metadata_xml'}>
          <Flex direction="column" gap="2">
            <TextAreaInput
              ref={xml}
              name="metadata_xml"
              label="Metadata XML"
              rows={8}
              placeholder="<EntityDescriptor …"
              className="font-mono"
              help="Paste it, or choose the file that the identity provider lets you download."
            />
            <input
              ref={file}
              type="file"
              accept=".xml,text/xml,application/xml,application/samlmetadata+xml"
              className="hidden"
              tabIndex={-1}
              aria-hidden
              onChange={async (event) => {
                const chosen = event.currentTarget.files?.[0];
                if (!chosen || !xml.current) return;
                xml.current.value = await chosen.text();
                setPreview(null);
              }}
            />
            <Flex>
              <Button type="button" variant="soft" color="gray" onClick={() => file.current?.click()}>
                <FileUp size={15} aria-hidden />
                Choose file
              </Button>
            </Flex>
          </Flex>
        </div>
        <div hidden={way !== 'fields'}>
          <Flex direction="column" gap="4">
            <TextInput
              name="idp_entity_id"
              label="Identity provider entity ID"
              initial={stored?.entityId ?? ''}
              placeholder="https://idp.example.com/entity"
              autoComplete="off"
              spellCheck={false}
              help="Also called issuer. It must match the Issuer of every response, letter by letter."
            />
            <TextInput
              name="idp_sso_url"
              label="SSO URL"
              type="url"
              initial={stored?.ssoUrl ?? ''}
              placeholder="https://idp.example.com/sso"
              autoComplete="off"
              spellCheck={false}
              help="Where people are sent to sign in."
            />
            <SelectInput
              name="idp_sso_binding"
              label="Request binding"
              initial={stored?.ssoBinding ?? 'redirect'}
              choices={BINDINGS}
              help="How the SSO URL takes the request."
            />
            <TextInput
              name="idp_slo_url"
              label="Logout URL"
              type="url"
              initial={stored?.sloUrl ?? ''}
              placeholder="https://idp.example.com/slo"
              autoComplete="off"
              spellCheck={false}
              help="Optional. Where single logout messages are taken; empty for none."
            />
            <SelectInput
              name="idp_slo_binding"
              label="Logout binding"
              initial={stored?.sloBinding ?? 'redirect'}
              choices={BINDINGS}
              help="How the logout URL takes messages."
            />
            <TextAreaInput
              name="idp_signing_certs"
              label="Signing certificates"
              rows={8}
              initial={connection.certificates.map((one) => one.pem).join('\n')}
              placeholder={'-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----'}
              className="font-mono"
              help="One or more X.509 certificates in PEM. Responses signed with any of them are accepted."
            />
          </Flex>
        </div>
      </div>
      {preview && <Preview preview={preview} />}
      <Flex gap="3" wrap="wrap">
        {preview ? (
          <SubmitButton name="step" value="save">
            Save identity provider
          </SubmitButton>
        ) : (
          <SubmitButton name="step" value="read">
            {way === 'metadata_url' ? 'Fetch and check' : 'Check'}
          </SubmitButton>
        )}
        {onDone && (
          <Button type="button" variant="soft" color="gray" onClick={onDone}>
            Cancel
          </Button>
        )}
      </Flex>
    </ActionForm>
  );
}

function Preview({ preview }: { preview: IdentityProviderPreview }) {
  const many = preview.certificates.length > 1;
  return (
    <section
      aria-label="What was read"
      className="rounded-(--radius-3) bg-(--accent-a2) p-4 shadow-[inset_0_0_0_1px_var(--accent-a6)]"
    >
      <Flex direction="column" gap="3">
        <div>
          <Text as="p" size="2" weight="bold">
            This is what was read. Nothing is saved yet.
          </Text>
          <Text as="p" size="2" color="gray">
            Compare it with what the identity provider shows, then save.
          </Text>
        </div>
        <Value label="Entity ID" value={preview.entityId} />
        <Value
          label={`SSO URL, by ${preview.ssoBinding === 'post' ? 'HTTP-POST' : 'HTTP-Redirect'}`}
          value={preview.ssoUrl}
        />
        {preview.sloUrl !== null && (
          <Value
            label={`Logout URL, by ${preview.sloBinding === 'post' ? 'HTTP-POST' : 'HTTP-Redirect'}`}
            value={preview.sloUrl}
          />
        )}
        <Text as="p" size="2" weight="medium">
          {many ? `${preview.certificates.length} signing certificates` : 'Signing certificate'}
        </Text>
        {preview.certificates.map((certificate) => (
          <CertificateCard key={certificate.id} certificate={certificate} />
        ))}
        {preview.wantsSignedRequests && (
          <Text as="p" size="2" color="amber">
            This identity provider says that it refuses unsigned requests. After saving, switch request
            signing on under Advanced.
          </Text>
        )}
      </Flex>
    </section>
  );
}

function Value({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Text as="p" size="2" weight="medium">
        {label}
      </Text>
      <Text as="p" size="2" className="font-mono [overflow-wrap:anywhere]">
        {value}
      </Text>
    </div>
  );
}
