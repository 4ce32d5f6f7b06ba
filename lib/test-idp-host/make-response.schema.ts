import { z } from 'zod';
import { type FaultId, isFaultId } from '#lib/test-idp/faults.ts';
import { isPersonalityId, type PersonalityId } from '#lib/test-idp/personalities.ts';

const text = z.string().max(320);
const attribute = z.string().max(2000);

/** A value of our own lists, refused like any other enum. */
function oneOf<Value extends string>(isOne: (given: string) => given is Value) {
  return z.string().superRefine((given, ctx) => {
    if (!isOne(given)) ctx.addIssue({ code: 'invalid_value', values: [], input: given });
  }) as unknown as z.ZodType<Value, string>;
}

/** Body of POST /test-idp/api/responses. */
export const makeResponseBody = z.object({
  connection_id: z.string().nullish(),
  organization_id: z.string().nullish(),
  /** `null` writes plainly; absent writes like the product of the connection's type. */
  personality: oneOf<PersonalityId>(isPersonalityId).nullish(),
  /** What is absent is filled in, what is null is not sent. */
  profile: z
    .object({
      id: text.nullish(),
      email: text.nullish(),
      first_name: text.nullish(),
      last_name: text.nullish(),
      groups: z.array(text).max(500).nullish(),
      attributes: z
        .record(z.string().min(1).max(320), z.union([attribute, z.array(attribute).max(500)]))
        .nullish(),
    })
    .nullish(),
  fault: oneOf<FaultId>(isFaultId).nullish(),
  /** ID of the AuthnRequest that is answered; absent for a sign-in that begins at the identity provider. */
  request_id: z
    .string()
    .max(256)
    .regex(/^[A-Za-z_][\w.-]*$/, 'must be the ID of a request')
    .nullish(),
  relay_state: z.string().max(2048).nullish(),
  sign: z.enum(['assertion', 'response', 'both']).nullish(),
  encrypt: z.boolean().nullish(),
  name_id_format: text.nullish(),
  /** The `saml_response` to send again, for the fault `replay_last_response`. */
  previous_response: z.string().max(700_000).nullish(),
});

export type MakeResponseBody = z.output<typeof makeResponseBody>;
