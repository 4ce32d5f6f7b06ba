/** What a provider says about a person: values as sent, and as the texts a mapping reads. */
export type Person = {
  readonly subject: string;
  /** False when the provider does not vouch for the address. */
  readonly emailVerified: boolean;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
};

/** Claims about the token, not about the person. */
const ABOUT_THE_TOKEN = new Set(
  'iss aud azp exp iat nbf jti nonce at_hash c_hash s_hash auth_time sid acr amr rat rh uti ver aio'.split(
    ' ',
  ),
);

/** The person of an ID token that was verified. `emailProof` as in the table of providers. */
export function personOfClaims(
  claims: Readonly<Record<string, unknown>> & { readonly sub: string },
  emailProof: 'claim' | 'issuer',
): Person {
  const raw = Object.fromEntries(Object.entries(claims).filter(([name]) => !ABOUT_THE_TOKEN.has(name)));
  const verified = claims['email_verified'];
  return {
    subject: claims.sub,
    // Some send the claim as a text; one that says no is always believed.
    emailVerified:
      verified === true || verified === 'true' || (verified === undefined && emailProof === 'issuer'),
    raw,
    attributes: attributesOf(raw),
  };
}

/** The person of a GitHub account: the user, and the list of their email addresses. Null when that is not what was sent. */
export function personOfGitHub(user: unknown, emails: unknown): Person | null {
  if (!isObject(user) || !Array.isArray(emails)) return null;
  const id = user['id'];
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) return null;
  const primary = emails.find((entry) => isObject(entry) && entry['primary'] === true);
  const email = isObject(primary) && typeof primary['email'] === 'string' ? primary['email'] : null;
  const { email: _shown, ...rest } = user;
  const raw = { ...rest, sub: String(id), ...(email === null ? {} : { email }) };
  return {
    subject: String(id),
    emailVerified: isObject(primary) && primary['verified'] === true,
    raw,
    attributes: attributesOf(raw),
  };
}

/** Texts, numbers and yes or no as texts; lists of them as several values; anything deeper as JSON. Null and empty are left out. */
function attributesOf(values: Readonly<Record<string, unknown>>): Record<string, string[]> {
  const entries = Object.entries(values).flatMap(([name, value]): [string, string[]][] => {
    const texts = (Array.isArray(value) ? value : [value]).flatMap((one) => {
      if (one === null || one === undefined || one === '') return [];
      return [typeof one === 'object' ? JSON.stringify(one) : String(one)];
    });
    return texts.length === 0 ? [] : [[name, texts]];
  });
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
