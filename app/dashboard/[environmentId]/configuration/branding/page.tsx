import type { Metadata } from 'next';
import { BrandingEditor } from '#components/branding/branding-editor.tsx';
import { LogoSlot } from '#components/branding/logo-slot.tsx';
import { PreviewPair } from '#components/branding/page-preview.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { THEMES } from '#lib/branding/look.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { brandingView } from '#lib/workspace/branding.ts';
import { removeLogo, resetBranding, saveBranding, uploadLogo } from './actions.ts';

export const metadata: Metadata = { title: 'Branding' };

type Props = { params: Promise<{ environmentId: string }> };

/** How the pages look that an app's users see on their way through a sign-in. */
export default async function Branding({ params }: Props) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'branding:read');
  const view = await brandingView(admin);
  const mayWrite = admin.may('branding:write');
  return (
    <>
      <PageHeader
        title="Branding"
        docs="branding"
        description="Your users see pages of ours when a sign-in passes through or fails. Give them your name, logo and colors, so that people know where they are."
        actions={
          mayWrite &&
          view.isChanged && (
            <ConfirmDialog
              trigger={{ label: 'Reset branding', variant: 'soft', color: 'gray' }}
              title="Reset branding?"
              action={resetBranding}
              environmentId={environmentId}
              fields={{}}
              confirmLabel="Reset"
            >
              Name, colors and logos of this environment are deleted. Its pages look neutral again, at once.
            </ConfirmDialog>
          )
        }
      />
      <div className="flex flex-col gap-5">
        <SectionCard
          title="Name and colors"
          description="Text, lines and button labels follow from the two colors of each theme, so that they can be read on any choice."
        >
          {mayWrite ? (
            <BrandingEditor view={view} environmentId={environmentId} action={saveBranding} />
          ) : (
            <PreviewPair view={view} />
          )}
        </SectionCard>
        <SectionCard
          title="Logo"
          description="Shown above the page in place of the name. Without one for the dark theme, the light one is shown there too."
        >
          <div className="grid gap-6 md:grid-cols-2">
            {THEMES.map((theme) => (
              <LogoSlot
                key={theme}
                theme={theme}
                logo={view.logos.find((one) => one.theme === theme) ?? null}
                colors={view.colors[theme]}
                environmentId={environmentId}
                actions={mayWrite ? { upload: uploadLogo, remove: removeLogo } : null}
              />
            ))}
          </div>
        </SectionCard>
      </div>
    </>
  );
}
