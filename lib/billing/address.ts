import { formatAddress } from 'localized-address-format';

/** The parts of a postal address; which of them a country has is decided by `addressFields`. */
export const ADDRESS_PARTS = [
  'line1',
  'line2',
  'dependentLocality',
  'locality',
  'administrativeArea',
  'postalCode',
] as const;
export type AddressPart = (typeof ADDRESS_PARTS)[number];

export type Address = { country: string } & { [Part in AddressPart]: string | null };

/** One field of an address form, in the order of an envelope of its country. */
export type AddressField = { part: AddressPart; label: string; required: boolean; autoComplete: string };

type CountryRules = {
  /** Words for the parts, where they differ from the usual ones. */
  region?: string;
  city?: string;
  district?: string;
  postal?: string;
  /** Parts that may be left out although the country has them, of C(ity), S(tate), Z(postal code). */
  optional?: string;
  /** What a postal code looks like, and one that does. */
  code?: readonly [RegExp, string];
};

const digits = (count: number) => new RegExp(`^\\d{${count}}$`);

/**
 * What the format alone does not say: words, what is required, and how postal codes look (after the address data of
 * Google's libaddressinput). A country that is not here has the usual words and any postal code.
 */
const RULES: Readonly<Record<string, CountryRules>> = {
  AE: { region: 'Emirate' },
  AR: { region: 'Province', optional: 'SZ', code: [/^([A-HJ-NP-Z])?\d{4}([A-Z]{3})?$/, 'C1070AAM'] },
  AT: { code: [digits(4), '1010'] },
  AU: { city: 'Suburb', region: 'State', postal: 'Postcode', code: [digits(4), '2060'] },
  BE: { code: [digits(4), '1000'] },
  BG: { code: [digits(4), '1000'] },
  BR: { region: 'State', district: 'Neighborhood', postal: 'CEP', code: [/^\d{5}-?\d{3}$/, '01310-100'] },
  CA: {
    region: 'Province or territory',
    code: [/^[ABCEGHJKLMNPRSTVXY]\d[A-Z] ?\d[A-Z]\d$/, 'K1A 0B1'],
  },
  CH: { code: [digits(4), '8001'] },
  CL: { region: 'Region', optional: 'SZ', code: [digits(7), '8340457'] },
  CN: { region: 'Province', district: 'District', code: [digits(6), '100006'] },
  CO: { region: 'Department', optional: 'Z', code: [digits(6), '111221'] },
  CY: { code: [digits(4), '2008'] },
  CZ: { code: [/^\d{3} ?\d{2}$/, '110 00'] },
  DE: { code: [digits(5), '10115'] },
  DK: { code: [digits(4), '1566'] },
  EE: { code: [digits(5), '10111'] },
  ES: { region: 'Province', code: [digits(5), '28039'] },
  FI: { code: [digits(5), '00550'] },
  FR: { code: [digits(5), '75001'] },
  GB: {
    city: 'Town or city',
    postal: 'Postcode',
    code: [/^(GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLN-UW-Z]{2})$/, 'EC1Y 8SY'],
  },
  GR: { code: [/^\d{3} ?\d{2}$/, '151 24'] },
  HK: { city: 'District', region: 'Area', optional: 'C' },
  HR: { code: [digits(5), '10000'] },
  HU: { code: [digits(4), '1037'] },
  IE: {
    region: 'County',
    district: 'Townland',
    city: 'Town or city',
    postal: 'Eircode',
    optional: 'SZ',
    code: [/^[A-Z]\d[\dW] ?[A-Z\d]{4}$/, 'A65 F4E2'],
  },
  IL: { optional: 'Z', code: [/^\d{5}(\d{2})?$/, '9614303'] },
  IN: { region: 'State', postal: 'PIN code', code: [digits(6), '110034'] },
  IS: { code: [digits(3), '320'] },
  IT: { region: 'Province', code: [digits(5), '00144'] },
  JP: { region: 'Prefecture', postal: 'Postal code', code: [/^\d{3}-?\d{4}$/, '154-0023'] },
  KR: { region: 'Province or city', district: 'District', optional: 'C', code: [digits(5), '03051'] },
  LI: { code: [digits(4), '9490'] },
  LT: { code: [digits(5), '04340'] },
  LU: { code: [digits(4), '4750'] },
  LV: { code: [/^(LV-)?\d{4}$/, 'LV-1073'] },
  MC: { code: [/^980\d{2}$/, '98000'] },
  MT: { code: [/^[A-Z]{3} ?\d{2,4}$/, 'NXR 01'] },
  MX: { region: 'State', district: 'Neighborhood', code: [digits(5), '02860'] },
  MY: { optional: 'S', code: [digits(5), '43000'] },
  NL: { code: [/^[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}$/, '1234 AB'] },
  NO: { code: [digits(4), '0025'] },
  NZ: { city: 'City', district: 'Suburb', postal: 'Postcode', code: [digits(4), '6001'] },
  PL: { code: [/^\d{2}-?\d{3}$/, '00-950'] },
  PT: { code: [/^\d{4}-?\d{3}$/, '2725-079'] },
  RO: { region: 'County', optional: 'S', code: [digits(6), '060274'] },
  SE: { code: [/^\d{3} ?\d{2}$/, '114 55'] },
  SG: { code: [digits(6), '546080'] },
  SI: { code: [digits(4), '1001'] },
  SK: { code: [/^\d{3} ?\d{2}$/, '010 01'] },
  TR: { region: 'Province', city: 'District', code: [digits(5), '34460'] },
  TW: { region: 'County or city', city: 'District', code: [/^\d{3}(\d{2,3})?$/, '104'] },
  UA: { region: 'Oblast', optional: 'S', code: [digits(5), '01055'] },
  US: { region: 'State', postal: 'ZIP code', code: [/^\d{5}(-\d{4})?$/, '95014'] },
  ZA: { code: [digits(4), '0083'] },
};

