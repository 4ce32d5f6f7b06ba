import { z } from 'zod';
import { type FaultId, isFaultId } from '#lib/test-idp/faults.ts';
import { TEST_PEOPLE, type TestPerson } from '#lib/test-idp/people.ts';
import { isPersonalityId, type PersonalityId } from '#lib/test-idp/personalities.ts';

const text = z.string().trim().max(320).default('');

/** The fields of the sign-in page. An absent one means its default, so that a script can post very little. */
export const signInFields = z.object({
  ticket: z.string().max(8192),
  decision: z.enum(['sign_in', 'deny']).default('sign_in'),
  /** The id of one of TEST_PEOPLE, or `typed` for the profile below. */
  person: z.string().max(100).default(TEST_PEOPLE[0].id),
  id: text,
  email: text,
  firstName: text,
  lastName: text,
  /** Separated by commas. */
  groups: z.string().max(2000).default(''),
  fault: z
    .union([z.literal('').transform(() => null), z.custom<FaultId>((value) => isFaultId(String(value)))])
    .default(null),
  /** Empty writes plainly; absent writes like the product of the connection's type. */
  personality: z
    .union([
      z.literal('').transform(() => null),
      z.custom<PersonalityId>((value) => isPersonalityId(String(value))),
    ])
    .optional(),
  sign: z.enum(['as_usual', 'assertion', 'response', 'both']).default('as_usual'),
  encrypt: z.literal('on').optional(),
  /** Only for a sign-in that begins here: a request brings its own. */
  relayState: z.string().max(2048).default(''),
  previousResponse: z.string().max(700_000).default(''),
});

export type SignInFields = z.output<typeof signInFields>;

/** The person the form means; fields left empty are not sent. */
export function personOf(fields: SignInFields): TestPerson {
  const known = TEST_PEOPLE.find((person) => person.id === fields.person);
  if (known) return known;
  const groups = fields.groups.split(',').map((group) => group.trim());
  return {
    id: fields.id,
    email: fields.email,
    firstName: fields.firstName,
    lastName: fields.lastName,
    groups: groups.filter((group) => group !== ''),
  };
}
