import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { TestPerson } from './people.ts';
import { PLAIN, type Shape } from './personalities.ts';

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

/** A fresh `xs:ID`; SAML Core §1.3.4 asks for 128 random bits, and products come close. */
export function newSamlId(kind: Shape['ids'] = 'hex'): string {
  switch (kind) {
    case 'hex':
      return `_${randomBytes(20).toString('hex')}`;
    case 'uuid':
      return `_${randomUUID()}`;
    case 'ID_and_uuid':
      return `ID_${randomUUID()}`;
    case 'id_and_digits':
      return `id${Array.from({ length: 4 }, () => randomInt(1e9, 1e10)).join('')}`;
  }
}

/** The good response to one sign-in: valid from 30 seconds ago for 5 minutes, empty profile fields left out. */
export function draftResponse(input: {
  now: Date;
  issuer: string;
  sp: { entityId: string; acsUrl: string };
  inResponseTo: string | null;
  person: TestPerson;
  nameIdFormat: string | null;
  shape?: Shape;
}): ResponseDraft {
  const { now, issuer, sp, inResponseTo, person, shape = PLAIN } = input;
  return {
    id: newSamlId(shape.ids),
    issueInstant: now,
    issuer,
    destination: sp.acsUrl,
    inResponseTo,
    status: { code: 'Success', subcode: null, message: null },
    assertions: [
      {
        id: newSamlId(shape.ids),
        issueInstant: now,
        issuer,
        nameId: nameIdFor(person, input.nameIdFormat, shape),
        recipient: sp.acsUrl,
        inResponseTo,
        notBefore: new Date(now.getTime() - VALID_BEFORE_MS),
        notOnOrAfter: new Date(now.getTime() + VALID_FOR_MS),
        audience: sp.entityId,
        sessionIndex: newSamlId(shape.ids),
        attributes: attributesOf(person),
      },
    ],
  };
}

/** As the request asks; where it asks for nothing in particular, as this provider is set up. */
function nameIdFor(person: TestPerson, asked: string | null, shape: Shape): AssertionDraft['nameId'] {
  const from = {
    [NAME_ID_TRANSIENT]: 'transient',
    [NAME_ID_EMAIL]: 'email',
    [NAME_ID_PERSISTENT]: 'id',
  } as const;
  const wanted =
    asked === null ? undefined : (from as Record<string, (typeof from)[keyof typeof from]>)[asked];
  const nameId = wanted === undefined ? shape.nameId : { from: wanted, format: asked ?? '' };
  if (nameId.from === 'transient') return { value: newSamlId(shape.ids), format: nameId.format };
  const value = nameId.from === 'email' ? person.email : person.id;
  return value === '' ? null : { value, format: nameId.format };
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
