import { randomBytes } from 'node:crypto';
import type { TestPerson } from './people.ts';

/** A response before it is written down. Faults change this, so that each changes only what it is named for. */
export type ResponseDraft = {
  id: string;
  issueInstant: Date;
  issuer: string;
  destination: string;
  inResponseTo: string | null;
  /** Top-level status code, the codes nested inside it, and the message; codes without their URN prefix. */
  status: { code: string; subcode: string | null; message: string | null };
  assertions: readonly AssertionDraft[];
};

export type AssertionDraft = {
  id: string;
  issueInstant: Date;
  issuer: string;
  nameId: { value: string; format: string } | null;
  recipient: string;
  inResponseTo: string | null;
  notBefore: Date;
  /** End of the conditions and of the subject confirmation, exclusive. */
  notOnOrAfter: Date;
  audience: string | null;
  sessionIndex: string;
  attributes: readonly { name: string; values: readonly string[] }[];
};

export const NAME_ID_EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
export const NAME_ID_PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
export const NAME_ID_TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

const VALID_BEFORE_MS = 30_000;
const VALID_FOR_MS = 5 * 60_000;

/** A fresh `xs:ID` of 160 random bits; SAML Core §1.3.4 asks for at least 128. */
export function newSamlId(): string {
  return `_${randomBytes(20).toString('hex')}`;
}

/** The good response to one sign-in: valid from 30 seconds ago for 5 minutes, empty profile fields left out. */
export function draftResponse(input: {
  now: Date;
  issuer: string;
  sp: { entityId: string; acsUrl: string };
  inResponseTo: string | null;
  person: TestPerson;
  nameIdFormat: string | null;
}): ResponseDraft {
  const { now, issuer, sp, inResponseTo, person } = input;
  return {
    id: newSamlId(),
    issueInstant: now,
    issuer,
    destination: sp.acsUrl,
    inResponseTo,
    status: { code: 'Success', subcode: null, message: null },
    assertions: [
      {
        id: newSamlId(),
        issueInstant: now,
        issuer,
        nameId: nameIdFor(person, input.nameIdFormat),
        recipient: sp.acsUrl,
        inResponseTo,
        notBefore: new Date(now.getTime() - VALID_BEFORE_MS),
        notOnOrAfter: new Date(now.getTime() + VALID_FOR_MS),
        audience: sp.entityId,
        sessionIndex: newSamlId(),
        attributes: attributesOf(person),
      },
    ],
  };
}

function nameIdFor(person: TestPerson, format: string | null): AssertionDraft['nameId'] {
  if (format === NAME_ID_TRANSIENT) return { value: newSamlId(), format };
  const chosen =
    format === NAME_ID_EMAIL
      ? { value: person.email, format }
      : { value: person.id, format: NAME_ID_PERSISTENT };
  return chosen.value === '' ? null : chosen;
}

function attributesOf(person: TestPerson): AssertionDraft['attributes'] {
  return Object.entries({
    id: person.id,
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    groups: person.groups,
    ...person.extra,
  })
    .map(([name, value]) => ({ name, values: [value].flat().filter((one) => one !== '') }))
    .filter(({ values }) => values.length > 0);
}
