/** How a message travels to the identity provider, to choose from. */
export const BINDINGS = [
  { value: 'redirect', label: 'HTTP-Redirect (usual)' },
  { value: 'post', label: 'HTTP-POST' },
] as const;
