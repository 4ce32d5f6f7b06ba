import { violatedUnique } from '#lib/data/unique.ts';
import { AppError, invalidField } from '#lib/errors.ts';

const MAX_NAME_CHARACTERS = 200;
const MAX_EXTERNAL_ID_CHARACTERS = 128;

/** Name of an organization as stored, without blanks around it. Throws invalid_request_parameters. */
export function organizationName(text: string): string {
  const name = text.trim();
  if (name === '') throw invalidField('name', 'name should not be empty');
  if (name.length > MAX_NAME_CHARACTERS || /\p{Cc}/u.test(name)) {
    throw invalidField('name', `name must be one line of at most ${MAX_NAME_CHARACTERS} characters`);
  }
  return name;
}

/** An id the customer's own system uses: printable ASCII. Throws invalid_request_parameters. */
export function externalId(text: string): string {
  if (text.length > MAX_EXTERNAL_ID_CHARACTERS || !/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text)) {
    throw invalidField(
      'external_id',
      `external_id must be 1 to ${MAX_EXTERNAL_ID_CHARACTERS} printable ASCII characters`,
    );
  }
  return text;
}

/** Runs a write and says in the API's words which unique value was taken. */
export async function withUniqueNames<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const columns = violatedUnique(error);
    if (columns?.includes('externalId')) throw new AppError('external_id_already_used');
    if (columns?.includes('stripeCustomerId')) throw new AppError('stripe_customer_id_already_used');
    if (columns?.includes('domain')) throw new AppError('domain_already_exists');
    throw error;
  }
}
