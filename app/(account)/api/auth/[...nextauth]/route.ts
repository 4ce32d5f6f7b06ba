import NextAuth from 'next-auth';
import { ssoClient } from '#lib/auth/dashboard-sso.ts';
import { authOptions } from '#lib/auth/next-auth.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own routes. `signin/<provider>` and `callback/<provider>` may name the SSO of a workspace. */
async function handler(request: Request, context: Context): Promise<Response> {
  const [, provider] = (await context.params).nextauth;
  const sso = provider ? await ssoClient(provider) : null;
  return NextAuth(request as never, context as never, authOptions({ headers: request.headers, sso }));
}

export { handler as GET, handler as POST };
