import sharp from 'sharp';
import { invalidField } from '#lib/errors.ts';

/** Pixels a picture may have on its longer side; more is a picture made to exhaust memory. */
const LARGEST_SIDE = 4096;
/** Below this it would be blurred on every screen. */
const SMALLEST_LONG_SIDE = 160;
/** Box the drawn logo fits in: twice what pages show, for dense screens. */
const DRAWN = { width: 640, height: 320 } as const;

export type Logo = { image: Uint8Array<ArrayBuffer>; width: number; height: number };

/**
 * Draws an uploaded logo anew as PNG: only pixels survive, so no metadata, no trailing bytes and no second meaning of
 * the file do. What it is is read from its first bytes, not from its name. Throws `invalid_request_parameters` on `logo`.
 */
export async function redrawLogo(uploaded: Uint8Array): Promise<Logo> {
  const kind = kindOf(uploaded);
  if (kind === 'svg') {
    throw refused('SVG files can carry scripts. Export the logo as PNG, then choose that.', 'svg');
  }
  if (kind === null) throw refused('This is no PNG, JPEG or WebP image.', 'not_an_image');
  try {
    const picture = sharp(uploaded, { limitInputPixels: LARGEST_SIDE ** 2, failOn: 'error' });
    const { format, width, height } = await picture.metadata();
    if (format !== kind) throw refused('This is no PNG, JPEG or WebP image.', 'not_an_image');
    const longer = Math.max(width, height);
    if (longer > LARGEST_SIDE) {
      throw refused(`Use an image of at most ${LARGEST_SIDE} pixels on each side.`, 'too_many_pixels');
    }
    if (longer < SMALLEST_LONG_SIDE) {
      throw refused(`Use an image of at least ${SMALLEST_LONG_SIDE} pixels on its longer side.`, 'too_small');
    }
    const drawn = await picture
      .autoOrient()
      .resize({ ...DRAWN, fit: 'inside', withoutEnlargement: true })
      .png({ compressionLevel: 9 })
      .toBuffer({ resolveWithObject: true });
    return { image: new Uint8Array(drawn.data), width: drawn.info.width, height: drawn.info.height };
  } catch (error) {
    if (error instanceof Error && error.name === 'AppError') throw error;
    // Whatever the decoder stumbles over is the file's fault.
    throw refused(
      'The image is damaged or has too many pixels. Save it again, then choose it.',
      'unreadable',
    );
  }
}

/** By magic number: PNG (§5.2), JPEG, WebP (RIFF container), and what begins like an SVG. */
function kindOf(bytes: Uint8Array): 'png' | 'jpeg' | 'webp' | 'svg' | null {
  const begin = Buffer.from(bytes.subarray(0, 1024));
  const text = begin.toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  return /<svg[\s>]/i.test(begin.toString('utf8')) ? 'svg' : null;
}

function refused(message: string, code: string) {
  return invalidField('logo', message, code);
}
