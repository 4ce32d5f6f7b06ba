import { Theme } from '@radix-ui/themes';
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { StyleNonce } from '#components/layout/style-nonce.tsx';
import { Toasts } from '#components/ui/toasts.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Gatehouse', template: '%s · Gatehouse' },
  description: 'Enterprise SSO you run yourself.',
};

/** Every page: fonts, colors, theme without a flash, toasts. Rendered per request, for the nonce of the CSP. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const policy = (await headers()).get('content-security-policy');
  const nonce = /'nonce-([^']+)'/.exec(policy ?? '')?.[1] ?? '';
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <StyleNonce nonce={nonce} />
        <ThemeProvider attribute="class" nonce={nonce}>
          <Theme accentColor="indigo" grayColor="slate" radius="medium">
            {children}
            <Toasts />
          </Theme>
        </ThemeProvider>
      </body>
    </html>
  );
}
