const HOME = '/dashboard';

/**
 * Where to go after signing in: the wanted address when it is a path of the dashboard, else its front page.
 * Anything that could leave this origin (`//host`, `/\host`, `https:`, control characters) is the front page.
 */
export function callbackPath(wanted: string | null | undefined): string {
  if (!wanted || !/^\/dashboard(?:[/?][\x21-\x5b\x5d-\x7e]*)?$/.test(wanted)) return HOME;
  const base = 'http://gatehouse.invalid';
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null;
  // Dots may have led out of the dashboard: /dashboard/../api/auth/signout.
  if (url?.origin !== base || !/^\/dashboard(\/|$)/.test(url.pathname)) return HOME;
  url.searchParams.delete('_rsc');
  return `${url.pathname}${url.search}`;
}
