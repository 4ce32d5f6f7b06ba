import { Text } from '@radix-ui/themes';
import { paletteOf, THEMES, type Theme, type ThemeColors } from '#lib/branding/look.ts';

/** What a preview is drawn from: the chosen, saved or not. */
export type PreviewOf = {
  name: string | null;
  colors: Readonly<Record<Theme, ThemeColors>>;
  logos: readonly { theme: Theme; src: string }[];
};

export const THEME_LABELS: Readonly<Record<Theme, string>> = { light: 'Light', dark: 'Dark' };

/** A page as people see it, in both themes. */
export function PreviewPair({ view }: { view: PreviewOf }) {
  return (
    <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
      {THEMES.map((theme) => (
        <PagePreview key={theme} theme={theme} view={view} />
      ))}
    </div>
  );
}

/** A page as people see it in one theme; a drawing, so nothing in it can be pressed. */
function PagePreview({ theme, view }: { theme: Theme; view: PreviewOf }) {
  const palette = paletteOf(theme, view.colors[theme]);
  const logo = view.logos.find((one) => one.theme === theme) ?? view.logos[0];
  const branded =
    view.name !== null || logo !== undefined || palette.accent !== paletteOf(theme, NONE).accent;
  return (
    <figure className="m-0 min-w-0">
      <figcaption>
        <Text as="p" size="2" weight="medium" mb="1">
          Preview, {THEME_LABELS[theme].toLowerCase()}
        </Text>
      </figcaption>
      <div
        className="grid justify-items-center gap-3 rounded-(--radius-3) px-5 py-6 shadow-[inset_0_0_0_1px_var(--gray-a5)]"
        style={{ background: palette.background, color: palette.text }}
      >
        {logo ? (
          <img src={logo.src} alt="" className="max-h-12 max-w-36" />
        ) : (
          view.name !== null && (
            <p className="m-0 font-semibold text-sm [overflow-wrap:anywhere]">{view.name}</p>
          )
        )}
        <div
          className="w-full max-w-72 rounded-lg p-4"
          style={{
            background: palette.card,
            border: `1px solid ${palette.line}`,
            ...(branded ? { borderTop: `3px solid ${palette.accent}` } : {}),
          }}
        >
          <p className="m-0 mb-1 font-semibold text-sm">Signing you in</p>
          <p className="m-0 mb-3 text-xs">You are being sent to your identity provider.</p>
          <p
            className="m-0 inline-block rounded-md px-3 py-1.5 font-medium text-xs"
            style={{ background: palette.accent, color: palette.onAccent }}
          >
            Continue
          </p>
          <p
            className="m-0 mt-3 pt-2 text-xs"
            style={{ color: palette.muted, borderTop: `1px solid ${palette.line}` }}
          >
            Session ID, for support
          </p>
        </div>
      </div>
    </figure>
  );
}

const NONE: ThemeColors = { background: null, accent: null };
