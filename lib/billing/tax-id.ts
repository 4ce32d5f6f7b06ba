import { stdnum } from 'stdnum';

/** A kind of tax ID: its name, an example that is valid, which check of stdnum holds for it. `type` is Stripe's word. */
type TaxIdKind = { type: string; label: string; validator: string; example: string; prefix?: string };

const vat = (validator: string, example: string, prefix?: string): TaxIdKind => ({
  type: 'eu_vat',
  label: 'VAT number',
  validator,
  example,
  ...(prefix === undefined ? {} : { prefix }),
});

/** Country → the number under which companies there are known to the tax authority. */
const TAX_IDS: Readonly<Record<string, TaxIdKind>> = {
  AT: vat('uid', 'ATU13585627'),
  BE: vat('vat', 'BE0428759497'),
  BG: vat('vat', 'BG175074752'),
  CY: vat('vat', 'CY10259033P'),
  CZ: vat('dic', 'CZ25123891'),
  DE: vat('vat', 'DE136695976'),
  DK: vat('cvr', 'DK13585628'),
  EE: vat('kmkr', 'EE100931558'),
  ES: vat('nif', 'ESB58378431'),
  FI: vat('alv', 'FI20774740'),
  FR: vat('tva', 'FR40303265045'),
  GR: vat('vat', 'EL094259216', 'EL'),
  HR: vat('oib', 'HR33392005961'),
  HU: vat('anum', 'HU12892312'),
  IE: vat('vat', 'IE6433435F'),
  IT: vat('iva', 'IT00743110157'),
  LT: vat('pvm', 'LT119511515'),
  LU: vat('tva', 'LU15027442'),
  LV: vat('pvn', 'LV40003521600'),
  MT: vat('vat', 'MT11679112'),
  NL: vat('btw', 'NL004495445B01'),
  PL: vat('nip', 'PL8567346215'),
  PT: vat('nif', 'PT501964843'),
  RO: vat('cui', 'RO18547290'),
  SE: vat('vat', 'SE123456789701'),
  SI: vat('ddv', 'SI50223054'),
  SK: vat('dph', 'SK2022749619'),
  AR: { type: 'ar_cuit', label: 'CUIT', validator: 'cuit', example: '20-05536168-2' },
  AU: { type: 'au_abn', label: 'ABN', validator: 'abn', example: '83 914 571 673' },
  BR: { type: 'br_cnpj', label: 'CNPJ', validator: 'cnpj', example: '16.727.230/0001-97' },
  CA: { type: 'ca_bn', label: 'Business number', validator: 'bn', example: '12302 6635' },
  CH: { type: 'ch_vat', label: 'VAT number', validator: 'vat', example: 'CHE-107.787.577 IVA' },
  CL: { type: 'cl_tin', label: 'RUT', validator: 'rut', example: '12.531.909-2' },
  CO: { type: 'co_nit', label: 'NIT', validator: 'nit', example: '213.123.432-1' },
  GB: { type: 'gb_vat', label: 'VAT number', validator: 'vat', example: 'GB980780684', prefix: 'GB' },
  IL: { type: 'il_vat', label: 'Company number', validator: 'hp', example: '516179157' },
  IN: { type: 'in_gst', label: 'GSTIN', validator: 'gstin', example: '27AAPFU0939F1ZV' },
  IS: { type: 'is_vat', label: 'VSK number', validator: 'vsk', example: '00621' },
  JP: { type: 'jp_cn', label: 'Corporate number', validator: 'cn', example: '5835678256246' },
  KR: { type: 'kr_brn', label: 'Business registration number', validator: 'brn', example: '116-82-00276' },
  MX: { type: 'mx_rfc', label: 'RFC', validator: 'rfc', example: 'GODE561231GR8' },
  NO: { type: 'no_vat', label: 'MVA number', validator: 'mva', example: 'NO 995 525 828 MVA', prefix: 'NO' },
  NZ: { type: 'nz_gst', label: 'GST number', validator: 'ird', example: '49-098-576' },
  PE: { type: 'pe_ruc', label: 'RUC', validator: 'ruc', example: '20512333797' },
  SG: { type: 'sg_uen', label: 'UEN', validator: 'uen', example: '00192200M' },
  TR: { type: 'tr_tin', label: 'Tax number', validator: 'vkn', example: '4540536920' },
  TW: { type: 'tw_vat', label: 'Unified business number', validator: 'ubn', example: '00501503' },
  US: { type: 'us_ein', label: 'EIN', validator: 'ein', example: '91-1144442' },
  ZA: { type: 'za_vat', label: 'VAT number', validator: 'vat', example: '4780229374' },
};

/** Countries whose tax IDs can be checked. */
export const TAX_ID_COUNTRIES: readonly string[] = Object.keys(TAX_IDS);

/** What the tax ID of a country is called, with one that is valid; null where none can be checked. */
export function taxIdKind(country: string): { type: string; label: string; example: string } | null {
  return TAX_IDS[country] ?? null;
}

/**
 * A tax ID as it is stored (no spaces or punctuation; EU numbers with their country), or null when its format or its
 * checksum is wrong. Whether the authority knows it is not asked.
 */
export function checkTaxId(country: string, typed: string): { type: string; value: string } | null {
  const kind = TAX_IDS[country];
  const validator = stdnum[country]?.[kind?.validator ?? ''];
  if (!kind || !validator || typed.length > 40) return null;
  const prefix = kind.type === 'eu_vat' ? (kind.prefix ?? country) : (kind.prefix ?? '');
  const plain = typed.toUpperCase().replace(/[\s./_-]/g, '');
  const bare = prefix !== '' && plain.startsWith(prefix) ? plain.slice(prefix.length) : plain;
  // Some checks want the country in front, others not; the number is the same.
  const result = [bare, plain, `${prefix}${bare}`]
    .map((text) => validator.validate(text))
    .find((one) => one.isValid);
  if (!result?.isValid) return null;
  const compact = result.compact.toUpperCase();
  return {
    type: kind.type,
    value: prefix !== '' && !compact.startsWith(prefix) ? `${prefix}${compact}` : compact,
  };
}