/** States and provinces by the letters on an envelope, where a wrong one costs tax or a lost letter. */
const REGION_CODES: Readonly<Record<string, RegExp>> = {
  US: /^(A[AEKLPRSZ]|C[AOT]|D[CE]|F[LM]|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|P[ARW]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY])$/,
  CA: /^(AB|BC|MB|N[BLSTU]|ON|PE|QC|SK|YT)$/,
  AU: /^(ACT|NSW|NT|QLD|SA|TAS|VIC|WA)$/,
};

const LETTERS: Readonly<Record<string, AddressPart>> = {
  A: 'line1',
  D: 'dependentLocality',
  C: 'locality',
  S: 'administrativeArea',
  Z: 'postalCode',
};

const AUTO_COMPLETE: Readonly<Record<AddressPart, string>> = {
  line1: 'address-line1',
  line2: 'address-line2',
  dependentLocality: 'address-level3',
  locality: 'address-level2',
  administrativeArea: 'address-level1',
  postalCode: 'postal-code',
};

/** Private-use characters that no format contains: where they end up says which parts a country has, and in what order. */
const MARK: Readonly<Record<string, string>> = {
  A: '\ue001',
  D: '\ue002',
  C: '\ue003',
  S: '\ue004',
  Z: '\ue005',
};

