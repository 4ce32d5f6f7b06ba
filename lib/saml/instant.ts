const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,20}))?(Z|[+-]\d\d:\d\d)$/;

type NumericParts = [number, number, number, number, number, number];

/**
 * Reads an xs:dateTime with a time zone as a moment, to the millisecond; null for anything else, impossible
 * dates included. SAML Core §1.3.3 asks for UTC; a numeric offset is unambiguous too and is accepted.
 */
export function parseInstant(text: string): Date | null {
  const parts = INSTANT.exec(text.trim());
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as NumericParts;
  const milliseconds = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds));
  // Date.UTC carries over (30 February becomes 2 March) and reads years below 100 as 19xx: both are refused.
  const dayHolds = local.getUTCFullYear() === year && local.getUTCMonth() === month - 1;
  if (!dayHolds || local.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return null;
  const zone = parts[8] as string;
  if (zone === 'Z') return local;
  const [zoneHours, zoneMinutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (zoneHours > 14 || zoneMinutes > 59) return null;
  const offset = (zoneHours * 60 + zoneMinutes) * 60_000;
  return new Date(local.getTime() + (zone.startsWith('-') ? offset : -offset));
}
