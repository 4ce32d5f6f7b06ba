'use client';

import { Badge, Button, Callout, Flex, Text } from '@radix-ui/themes';
import { Lightbulb } from 'lucide-react';
import { useId } from 'react';
import {
  saveAttributesAction,
  saveCustomAttributesAction,
} from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ActionForm, SubmitButton, TextInput, useField } from '#components/ui/action-form.tsx';
import type { Recommendation } from '#lib/attributes/recommend-mapping.ts';
import type { AttributeView } from '#lib/connections/connection-view.ts';
import type { CustomAttributeMappingView } from '#lib/connections/custom-attribute-mapping.ts';
import { PreviewMapping } from './preview-mapping.tsx';

const NEW_IDS =
  'People who signed in already are known by this ID. If you read it from elsewhere, link their profiles right after saving: they are then listed further down as awaiting reconciliation.';

/** What the preview of a mapping is shown with. */
type Preview = { responses: number; reveal: boolean; sessionsPath: string };

/** Which attribute each field of a profile is read from; empty for the names tried by default. */
export function AttributeMapping({
  attributes,
  seen,
  recommendations,
  preview,
  connectionId,
  environmentId,
}: {
  attributes: readonly AttributeView[];
  /** Attribute names that came with recent sign-ins. */
  seen: readonly string[];
  recommendations: readonly Recommendation[];
  preview: Preview;
  connectionId: string;
  environmentId: string;
}) {
  const names = useId();
  return (
    <ActionForm action={saveAttributesAction} environmentId={environmentId} keepValues>
      <input type="hidden" name="connectionId" value={connectionId} />
      <datalist id={names}>
        {['NameID', ...seen].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <MapError field="attribute_maps.standard_attributes" />
      <ul className="divide-y divide-(--gray-a4)">
        {attributes.map((attribute) => (
          <li key={attribute.field} className="grid gap-x-6 gap-y-2 py-4 first:pt-0 md:grid-cols-2">
            <TextInput
              name={attribute.field}
              label={attribute.label}
              initial={attribute.mappedTo ?? ''}
              placeholder="Default names"
              list={names}
              autoComplete="off"
              spellCheck={false}
              {...(attribute.field === 'idp_id' && preview.responses > 0 ? { help: NEW_IDS } : {})}
            />
            <AttributeNames attribute={attribute} />
            <Advice recommendations={recommendations} field={attribute.field} input={attribute.field} />
          </li>
        ))}
      </ul>
      <PreviewMapping {...preview} environmentId={environmentId}>
        <SubmitButton>Save mapping</SubmitButton>
      </PreviewMapping>
    </ActionForm>
  );
}

/** What is tried for one field: the mapped attribute alone, or the default names in order. */
export function AttributeNames({ attribute }: { attribute: AttributeView }) {
  const { names, mappedTo, required, field } = attribute;
  const last =
    field === 'idp_id' ? 'the NameID' : field === 'email' ? 'a NameID that is an email address' : null;
  return (
    <div className="min-w-0">
      <Flex align="center" gap="2" mb="2" wrap="wrap">
        <Text size="2" weight="medium">
          {mappedTo === null ? 'Default names, in this order' : 'Default names, not read while mapped'}
        </Text>
        <Badge color={required ? 'blue' : 'gray'}>{required ? 'Required' : 'Optional'}</Badge>
      </Flex>
      <Names names={names} last={last} />
    </div>
  );
}

function Names({ names, last = null }: { names: readonly string[]; last?: string | null }) {
  return (
    <ol className="flex flex-wrap gap-1">
      {names.map((name) => (
        <li
          key={name}
          className="rounded-(--radius-1) bg-(--gray-a3) px-1.5 py-0.5 font-mono text-(--gray-11) text-xs [overflow-wrap:anywhere]"
        >
          {name}
        </li>
      ))}
      {last && <li className="px-1 py-0.5 text-(--gray-11) text-xs">then {last}</li>}
    </ol>
  );
}

/** Which attribute each of the environment's own attributes is read from. */
export function CustomAttributeMapping({
  attributes,
  seen,
  recommendations,
  preview,
  connectionId,
  environmentId,
}: {
  attributes: readonly CustomAttributeMappingView[];
  seen: readonly string[];
  recommendations: readonly Recommendation[];
  preview: Preview;
  connectionId: string;
  environmentId: string;
}) {
  const names = useId();
  return (
    <ActionForm action={saveCustomAttributesAction} environmentId={environmentId} keepValues>
      <input type="hidden" name="connectionId" value={connectionId} />
      <datalist id={names}>
        {seen.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <MapError field="attribute_maps.custom_attributes" />
      <ul className="divide-y divide-(--gray-a4)">
        {attributes.map((attribute) => (
          <li key={attribute.name} className="grid gap-x-6 gap-y-2 py-4 first:pt-0 md:grid-cols-2">
            <TextInput
              name={`custom.${attribute.name}`}
              label={attribute.name}
              initial={attribute.mappedTo ?? ''}
              placeholder="Default names"
              list={names}
              autoComplete="off"
              spellCheck={false}
            />
            <CustomAttributeNames attribute={attribute} />
            <Advice
              recommendations={recommendations}
              field={attribute.name}
              input={`custom.${attribute.name}`}
            />
          </li>
        ))}
      </ul>
      <PreviewMapping {...preview} environmentId={environmentId}>
        <SubmitButton>Save custom attributes</SubmitButton>
      </PreviewMapping>
    </ActionForm>
  );
}

/** Type, requirement and default names of one of the environment's own attributes. */
export function CustomAttributeNames({ attribute }: { attribute: CustomAttributeMappingView }) {
  return (
    <div className="min-w-0">
      <Flex align="center" gap="2" mb="2" wrap="wrap">
        <Text size="2" weight="medium">
          {attribute.mappedTo === null
            ? 'Default names, in this order'
            : 'Default names, not read while mapped'}
        </Text>
        <Badge color="gray">{attribute.typeLabel}</Badge>
        <Badge color={attribute.required ? 'blue' : 'gray'}>
          {attribute.required ? 'Required' : 'Optional'}
        </Badge>
      </Flex>
      <Names names={attribute.names} />
    </div>
  );
}

function MapError({ field }: { field: string }) {
  const { error } = useField(field);
  return error ? (
    <Text as="p" size="2" color="red">
      {error}
    </Text>
  ) : null;
}

/** What recorded sign-ins say about one field, and a button that takes the advice into the form. */
export function Advice({
  recommendations,
  field,
  input,
}: {
  recommendations: readonly Recommendation[];
  field: string;
  /** Name of the input the advice goes into; absent for readers. */
  input?: string;
}) {
  const advice = recommendations.find((one) => one.field === field);
  if (!advice) return null;
  const { suggestion } = advice;
  return (
    <Callout.Root color="amber" size="1" className="md:col-span-2">
      <Callout.Icon>
        <Lightbulb size={16} aria-hidden />
      </Callout.Icon>
      <Callout.Text className="[overflow-wrap:anywhere]">
        <Ticked text={advice.evidence} /> {suggestion?.why}
      </Callout.Text>
      {suggestion && input && (
        <div>
          <Button
            type="button"
            size="1"
            variant="soft"
            color="amber"
            onClick={({ currentTarget }) => {
              const control = currentTarget.form?.elements.namedItem(input);
              if (!(control instanceof HTMLInputElement)) return;
              control.value = suggestion.source;
              control.focus();
            }}
          >
            Use {suggestion.source}
          </Button>
        </div>
      )}
    </Callout.Root>
  );
}

/** Text whose names between backticks are set apart. */
function Ticked({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 1 ? (
      <code key={index} className="font-mono text-[0.9em]">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