/** The fields of an address in `country` (ISO 3166-1 alpha-2), in its own order and words. */
export function addressFields(country: string): AddressField[] {
  const text = formatAddress(
    {
      postalCountry: country,
      addressLines: [MARK['A'] ?? ''],
      dependentLocality: MARK['D'] ?? '',
      locality: MARK['C'] ?? '',
      administrativeArea: MARK['S'] ?? '',
      postalCode: MARK['Z'] ?? '',
    },
    'latin',
  ).join('\n');
  const present = Object.keys(LETTERS)
    .filter((letter) => text.includes(MARK[letter] ?? ' '))
    .sort((a, b) => text.indexOf(MARK[a] ?? '') - text.indexOf(MARK[b] ?? ''));
  // Where the envelope begins with the region, people still write the street first.
  const letters = ['A', ...present.filter((letter) => letter !== 'A')];
  const rules = RULES[country] ?? {};
  return letters.flatMap((letter): AddressField[] => {
    const part = LETTERS[letter];
    if (!part) return [];
    const field = (of: AddressPart, required: boolean): AddressField => ({
      part: of,
      label: labelOf(of, rules),
      required,
      autoComplete: AUTO_COMPLETE[of],
    });
    if (part === 'line1') return [field('line1', true), field('line2', false)];
    // A region is demanded only where it is known to belong on the envelope.
    const unknown = letter === 'D' || (letter !== 'C' && RULES[country] === undefined);
    return [field(part, !unknown && !rules.optional?.includes(letter))];
  });
}

function labelOf(part: AddressPart, rules: CountryRules): string {
  switch (part) {
    case 'line1':
      return 'Address';
    case 'line2':
      return 'Address, second line';
    case 'dependentLocality':
      return rules.district ?? 'District';
    case 'locality':
      return rules.city ?? 'City';
    case 'administrativeArea':
      return rules.region ?? 'State or region';
    case 'postalCode':
      return rules.postal ?? 'Postal code';
  }
}

/**
 * An address as it is stored, or what is wrong with it by field. Parts that the country does not have are dropped;
 * codes are written as on an envelope.
 */
export function checkAddress(
  country: string,
  typed: Readonly<Partial<Record<AddressPart, string | undefined>>>,
): { address: Address; problems: Partial<Record<AddressPart, string>> } {
  const address: Address = {
    country,
    line1: null,
    line2: null,
    dependentLocality: null,
    locality: null,
    administrativeArea: null,
    postalCode: null,
  };
  const problems: Partial<Record<AddressPart, string>> = {};
  for (const { part, label, required } of addressFields(country)) {
    const value = (typed[part] ?? '').trim().replace(/\s+/g, ' ');
    if (value === '') {
      if (required) problems[part] = `${label} is missing.`;
      continue;
    }
    address[part] = part === 'postalCode' || isCode(part, country) ? value.toUpperCase() : value;
    const problem = problemOf(part, address[part] ?? '', country, label);
    if (problem) problems[part] = problem;
  }
  return { address, problems };
}

function isCode(part: AddressPart, country: string): boolean {
  return part === 'administrativeArea' && REGION_CODES[country] !== undefined;
}

function problemOf(part: AddressPart, value: string, country: string, label: string): string | null {
  if (/\p{Cc}/u.test(value)) return 'Use one line without control characters.';
  if (part === 'postalCode') {
    const code = RULES[country]?.code;
    return code && !code[0].test(value)
      ? `This is no ${label} of the country. One looks like ${code[1]}.`
      : null;
  }
  const regions = part === 'administrativeArea' ? REGION_CODES[country] : undefined;
  return regions && !regions.test(value)
    ? `Use the letters of the post, such as ${EXAMPLES[country]}.`
    : null;
}

const EXAMPLES: Readonly<Record<string, string>> = { US: 'CA', CA: 'ON', AU: 'NSW' };

/** The lines of an envelope, company first, country last. `countryName` is how this reader calls it. */
export function addressLines(address: Address, companyName: string, countryName: string): string[] {
  const lines = formatAddress(
    {
      postalCountry: address.country,
      organization: companyName,
      addressLines: [address.line1, address.line2].filter((line) => line !== null),
      dependentLocality: address.dependentLocality ?? '',
      locality: address.locality ?? '',
      administrativeArea: address.administrativeArea ?? '',
      postalCode: address.postalCode ?? '',
    },
    'latin',
  );
  return [...lines, countryName];
}
