import { Flex } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { ProviderCard } from '#components/oauth-providers/provider-card.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { listOAuthProviders } from '#lib/workspace/oauth-providers.ts';
import { saveProvider } from './actions.ts';

export const metadata: Metadata = { title: 'OAuth providers' };

/** Google, Microsoft and GitHub, for everybody who has an account there. */
export default async function OAuthProviders({ params }: { params: Promise<{ environmentId: string }> }) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'sign_in:read');
  const mayWrite = admin.may('sign_in:write');
  const providers = await listOAuthProviders(admin, { prepare: mayWrite });
  return (
    <>
      <PageHeader
        title="OAuth providers"
        docs="oauth-providers"
        description="Whoever has an account at one of these providers can sign in to your app with it, whatever their organization. Your app offers each with a button of its own."
      />
      <Flex direction="column" gap="5">
        {providers.map((provider) => (
          <ProviderCard
            key={provider.provider}
            provider={provider}
            environmentId={environmentId}
            save={mayWrite ? saveProvider : null}
          />
        ))}
      </Flex>
    </>
  );
}
