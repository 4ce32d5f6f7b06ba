/** Extension → media type and the bytes that such a file begins with. Office documents are ZIP archives. */
const TYPES = {
  pdf: { mediaType: 'application/pdf', magic: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    magic: [0x50, 0x4b, 0x03, 0x04],
  },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    magic: [0x50, 0x4b, 0x03, 0x04],
  },
  zip: { mediaType: 'application/zip', magic: [0x50, 0x4b, 0x03, 0x04] },
} as const;

/** Extensions a form offers. */
export const EXTENSIONS = Object.keys(TYPES).map((extension) => `.${extension}`);

/** Media type by the extension of a file name; null for what is not offered. */
export function mediaTypeOf(fileName: string): string | null {
  return typeOf(fileName)?.mediaType ?? null;
}

/** Whether a file begins as its extension says. */
export function beginsAsNamed(fileName: string, bytes: Uint8Array): boolean {
  const type = typeOf(fileName);
  return type?.magic.every((byte, position) => bytes[position] === byte) ?? false;
}

/** The last part of a path as a file name: no separators or control characters, at most 120 characters. */
export function plainFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}"]/gu, '').trim();
  const dot = clean.lastIndexOf('.');
  const extension = dot === -1 ? '' : clean.slice(dot);
  return clean.slice(0, clean.length - extension.length).slice(0, 120 - extension.length) + extension;
}

function typeOf(fileName: string) {
  const extension = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(TYPES, extension) ? TYPES[extension as keyof typeof TYPES] : undefined;
}
