/** Longest address there can be: 64 octets, the @, 255 octets (RFC 5321 §4.5.3.1). */
const MAX_EMAIL_CHARACTERS = 320;

/**
 * Whether a text can be used as an email address. Lenient on purpose, since the identity provider vouches
 * for it: one @ with something on both sides, no white space or control characters. It does not say that
 * mail arrives, nor whose domain it is.
 */
export function isEmail(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be refused
  return text.length <= MAX_EMAIL_CHARACTERS && /^[^\s@\x00-\x1f\x7f]+@[^\s@\x00-\x1f\x7f]+$/u.test(text);
}

/**
 * The domain of an email address as DNS compares it: what follows the last @, lower case, international
 * names in their xn-- form, without a trailing dot. Null when that is not a domain name.
 */
export function emailDomain(email: string): string | null {
  const at = email.lastIndexOf('@');
  return at < 1 ? null : normalDomain(email.slice(at + 1));
}

/**
 * Whether the domain of `email` is one of `domains`, however either is spelled. A subdomain is another
 * domain. False for an empty list: an organization without domains has promised nothing yet.
 */
export function emailDomainAllowed(email: string, domains: readonly string[]): boolean {
  const domain = emailDomain(email);
  return domain !== null && domains.some((allowed) => normalDomain(allowed) === domain);
}

/** A domain name as DNS compares it (`BÜCHER.example.` is `xn--bcher-kva.example`); null for anything else. */
export function normalDomain(domain: string): string | null {
  const labels = domain.trim().replace(/\.$/, '').split('.').map(normalLabel);
  const whole = labels.join('.');
  return labels.every((label) => label !== null) && whole.length <= 253 ? whole : null;
}

/**
 * One label at a time, so that no character can turn into a dot or vanish: `exam\u00ADple` and `ｅxample`
 * would otherwise become the ASCII name of somebody who does not own the mailbox.
 */
function normalLabel(label: string): string | null {
  if (/^[\x21-\x7e]*$/.test(label)) {
    const ascii = label.toLowerCase();
    return /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(ascii) ? ascii : null;
  }
  if (
    /[\s%/?#@:\\[\]<>|^]|\p{Default_Ignorable_Code_Point}/u.test(label) ||
    !URL.canParse(`https://${label}.example/`)
  )
    return null;
  const converted = new URL(`https://${label}.example/`).hostname.split('.');
  return converted.length === 2 && converted[0]?.startsWith('xn--') ? converted[0] : null;
}
